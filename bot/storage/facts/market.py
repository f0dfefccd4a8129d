"""The village market as a turn may see it, read when it asks. See bot.dialogue.market.facts.Market."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from bot.dialogue.market.facts import OnSale
from bot.domain.listing import RULES, Listing, Sold
from bot.domain.people import Station
from bot.domain.settlement import Settlement
from bot.storage.market import listing_sales, listings, settlements
from bot.storage.network.localities import km_between
from bot.storage.schema import listings as table
from bot.storage.schema import persons, stations
from bot.storage.sql.prepared import Asking

MOST_AROUND = 60
_COLUMNS = (stations.c.name.label("at"), stations.c.lat.label("north"), stations.c.lng.label("east"), stations.c.town)
_AROUND: Select[Any] = (
    select(table, persons.c.name.label("seller_name"), *_COLUMNS)
    .join(stations, stations.c.code == table.c.station)
    .outerjoin(persons, persons.c.id == table.c.seller)
    .where(
        stations.c.county == bindparam("county"),
        stations.c.city == bindparam("city"),
        stations.c.province == bindparam("province"),
        table.c.status == "approved",
        table.c.expires_at > bindparam("now", type_=table.c.expires_at.type),
    )
    .order_by(table.c.published_at.desc())
    .limit(MOST_AROUND)
)
_ASK_AROUND = Asking(_AROUND)


class SqlMarket:
    """Lives as long as the turn's transaction."""

    def __init__(self, conn: Connection, person: str, at: datetime) -> None:
        self._conn, self._person, self._at = conn, person, at
        self._own: Sequence[Listing] | None = None

    def own(self) -> Sequence[Listing]:
        if self._own is None:
            self._own = listings.own(self._conn, self._person)
        return self._own

    def at_station(self, code: str) -> Sequence[Listing]:
        return listings.at_station(self._conn, code)

    def around(self, home: Station) -> Sequence[OnSale]:
        here = {"county": home.county, "city": home.city, "province": home.province}
        rows = _ASK_AROUND.all(self._conn, now=self._at, **here)
        found = [(one := _on_sale(row, home), _away(row, home, one.km)) for row in rows]
        return [one for one, _ in sorted(found, key=lambda seen: seen[1])]

    def prices(self, goods: str, unit: str, home: Station) -> Sequence[int]:
        county = (home.province, home.city, home.county)
        return listing_sales.prices(self._conn, goods, unit, county, self._at - timedelta(days=RULES.hint_days))

    def sales(self) -> Sequence[Sold]:
        return listing_sales.of_seller(self._conn, self._person)

    def purchases(self) -> Sequence[Sold]:
        return listing_sales.of_buyer(self._conn, self._person)

    def to_bring(self, code: str) -> Sequence[Sold]:
        return listing_sales.to_bring(self._conn, code)

    def to_fetch(self, code: str) -> Sequence[Sold]:
        since = self._at.date() - timedelta(days=RULES.fetch_within_days)
        return listing_sales.to_fetch(self._conn, code, since)

    def owed(self, code: str) -> Sequence[Sold]:
        return listing_sales.owed(self._conn, code)

    def settlements(self) -> Sequence[Settlement]:
        return settlements.of_seller(self._conn, self._person)


def _on_sale(row: Any, home: Station) -> OnSale:
    known = None not in (home.lat, home.lng, row.north, row.east)
    km = km_between(home.lat or 0.0, home.lng or 0.0, row.north, row.east) if known else None
    return OnSale(listing=listings.read(row), station=row.at, km=km)


def _away(row: Any, home: Station, km: float | None) -> tuple[bool, float, int]:
    """By what the nearest come first: kilometres, and where they are not known the own village, then the own town."""
    near = 0 if row.station == home.code else 1 if row.town == home.town else 2
    return km is None, km or 0.0, near
