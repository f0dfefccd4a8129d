"""Where one thing said ends and the next begins, and what a clause says without its trimmings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from config.data import read_yaml

_DATA = read_yaml("lexicon/normalise.yaml")


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_STOPS = re.compile(
    r"""
    # a mark, or a gap
      (?P<mark>[,;。?!~\n\r\t|…—]+|[.](?!\d)|(?<=[^\d])[.](?=\d)|[:、]|[ ]+)
    # a word that begins something else: 然后, 再来
    | (?=(?:然后|另外|顺便|顺带|对了|再(?:来|拿|要|给|买|加|带|称|搞|整|弄|捎|搭|配|添)(?![吧哈啊了]*$)|还(?:要|来|想|买|拿|带)|还有(?![吗没不么卖货呢啊\s]|$)))
        (?<!.上次)(?<!上回)
    # thanks in between; one thing for another; what was asked or dropped just before
    | (?=(?<!不用)(?<!^)谢谢(?!惠顾))
    | (?=换成|换为|改要)
    | (?<=的)(?=换[0-9一二两三四五六七八九十半])
    | (?<=不要了|删掉了|拿掉了|去掉了)(?![吧啊的呀呢])
    | (?<=有没有|多少钱)(?=再|来|给我|要|还要)
    | (?<=删了|有吗|撤了)(?=[换来再加给要])
    """,
    re.VERBOSE,
)
_DROPPED = re.compile(
    r"^[^,]{0,6}(?:不要|别要|不买|别拿|别买|别给|别来|不想要|不拿|不来)[^,]{1,10}了[吧啊呀]?(?=[换要来拿](?!是)|给我|改要|改成|就要|再[来要拿])"
)
_FRONT = re.compile(
    rf"^(?:[\s,]|{_any_of(_DATA['fillers'])})+|^(?:{_any_of(_DATA['vocatives'])})(?=[\s,啊呀])[\s,啊呀]*"
)
_VOCATIVE = re.compile(rf"^(?:{_any_of(_DATA['vocatives'])})(?=.{{2}})")
_BACK = re.compile(
    rf"(?:(?<=.)(?:{_any_of([word for word in _DATA['vocatives'] if len(word) > 1])})|{_any_of(_DATA['particles'])}|[\s,。?!~.])+$"
)
_MARKS = re.compile(r"[\s,。?!~.]+$")


class Clause(msgspec.Struct, frozen=True):
    """`text` is `message[start:end]`; `mark` is the punctuation after it."""

    text: str
    start: int
    end: int
    mark: str = ""

    @property
    def asks(self) -> bool:
        return "?" in self.mark

    @property
    def bare(self) -> str:
        """The clause without punctuation at its end."""
        return bare_of(self.text)

    @property
    def stem(self) -> str:
        """The clause without fillers in front; its particles stay: 走了 is not 走."""
        return stem_of(self.text)

    @property
    def core(self) -> str:
        """The clause without fillers in front and particles behind: 嗯那个好的呀 is 好."""
        return core_of(self.text)

    @property
    def forms(self) -> tuple[str, ...]:
        """Core, stem and bare clause, each once: what the clause may be as a whole."""
        return forms_of(self.text)


@lru_cache(maxsize=256)  # what a message says is looked at in more than one stage
def split(text: str) -> tuple[Clause, ...]:
    """The clauses of a normalised text, none empty. Voice text has no commas: words such as 然后, 再来, 还有 part too."""
    clauses = []
    start = 0
    for match in _STOPS.finditer(text):
        if text[start : match.start()].strip():
            clauses.append(_clause(text, start, match.start(), (match["mark"] or "").strip()))
            start = match.end()
        elif match["mark"]:
            start = match.end()
    if text[start:].strip():
        clauses.append(_clause(text, start, len(text), ""))
    return tuple(part for clause in clauses for part in _exchanged(text, clause))


def _exchanged(text: str, clause: Clause) -> Iterator[Clause]:
    """不要盐了来袋糖 drops one thing and asks for another."""
    border = _DROPPED.match(clause.text)
    if border:
        middle = clause.start + border.end()
        yield _clause(text, clause.start, middle, "")
        yield _clause(text, middle, clause.end, clause.mark)
    else:
        yield clause


def _clause(text: str, start: int, end: int, mark: str) -> Clause:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Clause(text[start:end], start, end, mark)


@lru_cache(maxsize=4096)
def core_of(text: str) -> str:
    """Take the trimmings off a clause; a clause of trimmings only (嗯) stays as it is."""
    core = _BACK.sub("", _FRONT.sub("", text.strip()))
    return core or _BACK.sub("", text.strip()) or text.strip()


@lru_cache(maxsize=4096)
def forms_of(text: str) -> tuple[str, ...]:
    """See Clause.forms."""
    return tuple(dict.fromkeys((core_of(text), stem_of(text), bare_of(text))))


@lru_cache(maxsize=4096)
def bare_of(text: str) -> str:
    """Take punctuation off the end."""
    return _MARKS.sub("", text)


@lru_cache(maxsize=4096)
def stem_of(text: str) -> str:
    """Take fillers and forms of address off the front, and punctuation off the end."""
    return _MARKS.sub("", without_front(text.strip()))


def without_front(text: str) -> str:
    """Take off fillers and forms of address: 老板那个来瓶醋 is 来瓶醋."""
    return _VOCATIVE.sub("", _FRONT.sub("", text))
