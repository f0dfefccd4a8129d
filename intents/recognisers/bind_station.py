"""Which station a villager belongs to: 我是杨柳青村的, 绑定东岗服务站."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from config.data import read_yaml
from intents.acts import BindStation
from intents.goods.mentions import find_mentions
from intents.text.message import Made, Message
from intents.text.words import each_said, said
from intents.typed.myself import begins_with_goods, told_in

_NUMBER = "[0-9一二三四五六七八九十]+"
_SURNAMES = read_yaml("lexicon/people.yaml")["surnames"]
_BESIDE = re.compile(
    r"^(?:我们?|俺们?)?(?:家)?(?:是|在|住在?)?(?P<place>[一-鿿]{1,7}(?:村|屯|寨|庄|社区))"
    rf"(?:{_NUMBER}[组队社](?:{_NUMBER}号)?)?(?:的|那边|这边)?(?:的?[{_SURNAMES}][一-鿿]{{1,2}})?"
    "(?=$|要|来|买|拿|订|想|给我|称)"
)
"""How a clause begins beside others, or an order: 马家坡村王桂花,盐两袋; 马家坡村要两袋盐."""
_TYPED = re.compile(
    r"(?:wo(?: ?men)? ?(?:jia)? ?(?:shi|zhu ?zai|zai|zhu)|bang(?: ?ding)?(?: ?dao)?|huan ?dao|jia ?ru|zhuan ?dao) ?"
    r"(?P<place>[a-z ]{2,24}?(?:cun|tun|zhuang|zhai|gou|zhen))(?= |$|de|[,.])",
    re.IGNORECASE,
)
"""Names of villages cannot be guessed from pinyin; they are taken as typed."""


def recognise(message: Message) -> tuple[Made, tuple[int, int]] | None:
    """The village, and where the words stand that say it is one's own; what is ordered in the same clause stands outside."""
    if message.pinyin and (told := _typed(message)):
        return told
    for pattern in each_said("says", "villages"):
        for match in _everywhere(pattern, message.text):
            start, end = match.span("place")
            place = message.text[start:end]
            if not _may_be_place(place) or len(place) < 2:  # noqa: PLR2004  a name and its kind
                continue
            if place.endswith(("服务站", "服务点")) and len(place) > 4:  # noqa: PLR2004  more than the kind
                end -= 3
            return _made(message.said(start, end), message, match.span())
    return _beside(message) if message.role == "villager" else None


def _typed(message: Message) -> tuple[Made, tuple[int, int]] | None:
    source = message.wording.source
    told = told_in(source, message.shop)
    if told and (told.says_so or not begins_with_goods(source[slice(*told.place)], message.shop)):
        return _made(source[slice(*told.place)], message, _span_in_text(message, 0, told.end))
    typed = _TYPED.search(source)
    return _made(typed["place"], message, _span_in_text(message, *typed.span())) if typed else None


def _beside(message: Message) -> tuple[Made, tuple[int, int]] | None:
    """The village that a clause begins with, beside what is wanted; managers name villages for others."""
    for clause in message.clauses:
        found = _BESIDE.match(clause.text)
        if found and found["place"] not in message.shop.terms and _may_be_place(found["place"]):
            start, end = (clause.start + place for place in found.span("place"))
            return _made(message.said(start, end), message, (clause.start, clause.start + found.end()))
    return None


def _may_be_place(words: str) -> bool:
    return not said("no_place", "villages").search(words)


def _made(place: str, message: Message, span: tuple[int, int]) -> tuple[Made, tuple[int, int]]:
    made = Made(BindStation(place=place.replace(" ", "")), "bind_station", span[0])
    start, end = span
    clause = next((c for c in message.clauses if c.start <= start < c.end), None)
    if clause is not None:
        start = start if _orders(message.text[clause.start : start], message) else clause.start
        end = end if _orders(message.text[end : clause.end], message) else max(end, clause.end)
    return made, (start, end)


def _orders(words: str, message: Message) -> bool:
    """Whether goods are ordered beside the village, without a comma."""
    led = said("add_verb").search(words)
    return any(m.quantity is not None or (led and m.item.skus) for m in find_mentions(words, message.shop))


def _span_in_text(message: Message, start: int, end: int) -> tuple[int, int]:
    """Where words of the source stand in the text."""
    starts = message.wording.starts
    return bisect_left(starts, start), bisect_left(starts, end)


def _everywhere(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that may overlap: 我是东岗村的,绑定服务站 names the place in the first of two."""
    match = pattern.search(text)
    while match:
        yield match
        match = pattern.search(text, match.start() + 1)
