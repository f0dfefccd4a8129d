"""What was ordered of listings: pledged, to be brought, handed over, paid out."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, insert, select, update

from bot.domain.listing import Listing, Sale, Sold
from bot.domain.settlement import Sums
from bot.storage.market import listings
from bot.storage.schema import listing_sales as sales
from bot.storage.schema import listings as table
from bot.storage.schema import persons, stations
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.prepared import Asking

MOST = 200
_FIELDS = [column.label(f"sale_{column.name}") for column in sales.c]
_SOLD = (
    select(table, persons.c.name.label("seller_name"), *_FIELDS)
    .join(sales, sales.c.listing == table.c.key)
    .outerjoin(persons, persons.c.id == table.c.seller)
)
_TO_BRING = Asking(
    _SOLD.where(table.c.station == bindparam("of"), sales.c.status == "open").order_by(sales.c.id).limit(MOST)
)
_buyers = persons.alias("buyers")
_TO_FETCH = (
    _SOLD.join(_buyers, _buyers.c.id == sales.c.buyer)
    .add_columns(_buyers.c.name.label("buyer_name"))
    .where(_buyers.c.station == bindparam("of"), sales.c.status == "handed", sales.c.bring_by >= bindparam("since"))
    .where(sales.c.fetched_at.is_(None))
    .order_by(sales.c.id)
    .limit(MOST)
)
_OWED = Asking(
    _SOLD.where(table.c.station == bindparam("of"), sales.c.status == "handed", sales.c.settlement == "")
    .order_by(sales.c.id)
    .limit(MOST)
)
_OF_SELLER = Asking(_SOLD.where(table.c.seller == bindparam("of")).order_by(sales.c.id.desc()).limit(MOST))
_OF_BUYER = Asking(_SOLD.where(sales.c.buyer == bindparam("of")).order_by(sales.c.id.desc()).limit(MOST))
_BY_KEY = _SOLD.where(sales.c.key == bindparam("of"))
_OF_LISTING = select(sales).where(sales.c.listing == bindparam("of")).order_by(sales.c.id.desc()).limit(MOST)
_PLEDGED = select(sales).where(sales.c.listing == bindparam("of"), sales.c.status == "pledged").order_by(sales.c.id)


def add(conn: Connection, sale: Sale) -> None:
    conn.execute(insert(sales), {name: getattr(sale, name) for name in Sale.__struct_fields__})


def find(conn: Connection, key: str) -> Sold | None:
    row = conn.execute(_BY_KEY, {"of": key}).first()
    return _sold(row) if row else None


def to_bring(conn: Connection, code: str) -> list[Sold]:
    """What sellers of a station have yet to bring, oldest first."""
    return _all(conn, _TO_BRING, code)


def to_fetch(conn: Connection, code: str, since: date) -> list[Sold]:
    """What villagers of a station bought, to be brought from `since` on, was weighed and lies there; oldest first."""
    rows = conn.execute(_TO_FETCH, {"of": code, "since": since})
    return [replace(_sold(row), buyer_name=row.buyer_name) for row in rows]


def owed(conn: Connection, code: str) -> list[Sold]:
    """What was handed over at a station and not paid out, oldest first."""
    return _all(conn, _OWED, code)


def of_seller(conn: Connection, person: str) -> list[Sold]:
    """Newest first."""
    return _all(conn, _OF_SELLER, person)


def of_buyer(conn: Connection, person: str) -> list[Sold]:
    """Newest first."""
    return _all(conn, _OF_BUYER, person)


def pledged(conn: Connection, listing: str) -> tuple[Sale, ...]:
    """All orders of a group buy, oldest first."""
    return tuple(_sale(row) for row in conn.execute(_PLEDGED, {"of": listing}))


def of_listing(conn: Connection, listing: str) -> list[Sale]:
    """The newest ones, newest first."""
    return [_sale(row) for row in conn.execute(_OF_LISTING, {"of": listing})]


def close_pledges(conn: Connection, listing: str, **fields: Any) -> None:
    here = sales.c.listing == listing, sales.c.status == "pledged"
    conn.execute(update(sales).where(*here).values(**fields))


def lapse(conn: Connection, listing: str) -> None:
    """The group buy did not come together: what was paid in advance is to be given back."""
    close_pledges(conn, listing, status="lapsed", refund_fen=sales.c.paid_fen)


def cancel(conn: Connection, key: str) -> bool:
    """False where it was brought, or is off, already."""
    here = sales.c.key == key, sales.c.status.in_(("open", "pledged"))
    values = {"status": "cancelled", "refund_fen": sales.c.paid_fen}
    return bool(conn.execute(update(sales).where(*here).values(**values)).rowcount)


def hand(conn: Connection, key: str, weight: Decimal, sums: Sums) -> bool:
    """It was brought and weighed; False where it was already."""
    values = {"status": "handed", "weight": weight, "amount_fen": sums.amount_fen}
    values |= {"freight_fen": sums.freight_fen, "commission_fen": sums.commission_fen}
    here = sales.c.key == key, sales.c.status == "open"
    return bool(conn.execute(update(sales).where(*here).values(**values)).rowcount)


def fetch(conn: Connection, key: str, at: datetime) -> bool:
    """The buyer took it home; False where he did already."""
    here = sales.c.key == key, sales.c.status == "handed", sales.c.fetched_at.is_(None)
    return bool(conn.execute(update(sales).where(*here).values(fetched_at=at)).rowcount)


def settle(conn: Connection, keys: tuple[str, ...], settlement: str) -> int:
    """How many of these were owed and are now paid by the settlement."""
    here = sales.c.key.in_(keys), sales.c.status == "handed", sales.c.settlement == ""
    return conn.execute(update(sales).where(*here).values(settlement=settlement)).rowcount


def prices(conn: Connection, goods: str, unit: str, county: tuple[str, str, str], since: datetime) -> list[int]:
    """For how much, in fen a unit, the same goods went in a county (province, city, county) lately."""
    same = table.c.goods == goods, sales.c.unit == unit, sales.c.created_at >= since
    counted = sales.c.status.in_(("open", "handed"))
    province, city, name = county
    there = stations.c.province == province, stations.c.city == city, stations.c.county == name
    query = select(sales.c.price_fen).join(table, sales.c.listing == table.c.key)
    query = query.join(stations, stations.c.code == table.c.station).where(*same, counted, *there)
    return list(conn.execute(query.order_by(sales.c.id.desc()).limit(MOST)).scalars())


def _all(conn: Connection, query: Asking, of: str) -> list[Sold]:
    return [_sold(row) for row in query.all(conn, of=of)]


def _sold(row: AnyRow) -> Sold:
    listing: Listing = listings.read(row)
    sale = Sale(**{name: getattr(row, f"sale_{name}") for name in Sale.__struct_fields__})
    return Sold(sale=sale, listing=listing)


def _sale(row: AnyRow) -> Sale:
    return Sale(**{name: getattr(row, name) for name in Sale.__struct_fields__})
