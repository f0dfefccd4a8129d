"""How much a seller has left: 还剩两百斤, 还有两百斤."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.dialogue.exchange import Exchange
from bot.dialogue.market import called, saying, weights
from bot.dialogue.market.meant import on_one, says_only
from bot.dialogue.market.questions import ConfirmOffer, DescribeOffer
from bot.dialogue.market.reading import amount_in, plain
from bot.dialogue.saying import amount
from bot.domain.events import ListingChanged
from bot.domain.listing import LIVE, WAITING, Listing
from bot.domain.order import OPEN

_BESIDE = re.compile(r"[\d.零一二两三四五六七八九十百千万多来半]+[一-鿿]{1,2}[。!！\s]*$")
"""An amount and nothing beside."""


def told(ex: Exchange) -> bool:
    left = amount_in(ex.text)
    return on_one(ex, (*LIVE, *WAITING), lambda one: count(ex, one, left)) if left else False


def changed(ex: Exchange) -> bool:
    """核桃改成三百五十斤, where nothing is bought: of what is named, or counted so, and no order may be meant."""
    many = amount_in(ex.text)
    busy = ex.talk.basket.lines or isinstance(ex.talk.asking, DescribeOffer | ConfirmOffer)
    if busy or many is None or not many[1] or not says_only(ex, "sell_amount_now"):
        return False
    own = [one for one in ex.facts.market.own() if one.status in (*LIVE, *WAITING)]
    meant = [one for one in own if called.spoken(one.goods, plain(ex.text))]
    if not any(weights.reckoned(*many, one.unit) is not None for one in meant or own):
        return False
    if not meant and any(order.status in OPEN for order in ex.facts.orders()):
        return False
    return on_one(ex, (*LIVE, *WAITING), lambda one: count(ex, one, many))


def told_alone(ex: Exchange) -> bool:
    """Not while something is bought, and not of what is counted otherwise: 还有两包盐 wants salt."""
    head, _, tail = plain(ex.text).rpartition("还有")
    live = [one for one in ex.facts.market.own() if one.status in LIVE]
    # 苹果我留了20斤，还有170斤
    told_of = any(called.spoken(one.goods, head) for one in live) and not _BESIDE.sub("", tail)
    left = amount_in(tail if told_of else ex.text)
    if left is None or ex.talk.basket.lines or not (told_of or says_only(ex, "sell_left_now")):
        return False
    counted_so = left[1] and any(weights.reckoned(*left, one.unit) is not None for one in live)
    return bool(counted_so) and on_one(ex, LIVE, lambda one: count(ex, one, left))


def count(ex: Exchange, listing: Listing, left: tuple[Decimal, str], *, beside: bool = False) -> bool:
    """Write down that so much is left, or came beside what is; False where it is said in a unit that does not fit."""
    said, unit = left
    quantity = weights.reckoned(said, unit, listing.unit)
    if quantity is None:
        ex.say("selling.price_unit", unit=listing.unit)
        return False
    if beside:
        quantity, said, unit = listing.left + quantity, listing.left + quantity, ""
    ex.cause(ListingChanged(listing=listing.key, left=quantity))
    now = saying.in_both(amount(said, unit or listing.unit), amount(quantity, listing.unit))
    if beside or listing.status not in WAITING:
        ex.say("selling.recounted", goods=listing.goods, left=now)
        return True
    ex.say("selling.recounted_waiting", goods=listing.goods, left=now)
    what = f"{listing.goods}，改成{now}"  # whoever comes to look at it heard of another amount
    ex.alert("listing", "info", "manager.listing", about=f"{listing.key}:{quantity}", what=what)
    return True
