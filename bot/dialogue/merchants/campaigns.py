"""Merchants' offers by chat: 要优惠 asks for them, 不要优惠 ends them, 要 or 来两瓶 takes the one that was told last."""

from __future__ import annotations

from decimal import Decimal

from bot.dialogue.basket.amounts import Said, amount_alone, units_of
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in, said_whole, without
from bot.dialogue.merchants import surveys
from bot.dialogue.merchants.offers import told_of
from bot.dialogue.questions import SurveyAsk
from bot.dialogue.saying import short_day
from bot.domain.campaign import Campaign
from bot.domain.cart import put
from bot.domain.events import OffersAllowed, OptedIn
from bot.domain.money import yuan
from bot.domain.survey import choice

ANY_UNIT = ("个", "份")
"""Of whatever an offer is sold by."""
ONE = Said(value=Decimal(1), unit="份")


def asked(ex: Exchange) -> bool:
    """Whether somebody wants offers, none any more, or to hear which there are."""
    if said_whole("offers_never", ex.text):
        _allow(ex, allowed=False)
        ex.say("campaign.never")
    elif said_whole("offers_want", ex.text):
        if ex.facts.person.opted_out:
            ex.cause(OptedIn(person=ex.facts.person.id))
        _allow(ex, allowed=True)
        ex.say("campaign.wanted")
    elif said_whole("offers_which", ex.text):
        return _tell(ex)
    else:
        return False
    ex.quiet = True
    return True


def took(ex: Exchange) -> bool:
    """Whether 要 (or 1, with nothing else asked) or an amount took the offer told last; it is read back like any order."""
    said = _amount(ex) if _is_free(ex) else None
    offer = next(iter(ex.facts.merchants.offers()), None) if said else None
    product = ex.facts.shop.product(offer.sku) if offer else None
    count = _pieces(ex, said, offer) if said and offer else None
    if offer is None or product is None or count is None:
        return False
    wanted = max(ex.talk.basket.quantity_of(offer.sku), count)
    if offer.left <= 0:
        ex.say("campaign.gone", goods=offer.name)
        return True
    ex.touch(put(ex.talk.basket, offer.sku, wanted))
    if wanted <= offer.left and not ex.sms:
        ex.say("campaign.taken", goods=offer.name, price=yuan(offer.price_fen), unit=product.unit)
    return True


def mention(ex: Exchange, skus: tuple[str, ...]) -> None:
    """Beside a price: what the person was offered of these goods."""
    for of in [one for sku in skus for one in told_of(ex, sku) if one.left > 0][:1]:
        ex.say("campaign.yours", goods=of.name, price=yuan(of.price_fen), unit=of.unit, until=short_day(of.closes))


def _tell(ex: Exchange) -> bool:
    """The offer that 要 would take, with its price."""
    of = next((one for one in ex.facts.merchants.offers() if one.left > 0), None)
    if of is None:
        ex.say("campaign.none_now")
    else:
        mention(ex, (of.sku,))
        ex.say("campaign.how_to_take")
    return True


def _is_free(ex: Exchange) -> bool:
    """Whether nothing else is asked that the words could answer. A survey's question they pass by, but for its own choices."""
    asking = ex.talk.asking
    if isinstance(asking, SurveyAsk):
        asked = surveys.meant(ex, asking)
        return not (ex.text.strip().isdigit() or (asked and choice(asked[1], ex.text, None)))
    return asking is None and not ex.talk.basket.recipient


def _amount(ex: Exchange) -> Said | None:
    """How much the words want of an offer; None where they are of something else: goods shown last are nearer than it."""
    if said_whole("offer_take", ex.text):
        return ONE
    if ex.text.strip().isdigit() or (ex.talk.shown and not said_in("offers_about", ex.text)):
        return None
    return amount_alone(without("offers_about", ex.text))


def _pieces(ex: Exchange, said: Said, of: Campaign) -> Decimal | None:
    """How many of its pieces that is; None where another unit than the offer's was said, and not of it."""
    if said.unit not in (of.unit, *ANY_UNIT) and not said_in("offers_about", ex.text):
        return None
    return units_of(ex, said, of.sku) or (said.value if said.unit in ("", *ANY_UNIT) else None)


def _allow(ex: Exchange, *, allowed: bool) -> None:
    ex.cause(OffersAllowed(person=ex.facts.person.id, allowed=allowed, at=ex.facts.at))
