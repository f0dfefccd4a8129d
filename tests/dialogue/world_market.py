"""The village market in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace
from world_goods import STATIONS

from bot.dialogue.market.facts import OnSale
from bot.domain import events as happened
from bot.domain.listing import Listing, Sold, may_become
from bot.domain.people import Station
from bot.domain.settlement import Settlement

if TYPE_CHECKING:
    from world import World


@dataclass
class MarketPlace:
    """What the database would hold of it, changed by the events a turn causes."""

    listings: dict[str, Listing] = field(default_factory=dict)
    sales: dict[str, Sold] = field(default_factory=dict)
    paid: list[Settlement] = field(default_factory=list)
    prices: list[int] = field(default_factory=list)

    def hear(self, event: happened.Event, at: datetime, names: dict[str, str]) -> None:
        if change := CHANGES.get(type(event)):
            change(self, event)
        elif isinstance(event, happened.ListingOffered):
            said = {name: getattr(event, name) for name in event.__struct_fields__ if name != "person"}
            name = names.get(event.person, "")
            self.listings[event.key] = Listing(seller=event.person, seller_name=name, created_at=at, **said)

    def move(self, event: happened.ListingMoved) -> None:
        assert may_become(event.listing.status, event.to)
        self._change(event.listing.key, status=event.to, reason=event.reason)

    def inspect(self, event: happened.ListingInspected) -> None:
        self._change(
            event.listing.key,
            status="approved",
            grade=event.grade,
            quantity=event.quantity,
            price_fen=event.price_fen,
            price_unit=event.listing.unit,
            expires_at=event.until,
            published_at=event.at,
        )

    def describe(self, event: happened.ListingDescribed) -> None:
        said = {"ready_on": event.ready_on, "photo": event.photo}
        self._change(event.listing, **{name: value for name, value in said.items() if value is not None})

    def edit(self, event: happened.ListingChanged) -> None:
        if event.price_fen is not None:
            self._change(event.listing, price_fen=event.price_fen)
        if event.left is not None:
            self._change(event.listing, quantity=self.listings[event.listing].sold + event.left)
            if self.listings[event.listing].status == "sold_out":
                self._change(event.listing, status="approved")

    def begin_group(self, event: happened.GroupBegun) -> None:
        self._change(event.listing.key, group_min=event.minimum, group_until=event.until)

    def end_group(self, event: happened.GroupClosed) -> None:
        self._change(event.listing.key, group_min=None, group_until=None)
        if not event.reached:
            self._change(event.listing.key, sold=Decimal(0), status="paused")
        for sale in event.pledged:
            kept = replace(sale, status="open" if event.reached else "lapsed", bring_by=event.bring_by)
            self.sales[sale.key] = Sold(sale=kept, listing=self.listings[event.listing.key])

    def order(self, event: happened.ListingOrdered) -> None:
        sold = self.listings[event.sale.listing].sold + event.sale.quantity
        assert sold <= self.listings[event.sale.listing].quantity
        self._change(event.sale.listing, sold=sold)
        self.sales[event.sale.key] = Sold(sale=event.sale, listing=self.listings[event.sale.listing])

    def cancel(self, event: happened.SaleCancelled) -> None:
        sale = event.sold.sale
        self._change(sale.listing, sold=self.listings[sale.listing].sold - sale.quantity)
        self.sales[sale.key] = replace(event.sold, sale=replace(sale, status="cancelled"))

    def hand(self, event: happened.SaleHanded) -> None:
        sums = {name: getattr(event.sums, name) for name in event.sums.__struct_fields__}
        sale = replace(event.sold.sale, status="handed", weight=event.weight, **sums)
        self.sales[sale.key] = replace(event.sold, sale=sale)

    def fetch(self, event: happened.SaleFetched) -> None:
        sale = event.sold.sale
        assert self.sales[sale.key].sale.fetched_at is None
        self.sales[sale.key] = replace(event.sold, sale=replace(sale, fetched_at=event.at))

    def pay(self, event: happened.SellerPaid) -> None:
        self.paid.append(event.settlement)
        for key in event.sales:
            sold = self.sales[key]
            self.sales[key] = replace(sold, sale=replace(sold.sale, settlement=event.settlement.key))

    def _change(self, key: str, **fields) -> None:
        self.listings[key] = replace(self.listings[key], **fields)


CHANGES = {
    happened.ListingMoved: MarketPlace.move,
    happened.ListingInspected: MarketPlace.inspect,
    happened.ListingDescribed: MarketPlace.describe,
    happened.ListingChanged: MarketPlace.edit,
    happened.GroupBegun: MarketPlace.begin_group,
    happened.GroupClosed: MarketPlace.end_group,
    happened.ListingOrdered: MarketPlace.order,
    happened.SaleCancelled: MarketPlace.cancel,
    happened.SaleHanded: MarketPlace.hand,
    happened.SaleFetched: MarketPlace.fetch,
    happened.SellerPaid: MarketPlace.pay,
}


class SeenMarket:
    """As one person's message sees it."""

    def __init__(self, world: World, person: str) -> None:
        self._place, self._person, self._people = world.market, person, world.people

    def _newest(self) -> list[Listing]:
        return list(reversed(self._place.listings.values()))

    def own(self) -> Sequence[Listing]:
        return [one for one in self._newest() if one.seller == self._person]

    def at_station(self, code: str) -> Sequence[Listing]:
        return [one for one in self._newest() if one.station == code and one.status not in ("expired", "refused")]

    def around(self, home: Station) -> Sequence[OnSale]:
        names = {station.code: station.name for station in STATIONS if station.county == home.county}
        on_sale = (one for one in self._newest() if one.status == "approved" and one.station in names)
        return [OnSale(listing=one, station=names[one.station]) for one in on_sale]

    def prices(self, goods: str, unit: str, home: Station) -> Sequence[int]:
        return self._place.prices

    def sales(self) -> Sequence[Sold]:
        return [one for one in self._place.sales.values() if one.listing.seller == self._person]

    def purchases(self) -> Sequence[Sold]:
        return [one for one in reversed(self._place.sales.values()) if one.sale.buyer == self._person]

    def to_bring(self, code: str) -> Sequence[Sold]:
        return [one for one in self._place.sales.values() if one.listing.station == code and one.sale.status == "open"]

    def to_fetch(self, code: str) -> Sequence[Sold]:
        handed = [
            one
            for one in self._place.sales.values()
            if one.sale.status == "handed" and one.sale.buyer and not one.sale.fetched_at
        ]
        buyers = [(one, self._people[one.sale.buyer]) for one in handed]
        return [replace(one, buyer_name=buyer.name) for one, buyer in buyers if buyer.station == code]

    def owed(self, code: str) -> Sequence[Sold]:
        handed = [one for one in self._place.sales.values() if one.sale.status == "handed"]
        return [one for one in handed if one.listing.station == code and not one.sale.settlement]

    def settlements(self) -> Sequence[Settlement]:
        return [one for one in self._place.paid if one.seller == self._person]
