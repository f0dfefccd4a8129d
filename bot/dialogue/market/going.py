"""Whether a seller's goods go on being sold: 先不卖了, 苹果没了, 接着卖, 又有了; and how they go: 苹果卖出去了吗."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from bot.dialogue.exchange import Exchange
from bot.dialogue.market import called, drafting, failing, left, saying
from bot.dialogue.market.meant import named, on_one, other_named, says_only
from bot.dialogue.market.questions import ConfirmOffer, DescribeOffer
from bot.dialogue.market.reading import amount_in, plain
from bot.dialogue.saying import amount
from bot.domain.events import ListingMoved
from bot.domain.listing import LIVE, WAITING, Listing, Status
from bot.domain.order import OPEN


def pause(ex: Exchange) -> bool:
    """Said of what is being offered just now, it is that question's answer; of what the person does not sell, nothing."""
    if isinstance(ex.talk.asking, DescribeOffer | ConfirmOffer):
        return False
    if other := other_named(ex, "sell_stops_one"):
        ex.say("selling.not_yours", goods=other)
        return True
    return on_one(ex, ("approved", "sold_out", *WAITING), lambda one: _stop(ex, one)) or _nothing_on_sale(ex)


def pause_named(ex: Exchange) -> bool:
    """不卖花椒了, of own goods that are named; 这里不卖盐 is about the shop."""
    return named(ex, "approved", "sold_out", *WAITING) and says_only(ex, "sell_stops_one") and pause(ex)


def pause_typed(ex: Exchange) -> bool:
    """Bu mai le: 买 and 卖 are one word, so only where nothing was bought."""
    buys = ex.talk.basket.lines or any(order.status in OPEN for order in ex.facts.orders())
    return not buys and says_only(ex, "sell_stops_typed") and pause(ex)


def _nothing_on_sale(ex: Exchange) -> bool:
    alone = ex.talk.asking is None and says_only(ex, "sell_stops")
    if alone:
        ex.say("selling.not_on_sale")
    return alone


def _stop(ex: Exchange, listing: Listing) -> None:
    waiting = listing.status in WAITING
    to: Status = "expired" if waiting else "paused"
    ex.cause(ListingMoved(listing=listing, to=to, by="seller", at=ex.facts.at))
    ex.say("selling.withdrawn" if waiting else "selling.paused", goods=listing.goods)
    if due := [one for one in failing.open_sales(ex) if one.listing.key == listing.key]:
        ex.say("selling.still_to_bring", rows=failing.rows(due))


def gone(ex: Exchange) -> bool:
    """All of it went elsewhere; 酱油卖完了 is about something else."""
    return says_only(ex, "sell_gone") and pause(ex)


def used_up(ex: Exchange) -> bool:
    """苹果没了: only of goods that are named, for 没了 alone answers many a question."""
    asks = "?" in plain(ex.text)
    return not asks and named(ex, "approved", "sold_out", *WAITING) and says_only(ex, "sell_used_up") and pause(ex)


def lost(ex: Exchange) -> bool:
    """柿子被雨打了，没有了: it is gone, and why. Of what was also bought, 苹果坏了 is about that."""
    text = plain(ex.text)
    asks = any(mark in text for mark in "吗么?")
    if asks or amount_in(text) or ex.talk.basket.lines or not named(ex, "approved", "sold_out", *WAITING):
        return False
    own = [one.goods for one in ex.facts.market.own()]
    bought = [line.name for order in ex.facts.orders() for line in order.lines]
    bought += [one.listing.goods for one in ex.facts.market.purchases()]
    if any(called.spoken(goods, name) for goods in own for name in bought if called.spoken(goods, text)):
        return False
    return pause(ex)


def go_on(ex: Exchange) -> bool:
    if on_one(ex, ("paused",), lambda one: _go_on(ex, one)):
        return True
    _nothing_paused(ex)
    return True


def again(ex: Exchange) -> bool:
    """又有了, 苹果又有两百斤了: what was paused or sold out is sold again."""
    if not says_only(ex, "sell_again"):
        return False
    if on_one(ex, ("paused", "sold_out"), lambda one: _again(ex, one)):
        return True
    more = amount_in(ex.text)
    if more is None or not on_one(ex, ("approved", *WAITING), partial(_more, ex, more)):
        _nothing_paused(ex)
    return True


def _more(ex: Exchange, more: tuple[Decimal, str], listing: Listing) -> None:
    left.count(ex, listing, more, beside=True)


def _again(ex: Exchange, listing: Listing) -> None:
    """What was left when it was paused is gone, where an amount is said."""
    more = amount_in(ex.text)
    if more and not left.count(ex, listing, more):
        return
    if listing.status == "paused":
        _go_on(ex, listing, told=more is None)
    elif not more:
        _ask_how_much(ex, listing)


def _nothing_paused(ex: Exchange) -> None:
    """What was withdrawn before the station looked at it is read back once more."""
    if drafting.again(ex):
        return
    if on_one(ex, ("sold_out",), lambda one: _ask_how_much(ex, one)):
        return
    on_sale = "approved" in {one.status for one in ex.facts.market.own()}
    ex.say("selling.still_on" if on_sale else "selling.say_again")


def _ask_how_much(ex: Exchange, listing: Listing) -> None:
    ex.say("selling.how_much_again", goods=listing.goods, unit=listing.unit)


def _go_on(ex: Exchange, listing: Listing, *, told: bool = True) -> None:
    ex.cause(ListingMoved(listing=listing, to="approved", by="seller", at=ex.facts.at))
    ex.say("selling.resumed", what=saying.brief(listing) if told else listing.goods)


def sold_so_far(ex: Exchange) -> bool:
    """苹果卖出去了吗, of what waits or is for sale."""
    return says_only(ex, "sell_sold") and on_one(ex, (*LIVE, *WAITING), lambda one: _tell(ex, one))


def _tell(ex: Exchange, one: Listing) -> None:
    status = saying.status(one, ex.facts.channel)
    if one.status in WAITING:
        ex.say("selling.sold_waiting", goods=one.goods, status=status)
        return
    left_now = amount(one.left, one.unit)
    key = "selling.sold_some" if one.sold else "selling.sold_none"
    ex.say(key, goods=one.goods, sold=amount(one.sold, one.unit), left=left_now, status=status)
