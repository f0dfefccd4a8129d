"""At which price a line of the basket comes: an offer's, where the person was told of it and it still holds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bot.dialogue.exchange import Exchange
from bot.domain.campaign import Campaign
from bot.domain.cart import CartLine
from bot.domain.events import OfferTaken


def offer_of(ex: Exchange, line: CartLine) -> Campaign | None:
    """The best one of the article, however it was asked for: 要 on the letter, or the goods by their name. None where none
    holds for whom it is ordered, or none has so many pieces left."""
    fits = [one for one in told_of(ex, line.sku) if line.quantity <= one.left + _held(ex, one)]
    return min(fits, key=lambda one: one.price_fen, default=None)


def told_of(ex: Exchange, sku: str) -> list[Campaign]:
    """The offers of an article that the person was told of and that hold on this day, for goods of one's own."""
    return [] if ex.talk.basket.recipient else [one for one in ex.facts.merchants.offers() if one.sku == sku]


def price_fen(ex: Exchange, line: CartLine, usual_fen: int) -> int:
    """For one unit; never above the usual price."""
    offer = offer_of(ex, line)
    return min(offer.price_fen, usual_fen) if offer else usual_fen


def taken(ex: Exchange, number: str) -> Iterator[OfferTaken]:
    """What the order that was just placed takes of offers."""
    for line in ex.talk.basket.lines:
        if offer := offer_of(ex, line):
            at = ex.facts.at
            yield OfferTaken(campaign=offer.key, sku=line.sku, number=number, quantity=line.quantity, at=at)


def _held(ex: Exchange, of: Campaign) -> Decimal:
    """What the order that the basket replaces holds of an offer: it is given back before the new one takes it."""
    replaced = ex.facts.order(ex.talk.basket.replaces) if ex.talk.basket.replaces else None
    lines = replaced.lines if replaced else ()
    return sum((one.quantity for one in lines if (one.sku, one.price_fen) == (of.sku, of.price_fen)), Decimal(0))
