"""老张送来 苹果 52斤: goods are weighed against what was ordered."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import is_question
from bot.dialogue.market import called, saying, weights, whose
from bot.dialogue.market.called import spoken
from bot.dialogue.market.reading import amount_in
from bot.dialogue.saying import amount
from bot.domain.events import SaleHanded
from bot.domain.listing import Sold, most_brought, share_out
from bot.domain.settlement import sums_of
from intents.values.people import looks_like_person

MOST_SHOWN = 8
_LONGEST_NAME = 4


def brought(ex: Exchange, words: str) -> bool:
    """False where nobody of that name has to bring such goods."""
    waiting = ex.facts.market.to_bring(ex.station.code) if ex.station else ()
    names = whose.names_in(words, "desk_brought", (spoken(one.listing.goods, words) for one in waiting))
    named = called.named(waiting, words, lambda one: one.listing.goods)
    mine = _of_one(named or waiting, words, names)
    if not mine:
        return _not_ordered(ex, words)
    if not (named or (names and len({one.listing.goods for one in mine}) == 1)):
        return False
    if is_question(words):  # 老张送来苹果10斤了吗
        ex.say("selling.desk_to_bring", rows="\n".join(saying.to_bring_by(one) for one in mine[:MOST_SHOWN]))
        return True
    told = amount_in(called.blanked(words, [spoken(mine[0].listing.goods, words)]))
    unit = mine[0].sale.unit
    weight = weights.reckoned(*told, unit) if told else None
    if told is None:
        goods = mine[0].listing.goods
        ex.say("selling.desk_weigh", goods=goods, example=f"{saying.whose(mine[0].listing, goods)}送来52{unit}")
    elif weight is None:
        ex.say("selling.price_unit", unit=unit)
    else:
        hand_over(ex, mine, weight)
    return True


def _of_one(found: Sequence[Sold], words: str, names: Sequence[str]) -> list[Sold]:
    """Those of the seller who is named; of one without a name where only he can be meant."""
    meant = whose.called_so(found, words, names) or [one for one in found if not one.listing.seller_name]
    return meant if whose.one_seller(meant) else []


def _not_ordered(ex: Exchange, words: str) -> bool:
    """Whether it is of goods that somebody sells, but nobody ordered."""
    here = ex.facts.market.at_station(ex.station.code if ex.station else "")
    here = called.named(here, words, lambda one: one.goods)
    names = whose.names_in(words, "desk_brought", (spoken(one.goods, words) for one in here))
    found = whose.called_so(here, words, names)
    if found:
        ex.say("selling.desk_no_order", what=saying.whose(found[0], found[0].goods))
        return True
    who = next((name for name in whose.names_in(words, "desk_brought") if looks_like_person(name[:_LONGEST_NAME])), "")
    brings = bool(who) and "送来" in words and words.startswith(who)
    if brings:
        ex.say("selling.desk_brings_nothing")
    return brings


def hand_over(ex: Exchange, waiting: Sequence[Sold], weight: Decimal) -> None:
    """So much was brought for these sales of one seller's goods, oldest first."""
    exact = [one for one in waiting if one.sale.quantity == weight]  # ten jin are for whoever ordered ten
    waiting = [*exact[:1], *(one for one in waiting if one not in exact[:1])]
    ordered, sale, goods = [one.sale.quantity for one in waiting], waiting[0].sale, waiting[0].listing.goods
    whole = sum(ordered, Decimal(0))
    if not 0 < weight <= most_brought(whole):
        most = amount(most_brought(whole), sale.unit)
        ex.say("selling.desk_too_much", ordered=amount(whole, sale.unit), most=most)
        return
    shares = share_out(weight, ordered)
    for sold, share in zip(waiting, shares, strict=False):  # the last ones may get nothing and stay open
        _hand(ex, sold, share)
    what = saying.whose(waiting[0].listing, f"{goods}{amount(weight, sale.unit)}")
    ex.say("selling.desk_brought", what=what, count=len(shares))
    if left := sum(ordered[len(shares) :], Decimal(0)):
        ex.say("selling.desk_missing", left=amount(left, sale.unit))


def _hand(ex: Exchange, sold: Sold, share: Decimal) -> None:
    sums = sums_of(share, sold.sale.unit, sold.sale.price_fen)
    ex.cause(SaleHanded(sold=sold, weight=share, sums=sums, at=ex.facts.at))
