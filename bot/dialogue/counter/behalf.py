"""“孙奶奶的改成两袋”, “孙奶奶那单取消”, “7号不要了”: a manager means the order of somebody of the village. What is said of it then
goes the way of one's own order: read back, and one yes for both."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from bot.dialogue.basket import replacing
from bot.dialogue.counter import recipients
from bot.dialogue.counter.questions import WhichParcel
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.own_station import open_orders
from bot.dialogue.lexicon import said_in, said_whole, without
from bot.dialogue.market.questions import ChooseListing
from bot.dialogue.orders import cancelling
from bot.dialogue.questions import (
    CancelWhich,
    ChooseArticle,
    ChooseCategory,
    ChooseDay,
    MoveFitting,
    Offer,
    ReturnWhich,
    RollArticle,
    WhichStation,
)
from bot.dialogue.saying import brief
from bot.domain.order import Order, Status
from intents.text.normalise import normalise
from intents.typed.reading import decode
from intents.values.numbers import read_number

SHORTEST_NAME = 2
MOST_NAMED = 5
_LINK = re.compile(r"(?:的|那|这|一|个|单子|订单|单|里头|里|说|讲|[，,：:\s])*")
_HER_ORDER = ("的", "单")
_CHANGES = ("corrects", "unwanted", "brought")
_SLIP = re.compile(
    r"(?P<before>[^\d一二三四五六七八九十]{0,6}?)(?P<slip>\d{1,3}|[一二三四五六七八九十]{1,3})\s*号(?P<after>(?!\d).*)"
)
_TYPED_SLIP = re.compile(r"\d ?hao", re.IGNORECASE)
_DAY = re.compile(r"(?:改到|改成|改为|换成|换到|推到)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[号日]|送|装|师傅")
_CALLS_OFF_GOODS = re.compile(r"(?:把|将)?[一-鿿]{1,8}?(?:取消|不要了|不要|撤了|撤掉|去掉|删了)[了吧]*[。！!]?")
_ENDS = " 。！!,，~"
_NUMBERED = (
    ChooseArticle,
    Offer,
    RollArticle,
    CancelWhich,
    ReturnWhich,
    ChooseListing,
    WhichParcel,
    ChooseDay,
    MoveFitting,
    ChooseCategory,
    WhichStation,
)
"""Open questions in which a number is a place on the list, or a day."""


_BEGINS = re.compile(
    r"(?:帮|给|替)(?!我|自己|乡亲|大家|人)(\S{2,6}?)(?:下|订|买|代买)(?:一|个|张)?(?:单|些东西|点东西|东西)[吧。!！]?"
)


class Meant(msgspec.Struct, frozen=True):
    orders: tuple[Order, ...]
    """The open orders of whoever is called so, newest first; () where a slip's number is nobody's."""
    wish: str
    """What is left of the message without the name."""
    slip: int = 0
    """The number on the slip, where that was said."""


def turned_to(ex: Exchange) -> bool:
    """Take up the order that is meant, and leave only the wish in `ex.text`. True where all is answered already."""
    meant = _meant(ex) if ex.facts.person.manages and _may_change(ex.text) else None
    meant = meant or _numbered(ex)
    if meant is None:
        return False
    if not meant.orders:
        ex.say("manager.not_found", number=f"{meant.slip}号")
        return True
    people = list(dict.fromkeys(order.recipient for order in meant.orders))
    if len(people) > 1 and not meant.slip:
        ex.say("manager.which_person", who="、".join(people[:MOST_NAMED]))
        return True
    order = _which(ex, meant)
    if ex.talk.basket.recipient == order.recipient and (ex.talk.basket.lines or ex.talk.todo):
        ex.text = meant.wish
        return False
    if order.status is not Status.PLACED or _calls_off(meant.wish):
        cancelling.confirm_first(ex, order.number)
    elif not order.placed_by.startswith("manager:"):
        ex.say("manager.ordered_alone", who=order.recipient, number=order.number, goods=brief(order, 20))
    else:
        replacing.take_up_order(ex, order)
        ex.text = meant.wish
        return False
    return True


def begun(ex: Exchange) -> str:
    """For whom an order is begun without a word of goods, “帮孙奶奶下一单”; '' where that is not said, or by no manager."""
    found = _BEGINS.fullmatch(ex.text.strip()) if ex.facts.person.manages else None
    return found[1] if found else ""


def _may_change(text: str) -> bool:
    return any(said_in(section, text) for section in (*_CHANGES, "again", "calls_off"))


def _meant(ex: Exchange) -> Meant | None:
    """Whom the message begins with, and the wish, where it is one about an order."""
    orders = [order for code in ex.facts.person.manages for order in ex.facts.station_orders(code)]
    names = {o.recipient for o in orders if len(o.recipient) >= SHORTEST_NAME and o.person != ex.facts.person.id}
    called = recipients.said_as(names)
    for words in sorted(called, key=len, reverse=True):
        before, found, after = ex.text.partition(words)
        wish = _wish(before.strip(), after) if found else ""
        if wish:
            newest = sorted(
                (o for o in orders if o.recipient in called[words]), key=lambda o: o.placed_at, reverse=True
            )
            return Meant(orders=tuple(newest), wish=wish)
    return None


def _numbered(ex: Exchange) -> Meant | None:
    """7号不要了, 把7号改成三袋: by the number on its slip. On an open list, or where a day is asked, it is a place or a day."""
    if not ex.facts.person.manages or isinstance(ex.talk.asking, _NUMBERED):
        return None
    text = ex.text
    if _TYPED_SLIP.search(text):
        text = decode(normalise(text), ex.facts.shop).text.removeprefix("八")  # ba 7 hao is 把7号
    found = _SLIP.fullmatch(text.strip(_ENDS))
    number = read_number(found["slip"]) if found else None
    wish = _wish(found["before"], found["after"]) if found else ""
    if found is None or number is None or not wish or _DAY.match(wish):
        return None
    orders = [order for order in open_orders(ex) if order.slip == number]
    if not orders and not (_calls_off(wish) and ex.talk.asking is None):
        return None
    return Meant(orders=tuple(orders), wish=wish, slip=int(number))


def _wish(before: str, after: str) -> str:
    """What shall become of her order; '' where it is something else: a new order, a greeting, a question."""
    if without("of_an_order", before):
        return ""
    link = _LINK.match(after)
    rest = after[link.end() :] if link else after
    if said_in("calls_off", before):
        return f"{rest}不要了"
    more = said_in("again", rest) and link is not None and any(word in link[0] for word in _HER_ORDER)
    changes = (
        more
        or _calls_off(rest)
        or _CALLS_OFF_GOODS.fullmatch(rest)
        or any(said_in(section, rest) for section in _CHANGES)
    )
    return rest if changes and not said_in("gives_back", rest) else ""


def _calls_off(wish: str) -> bool:
    """还是取消吧: nothing is said but that."""
    return said_whole("calls_off", without("calls_off_around", wish))


def _which(ex: Exchange, meant: Meant) -> Order:
    """The newest that can still be changed and holds what is named; else the newest."""
    placed = [order for order in meant.orders if order.status is Status.PLACED]
    return next(iter(_holding(ex, meant.wish, placed) or placed or meant.orders))


def _holding(ex: Exchange, wish: str, orders: Sequence[Order]) -> list[Order]:
    narrow = ex.facts.shop.narrow
    return [order for order in orders if narrow(wish, [line.sku for line in order.lines])] if len(orders) > 1 else []
