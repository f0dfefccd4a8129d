"""Writes down what villagers sell. Whatever changed meanwhile makes the turn be taken again."""

from __future__ import annotations

from typing import Any

from bot.domain import events as happened
from bot.domain.listing import WrongState, may_become
from bot.storage.market import listing_sales, listings, settlements
from bot.storage.sql.retake import ListingChangedMeanwhile, StockShort
from bot.storage.writing.pen import Pen, Writers


def _moved(pen: Pen, event: happened.ListingMoved) -> None:
    _move(pen, event, event.to, **({"reason": event.reason} if event.reason else {}))


def _inspected(pen: Pen, event: happened.ListingInspected) -> None:
    listing = event.listing
    said: dict[str, Any] = {"grade": event.grade, "quantity": event.quantity, "price_fen": event.price_fen}
    said |= {"price_unit": listing.unit, "expires_at": event.until, "published_at": event.at}
    _move(pen, event, "approved", **said)


def _move(pen: Pen, event: Any, to: Any, **fields: Any) -> None:
    listing = event.listing
    if not may_become(listing.status, to):
        raise WrongState(listing.status, to)
    if not listings.move(pen.conn, listing, to, **fields):
        raise ListingChangedMeanwhile(listing.key)


def _group_begun(pen: Pen, event: happened.GroupBegun) -> None:
    if not listings.begin_group(pen.conn, event.listing, event.minimum, event.until):
        raise ListingChangedMeanwhile(event.listing.key)


def _ordered(pen: Pen, event: happened.ListingOrdered) -> None:
    sale = event.sale
    if not listings.sell(pen.conn, sale.listing, sale.quantity, sale.price_fen):
        raise StockShort(sale.listing)
    listing_sales.add(pen.conn, sale)


def _group_closed(pen: Pen, event: happened.GroupClosed) -> bool:
    """False where somebody joined meanwhile; the next look sees them."""
    back = None if event.reached else sum((sale.quantity for sale in event.pledged), start=event.listing.sold * 0)
    if not listings.end_group(pen.conn, event.listing, give_back=back):
        return False
    if event.reached:
        listing_sales.close_pledges(pen.conn, event.listing.key, status="open", bring_by=event.bring_by)
    else:
        listing_sales.lapse(pen.conn, event.listing.key)
    return True


def _handed(pen: Pen, event: happened.SaleHanded) -> None:
    if not listing_sales.hand(pen.conn, event.sold.sale.key, event.weight, event.sums):
        raise ListingChangedMeanwhile(event.sold.sale.key)


def _fetched(pen: Pen, event: happened.SaleFetched) -> None:
    if not listing_sales.fetch(pen.conn, event.sold.sale.key, event.at):
        raise ListingChangedMeanwhile(event.sold.sale.key)


def _cancelled(pen: Pen, event: happened.SaleCancelled) -> None:
    sale = event.sold.sale
    if not listing_sales.cancel(pen.conn, sale.key):
        raise ListingChangedMeanwhile(sale.key)
    listings.give_back(pen.conn, sale.listing, sale.quantity)


WRITERS: Writers = {
    happened.ListingOffered: lambda pen, event: listings.add(pen.conn, event, pen.at),
    happened.ListingDescribed: lambda pen, event: listings.describe(pen.conn, event),
    happened.ListingChanged: lambda pen, event: listings.change(pen.conn, event),
    happened.ListingMoved: _moved,
    happened.ListingInspected: _inspected,
    happened.GroupBegun: _group_begun,
    happened.GroupClosed: _group_closed,
    happened.ListingOrdered: _ordered,
    happened.SaleCancelled: _cancelled,
    happened.SaleHanded: _handed,
    happened.SaleFetched: _fetched,
    happened.SellerPaid: lambda pen, event: settlements.add(pen.conn, event.settlement, event.sales),
}
