"""The XML WeChat speaks: read without entities, written so that no text can break out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import XML, Element, ParseError, XMLParser

LIMIT_BYTES = 2000
"""A reply's text: the platform's own limit was documented as 2048 bytes; this leaves a margin."""
CUT = "…"
MOST_OPENED = 5000
"""Of `<`: a text, which may be full of them, has 2048 characters at most; thousands of tags in each other cost seconds."""
# XML 1.0 forbids these; the rest of the C1 block and DEL are allowed, but nobody means them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Malformed(Exception):
    """A signed message that cannot be read; the text says what is wrong with it."""


Value = str | Element | list[str | Element]
"""An element's text, the element where there are others in it, all of them where the name is repeated."""


class Fields:
    """The elements of a message by name. A missing or empty element reads as ''."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self._elements: dict[str, Value] = {}
        for element in elements:
            value = element if len(element) else (element.text or "").strip()
            if (before := self._elements.get(element.tag)) is None:
                self._elements[element.tag] = value
            elif isinstance(before, list):
                before.append(value)
            else:
                self._elements[element.tag] = [before, value]

    def __contains__(self, name: str) -> bool:
        return name in self._elements

    def text(self, name: str, *, limit: int | None = None) -> str:
        """One element's text. Raises Malformed where it is repeated or nested, or longer than `limit`."""
        value = self._elements.get(name, "")
        if not isinstance(value, str):
            raise Malformed(f"{name} must be one element of text")
        if limit is not None and len(value) > limit:
            raise Malformed(f"{name} is longer than {limit} characters")
        return value

    def needed(self, name: str, *, limit: int = 128) -> str:
        """As `text`, and Malformed where it is missing."""
        if not (value := self.text(name, limit=limit).strip()):
            raise Malformed(f"{name} is missing")
        return value

    def children(self, name: str) -> tuple[Fields, ...]:
        """The nested elements of a name, one or several."""
        value = self._elements.get(name, "")
        nested = value if isinstance(value, list) else [value]
        return tuple(Fields(each) for each in nested if isinstance(each, Element))


# A DOCTYPE, which alone can declare entities, would have to stand before the root.
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^>]*\?>\s*)?<xml[\s>]")


def read_xml(body: bytes) -> Fields:
    """The elements of `<xml>…</xml>`. Raises Malformed; entities cannot be declared."""
    if not _BEGINNING.match(body):
        raise Malformed("the body must begin with <xml>")
    if body.count(b"<") > MOST_OPENED:
        raise Malformed("more tags than any message has")
    try:
        root = XML(body, XMLParser(encoding="utf-8"))  # noqa: S314 - without a DOCTYPE there is nothing to expand or fetch
    except (ParseError, ValueError) as error:
        raise Malformed(f"not XML: {error}") from error
    if not len(root):
        raise Malformed("the root must be <xml> with elements in it")
    return Fields(root)


def fit(text: str, limit: int = LIMIT_BYTES) -> str:
    """Text without control characters, cut between characters where its UTF-8 is longer than `limit` bytes."""
    clean = _FORBIDDEN.sub("", text)
    whole = clean.encode()
    if len(whole) <= limit:
        return clean
    return whole[: limit - len(CUT.encode())].decode("utf-8", "ignore") + CUT


def cdata(text: str) -> str:
    """A CDATA section; `]]>` inside is split over two."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def text_reply(*, to: str, sender: str, created: int, text: str) -> str:
    """A passive reply of type text. '' or what leaves nothing is for the caller to answer as `success`."""
    return (
        f"<xml><ToUserName>{cdata(to)}</ToUserName><FromUserName>{cdata(sender)}</FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType>{cdata('text')}</MsgType>"
        f"<Content>{cdata(text)}</Content></xml>"
    )


def sealed_reply(*, sealed: str, signature: str, timestamp: str, nonce: str) -> str:
    """The envelope of an encrypted reply."""
    return (
        f"<xml><Encrypt>{cdata(sealed)}</Encrypt><MsgSignature>{cdata(signature)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
    )
