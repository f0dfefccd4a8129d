"""At which price a line of the basket comes: an offer's, where the person was told of it and it still holds."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.exchange import Exchange
from bot.domain.campaign import Campaign
from bot.domain.cart import CartLine
from bot.domain.events import OfferTaken


def offer_of(ex: Exchange, line: CartLine) -> Campaign | None:
    """None where the line is not of an offer, or there are not so many pieces left; read only where it is one."""
    if not line.offer or ex.talk.basket.recipient:
        return None
    found = next((one for one in ex.facts.offers() if one.key == line.offer and one.sku == line.sku), None)
    return found if found is not None and line.quantity <= found.left else None


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
