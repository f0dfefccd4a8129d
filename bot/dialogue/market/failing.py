"""送不了: a seller cannot bring what others ordered of him; they hear of it, and nothing more of it is sold."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import is_question
from bot.dialogue.lexicon import said_in
from bot.dialogue.market import called, saying, whose
from bot.dialogue.market.questions import CannotBring
from bot.dialogue.market.reading import plain
from bot.domain.events import Caller, ListingMoved, SaleCancelled
from bot.domain.listing import Sold, may_become

LONGEST = 24


def told(ex: Exchange) -> bool:
    """Whether a seller said so of what is ordered of him; he is asked first, for it cannot be taken back."""
    if not said_in("sell_cannot", ex.text) or is_question(ex.text):
        return False
    if not (found := open_sales(ex)):
        return False
    meant = called.named(found, ex.text, lambda one: one.listing.goods) or found
    put(ex, CannotBring(sales=tuple(one.sale.key for one in meant)))
    return True


def told_by_manager(ex: Exchange) -> bool:
    """朱二的柿子送不来了: False where nobody of that name has to bring anything."""
    text = plain(ex.text)
    if len(text) > LONGEST or not said_in("sell_cannot", text) or is_question(text):
        return False
    waiting = ex.facts.market.to_bring(ex.station.code) if ex.station else ()
    goods = (called.spoken(one.listing.goods, text) for one in waiting)
    found = whose.called_so(waiting, text, whose.names_in(text, "desk_failing", goods))
    meant = called.named(found, text, lambda one: one.listing.goods) or found
    if not meant or not whose.one_seller(meant):
        return False
    call_off(ex, meant, by="manager")
    who = meant[0].listing.seller_name or saying.NOBODY
    ex.say("selling.desk_failed", who=who, rows=rows(meant), count=len(meant))
    return True


def open_sales(ex: Exchange) -> list[Sold]:
    """What is ordered of the person and not brought yet, newest first."""
    return [one for one in ex.facts.market.sales() if one.sale.status == "open"]


def put(ex: Exchange, question: CannotBring) -> None:
    if meant := [one for one in open_sales(ex) if one.sale.key in question.sales]:
        ex.ask(question, "selling.cannot_bring", rows=rows(meant))
    else:
        ex.settled()


def call_off(ex: Exchange, sold: Sequence[Sold], by: Caller) -> None:
    """First nothing more is sold of it, then these orders are off; each buyer is told. The seller hears of the orders, where
    it was not he, and of the pause not once more."""
    listings = {one.listing.key: one.listing for one in sold if may_become(one.listing.status, "paused")}
    ex.cause(*(ListingMoved(listing=one, to="paused", by="seller", at=ex.facts.at) for one in listings.values()))
    ex.cause(*(SaleCancelled(sold=one, at=ex.facts.at, by=by) for one in sold))


def rows(sold: Sequence[Sold]) -> str:
    """`柿子20斤、柿子5斤`."""
    return "、".join(saying.ordered_of(one) for one in sold)
