"""A manager names somebody right before goods: 给赵大爷来盐两袋, 帮王秀英盐一袋, 赵大爷盐两袋. No verb tells where the name ends,
so what can be a name ends where goods begin."""

from __future__ import annotations

import re
from typing import NamedTuple

from intents.goods.mentions import find_mentions
from intents.item import Item
from intents.text.message import Message
from intents.text.words import said
from intents.values.people import has_title, is_surname_with_title, looks_like_person, plain

_SHORTEST, _LONGEST = 2, 5
_FAR = 16
"""Characters in which goods and their number are looked for."""
_GIVES = re.compile(
    r"(?P<gives>[帮给替代为](?:我)?)?(?:(?:隔壁|对门|村[里东西]头?|[东西南北]头|[一二三四五六七八九十][组队])的?)?"
    r"(?P<name>[一-鿿]{2,})"
)
_OPENS = re.compile(r"(?:^|(?<=[,。;、 \n])|(?=[帮给替代为]))")
_VERB = re.compile(r"家?那?(?:也|再|还|又)?(?:来|要|拿|买|下|送|整|弄|捎|带|搞|称|打|记|加)?(?:个|点|些|上)?")

_BEFORE = re.compile(
    r"(?P<goods>[^,。!?]{1,16}?)[帮给替](?P<name>[一-鿿]{2,4}?)家?(?:也|再|先)?[来拿要订买送捎带称搞整弄]"
    r"(?P<count>[0-9一二两俩三仨四五六七八九十半]+[一-鿿]{1,2})[吧哈啊]?"
)
_OTHER_VERBS = frozenset("退换查取改撤少减卖收")


class Given(NamedTuple):
    """Somebody for whom goods are ordered."""

    start: int
    """Where the order begins, the word before the name included."""
    name: tuple[int, int]
    goods: int
    """Where the goods begin."""


def find_given(message: Message) -> list[Given]:
    """Everybody of a message who is named right before goods."""
    found: list[Given] = []
    for opens in _OPENS.finditer(message.text):
        match = _GIVES.match(message.text, opens.start())
        if match and (not found or match.start() >= found[-1].goods) and (given := _given(message, match)):
            found.append(given)
    return found


def _given(message: Message, match: re.Match[str]) -> Given | None:
    """Where the name ends and the goods begin: rather at goods that the shop has (王秀英 盐) than at others (王秀 英盐)."""
    text, start = message.text, match.start("name")
    if _begins_goods(message, start, carried=True):  # 康师傅红烧牛肉面两桶
        return None
    ends = [end for end in _ends(text, match) if _is_meant(plain(text[start:end]), gives=bool(match["gives"]))]
    splits = [(end, goods) for end in ends if (verb := _VERB.match(text, end)) for goods in (verb.end(), end)]
    for carried in (True, False):
        for end, goods in dict.fromkeys(splits):
            if _begins_goods(message, goods, carried=carried):
                return Given(match.start(), (start, end), goods)
    return None


def goods_first(message: Message) -> tuple[str, Item] | None:
    """盐给王大妈来两袋: for whom, and what, read as if it stood behind its number."""
    match = _BEFORE.fullmatch(message.text.strip(" ,。!"))
    if not match or not _is_meant(plain(match["name"]), gives=True):
        return None
    named = find_mentions(match["count"] + match["goods"], message.shop)
    if len(named) != 1 or not named[0].item.skus:
        return None
    return match["name"], named[0].item


def _ends(text: str, match: re.Match[str]) -> list[int]:
    """Where the name can end: behind a title, the longest first; else as soon as goods follow."""
    start = match.start("name")
    ends = range(start + _SHORTEST, min(match.end("name"), start + _LONGEST) + 1)
    titled = [end for end in ends if has_title(text[start:end])]
    return titled[::-1] or [*ends]


def _is_meant(name: str, *, gives: bool) -> bool:
    """Without 给 before it only a surname with a title is somebody: 赵大爷, but no brand that is called like one."""
    if said("person_stop", "desk").search(name) or said("of_the_family", "desk").search(name):
        return False
    return looks_like_person(name) if gives else is_surname_with_title(name)


def _begins_goods(message: Message, place: int, *, carried: bool = False) -> bool:
    """Whether goods, or how many of them, stand right there; with `carried` those the shop has."""
    if message.text[place : place + 1] in _OTHER_VERBS:  # 替刘婶退一袋面
        return False
    named = find_mentions(message.text[place : place + _FAR], message.shop)[:1]
    return any(mention.start == 0 and (mention.item.skus or not carried) for mention in named)
