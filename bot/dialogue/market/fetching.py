"""桂花的苹果拿走了: a buyer took home what a villager sold him; it leaves the sheet of the day."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.counter.recipients import meant
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.own_station import open_orders
from bot.dialogue.heard import is_question
from bot.dialogue.lexicon import said_in
from bot.dialogue.market import called, saying, village_goods, whose
from bot.dialogue.market.called import spoken
from bot.dialogue.market.reading import plain
from bot.dialogue.saying import numbered
from bot.domain.events import SaleFetched
from bot.domain.listing import Sold
from bot.domain.money import yuan
from bot.domain.order import Status
from intents.values.people import Alike, alike

LONGEST = 24
MOST_SHOWN = 8


def told(ex: Exchange) -> bool:
    """False where it is about goods of the shop: those wait under the same name, and are handed over by code."""
    text = plain(ex.text)
    denies = said_in("desk_not_fetched", text) or is_question(text)
    if len(text) > LONGEST or denies or not said_in("desk_fetched", text):
        return False
    here = village_goods.lying(ex)
    names = whose.left_of(text, "desk_fetching", (spoken(one.listing.goods, text) for one in here))
    found = whose.called_so(here, text, names, lambda one: one.buyer_name)
    named = called.named(found, text, lambda one: one.listing.goods)
    says_more = not found or any(alike(word, found[0].buyer_name) is Alike.NO for word in names)  # 桂花的盐拿走了
    if says_more or (not named and _of_the_shop(ex, found[0].buyer_name)):
        return False
    found = named or found
    if len({one.sale.buyer for one in found}) > 1:
        ex.say("selling.desk_fetched_whose", rows=numbered(_row(one) for one in found[:MOST_SHOWN]))
    else:
        take(ex, found)
    return True


def refused(ex: Exchange) -> bool:
    """金大姐不要花椒了, 金大姐的花椒没来拿: what was weighed is owed to the seller already, which only people can settle."""
    text = plain(ex.text)
    refuses, waits = said_in("bought_off", text) or "不要" in text, said_in("desk_not_fetched_yet", text)
    if len(text) > LONGEST or not (refuses or waits) or is_question(text):
        return False
    here = called.named(village_goods.lying(ex), text, lambda one: one.listing.goods)
    names = whose.left_of(text, "desk_refusing", (spoken(one.listing.goods, text) for one in here))
    found = whose.called_so(here, text, names, lambda one: one.buyer_name)
    if not found:
        return False
    key = "selling.desk_buyer_refuses" if refuses else "selling.desk_still_lying"
    ex.say(key, who=found[0].buyer_name, what=saying.weighed_of(found[0]), due=yuan(found[0].sale.due_fen))
    return True


def take(ex: Exchange, found: Sequence[Sold]) -> None:
    """One buyer takes all of this; what he has to pay is said."""
    ex.cause(*(SaleFetched(sold=one, at=ex.facts.at) for one in found))
    due = sum(one.sale.due_fen for one in found)
    who = found[0].buyer_name or saying.NOBODY
    goods = "、".join(saying.weighed_of(one) for one in found)
    ex.say("selling.desk_fetched" if due > 0 else "selling.desk_fetched_paid", who=who, goods=goods, due=yuan(due))


def _of_the_shop(ex: Exchange, who: str) -> bool:
    lying = [order for order in open_orders(ex) if order.status is Status.AT_STATION]
    return bool(meant(ex, who, lying).orders)


def _row(one: Sold) -> str:
    return f"{one.buyer_name} {saying.weighed_of(one)}"
