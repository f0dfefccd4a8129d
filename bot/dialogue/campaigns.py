"""Merchants' offers by chat: 要优惠 asks for them, 不要优惠 ends them, 要 takes the one that was told last."""

from __future__ import annotations

from decimal import Decimal

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_whole
from bot.domain.cart import put
from bot.domain.events import OffersAllowed, OptedIn
from bot.domain.money import yuan


def asked(ex: Exchange) -> bool:
    """Whether somebody wants offers, or none any more."""
    if said_whole("offers_never", ex.text):
        _allow(ex, allowed=False)
        ex.say("campaign.never")
    elif said_whole("offers_want", ex.text):
        if ex.facts.person.opted_out:
            ex.cause(OptedIn(person=ex.facts.person.id))
        _allow(ex, allowed=True)
        ex.say("campaign.wanted")
    else:
        return False
    ex.quiet = True
    return True


def took(ex: Exchange) -> bool:
    """Whether 要 (or 1, with nothing else asked) took an offer; it is read back like any order."""
    if ex.talk.asking is not None or ex.talk.basket.recipient or not said_whole("offer_take", ex.text):
        return False
    offer = next(iter(ex.facts.offers()), None)
    product = ex.facts.shop.product(offer.sku) if offer else None
    if offer is None or product is None:
        return False
    count = max(ex.talk.basket.quantity_of(offer.sku), Decimal(1))
    if offer.left < count:
        ex.say("campaign.gone", goods=offer.name)
        return True
    ex.touch(put(ex.talk.basket, offer.sku, count, offer=offer.key))
    if not ex.sms:
        ex.say("campaign.taken", goods=offer.name, price=yuan(offer.price_fen), unit=product.unit)
    return True


def _allow(ex: Exchange, *, allowed: bool) -> None:
    ex.cause(OffersAllowed(person=ex.facts.person.id, allowed=allowed, at=ex.facts.at))
