"""How offers, sales and sums are said."""

from __future__ import annotations

from datetime import date

from bot.dialogue.replies import render
from bot.dialogue.saying import amount, short_day
from bot.domain.listing import Listing, Sold
from bot.domain.money import yuan
from bot.domain.settlement import Sums

NOBODY = "一位乡亲"
"""A seller whose name is not known."""


def priced(price_fen: int, unit: str) -> str:
    """`2元/斤`."""
    return f"{yuan(price_fen)}元/{unit or '份'}"


def in_both(own: str, here: str) -> str:
    """`1吨（2000斤）`: as it was said, and what it comes to where that is another unit."""
    return own if own == here else f"{own}（{here}）"


def goods(listing: Listing) -> str:
    """`苹果（一等）`."""
    return graded(listing.goods, listing.grade)


def graded(name: str, grade: str) -> str:
    """A grade that is part of the name, 一等苹果, or is not known is not said beside it."""
    return name if grade in name else f"{name}（{grade}）"


def brief(listing: Listing) -> str:
    """`苹果（一等）480斤，2元/斤`: what is left, and the price."""
    count = amount(listing.left, listing.unit) if listing.quantity is not None else ""
    price = f"，{priced(listing.price_fen, listing.price_unit)}" if listing.price_fen is not None else ""
    return f"{goods(listing)}{count}{price}"


def offered_by(listing: Listing) -> str:
    """`老张 苹果480斤，2元/斤`, to the manager."""
    return f"{listing.seller_name or NOBODY} {brief(listing)}"


def status(listing: Listing, channel: str) -> str:
    return render(f"selling.status_{listing.status}", channel)


def sums(total: Sums) -> dict[str, str]:
    """The parts of a statement, in yuan."""
    return {
        "amount": yuan(total.amount_fen),
        "freight": yuan(total.freight_fen),
        "commission": yuan(total.commission_fen),
        "net": yuan(total.net_fen),
    }


def ordered_of(sold: Sold) -> str:
    """`苹果10斤`."""
    return f"{sold.listing.goods}{amount(sold.sale.quantity, sold.sale.unit)}"


def weighed_of(sold: Sold) -> str:
    """`苹果10.2斤`: what it weighed, and until then what was ordered."""
    return f"{sold.listing.goods}{amount(sold.sale.weight or sold.sale.quantity, sold.sale.unit)}"


def whose(listing: Listing, what: str) -> str:
    """`老张的苹果`; only `苹果` where the name is not known."""
    return f"{listing.seller_name}的{what}" if listing.seller_name else what


def ordered(sold: Sold, today: date) -> str:
    """`苹果10斤（明天11月26日前）`, to the seller himself."""
    day = short_day(sold.sale.bring_by, today)
    return f"{ordered_of(sold)}（{day}前）"


def to_bring(sold: Sold) -> str:
    """`老张 苹果10斤`."""
    return f"{sold.listing.seller_name or NOBODY} {ordered_of(sold)}"


def to_bring_by(sold: Sold) -> str:
    """`老张 苹果10斤（11月26日前）`, to the station."""
    return f"{to_bring(sold)}（{short_day(sold.sale.bring_by)}前）"
