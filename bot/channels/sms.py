"""What every SMS platform shares: phone numbers, and how long a text is on the air."""

from __future__ import annotations

import re

from bot.domain.phone import e164

PART = 70
"""UTF-16 units of a Chinese text that goes as one SMS; the signature in 【】 counts."""
PART_OF_MANY = 67
"""Units in each part of a longer one: three go into the header that joins the parts."""
MOST_PARTS = 2
KEY_LIMIT = 128
"""Characters of a key that an id of the platform stands in."""
CUT = "…"
CHINA = "+86"
_ASTRAL = 0x10000
_LANDLINE = re.compile(r"0[1-9]\d{8,10}", re.ASCII)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def phone(written: str) -> str | None:
    """E.164 of a number as people and gateways write it: a mobile as `e164` reads it, or a landline with its area.

    None for what is no person's number: a service number (106…, 95…, 10086), a sender's name.
    """
    if mobile := e164(written):
        return mobile
    landline = _LANDLINE.fullmatch(re.sub(r"[\s()\-]", "", written))
    return CHINA + landline[0][1:] if landline else None


def units(text: str) -> int:
    """UTF-16 units: an emoji or 𠮷 counts two."""
    return len(text) + sum(ord(character) >= _ASTRAL for character in text)


def parts(text: str) -> int:
    """How many SMS a Chinese text is paid as; '' is none."""
    return len(split(text))


def split(text: str) -> list[str]:
    """The parts a text travels in; a character of two units is never torn, so a part may hold one unit less."""
    if units(text) <= PART:
        return [text] if text else []
    found, start, held = [], 0, 0
    for at, character in enumerate(text):
        size = units(character)
        if held + size > PART_OF_MANY:
            found.append(text[start:at])
            start, held = at, 0
        held += size
    return [*found, text[start:]]


def clean(text: str) -> str:
    """Text without control characters, line breaks as one character."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fit(text: str, signature: str = "", *, most: int = MOST_PARTS) -> str:
    """The text behind its signature, cut with `…` where it would take more than `most` parts."""
    whole = signature + clean(text)
    pieces = split(whole)
    if len(pieces) <= most:
        return whole
    kept = "".join(pieces[:most])
    room = sum(units(piece) for piece in pieces[:most]) - units(CUT)
    while units(kept) > room:
        kept = kept[:-1]
    return kept + CUT
