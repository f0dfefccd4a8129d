"""老张送来 苹果 52斤, 结账 老张 现金: goods are weighed against what was ordered, and sellers are paid what they are owed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.dialogue.exchange import Exchange
from bot.dialogue.market import saying, weights
from bot.dialogue.market.reading import amount_in
from bot.dialogue.saying import amount
from bot.domain.codes import draft_id
from bot.domain.events import SaleHanded, SellerPaid
from bot.domain.listing import RULES, Sold, most_brought, share_out
from bot.domain.money import yuan
from bot.domain.settlement import Settlement, sums_of, total


def brought(ex: Exchange, words: str) -> bool:
    """False where nobody of that name has to bring such goods."""
    waiting = ex.facts.market.to_bring(ex.station.code) if ex.station else ()
    who, _, what = words.partition("送来")
    mine = of_one([one for one in waiting if one.listing.goods in words], who)
    if not mine and (sells := _sells(ex, who, what)):
        ex.say("selling.desk_no_order", what=sells)
        return True
    told = amount_in(what.replace(mine[0].listing.goods, " ")) if mine else None
    if not mine or told is None:
        return False
    unit = mine[0].sale.unit
    weight = weights.reckoned(*told, unit)
    if weight is None:
        ex.say("selling.price_unit", unit=unit)
    else:
        hand_over(ex, mine, weight)
    return True


def of_one(found: Sequence[Sold], words: str) -> list[Sold]:
    """Those of the seller who is named; of one without a name where only he can be meant."""
    named = [one for one in found if one.listing.seller_name and one.listing.seller_name in words]
    meant = named or [one for one in found if not one.listing.seller_name]
    return meant if len({one.listing.seller for one in meant}) == 1 else []


def _sells(ex: Exchange, who: str, what: str) -> str:
    """The goods of somebody of that name of which nothing is ordered; '' where nobody sells such."""
    here = ex.facts.market.at_station(ex.station.code) if ex.station else ()
    found = (one for one in here if one.goods in what and one.seller_name and one.seller_name in who)
    return next((f"{one.seller_name}的{one.goods}" for one in found), "")


def hand_over(ex: Exchange, waiting: Sequence[Sold], weight: Decimal) -> None:
    """So much was brought for these sales of one seller's goods, oldest first."""
    ordered, sale, goods = [one.sale.quantity for one in waiting], waiting[0].sale, waiting[0].listing.goods
    whole = sum(ordered, Decimal(0))
    if not 0 < weight <= most_brought(whole):
        ex.say("selling.desk_too_much", ordered=amount(whole, sale.unit))
        return
    shares = share_out(weight, ordered)
    for sold, share in zip(waiting, shares, strict=False):  # the last ones may get nothing and stay open
        _hand(ex, sold, share)
    ex.say("selling.desk_brought", what=f"{goods}{amount(weight, sale.unit)}", count=len(shares))
    if left := sum(ordered[len(shares) :], Decimal(0)):
        ex.say("selling.desk_missing", left=amount(left, sale.unit))


def _hand(ex: Exchange, sold: Sold, share: Decimal) -> None:
    sums = sums_of(share, sold.sale.unit, sold.sale.price_fen)
    ex.cause(SaleHanded(sold=sold, weight=share, sums=sums, at=ex.facts.at))


def paid(ex: Exchange, words: str) -> bool:
    """False where nothing is owed to anybody of that name."""
    owed = ex.facts.market.owed(ex.station.code) if ex.station else ()
    owed = of_one(owed, words)
    if not owed:
        return False
    how = next((how for word, how in RULES.paid_by.items() if word in words), "cash")
    pay(ex, owed, how)
    return True


def pay(ex: Exchange, owed: Sequence[Sold], how: str) -> None:
    """Pay one seller all of this."""
    sales, seller = [one.sale for one in owed], owed[0].listing
    settlement = Settlement(
        key=draft_id(ex.facts.dice),
        seller=seller.seller,
        station=seller.station,
        sums=total(sales),
        how=how,
        by=ex.facts.person.id,
        at=ex.facts.at,
    )
    ex.cause(SellerPaid(settlement=settlement, sales=tuple(sale.key for sale in sales)))
    ex.say("selling.desk_paid", who=seller.seller_name or saying.NOBODY, **saying.sums(settlement.sums))
    ex.say("selling.desk_pay_out", net=yuan(settlement.sums.net_fen), count=len(sales))
