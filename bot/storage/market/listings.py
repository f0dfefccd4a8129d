"""What villagers offer for sale. What is sold is counted by the database itself, so it never sells more than there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, select, update

from bot.domain.events import ListingChanged, ListingDescribed, ListingOffered
from bot.domain.listing import LIVE, WAITING, Listing, Status
from bot.storage.schema import listings, persons
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page
from bot.storage.sql.prepared import Asking
from bot.storage.sql.upsert import insert_new

MOST_OWN, MOST_HERE, AT_ONCE = 20, 100, 200
_ALL = select(listings, persons.c.name.label("seller_name")).outerjoin(persons, persons.c.id == listings.c.seller)
_BY_KEY = _ALL.where(listings.c.key == bindparam("of"))
_BY_ID = _ALL.where(listings.c.id == bindparam("of"))
_OWN = _ALL.where(listings.c.seller == bindparam("of")).order_by(listings.c.id.desc()).limit(MOST_OWN)
_ASK_OWN = Asking(_OWN)
_HERE = (
    _ALL.where(listings.c.station == bindparam("of"), listings.c.status.in_((*WAITING, *LIVE)))
    .order_by(listings.c.id.desc())
    .limit(MOST_HERE)
)
_WANTED: Any = bindparam("wanted", type_=listings.c.quantity.type)
_SELL = (
    update(listings)
    .where(listings.c.key == bindparam("of"), listings.c.status == "approved")
    .where(listings.c.sold + _WANTED <= listings.c.quantity)
    .where(listings.c.price_fen == bindparam("at_price"))
    .values(
        sold=listings.c.sold + _WANTED,
        status=case((listings.c.sold + _WANTED >= listings.c.quantity, "sold_out"), else_="approved"),
    )
)


def add(conn: Connection, offered: ListingOffered, at: datetime) -> None:
    row = {name: getattr(offered, name) for name in offered.__struct_fields__ if name != "person"}
    conn.execute(insert_new(conn, listings), row | {"seller": offered.person, "status": "draft", "created_at": at})


def find(conn: Connection, key: str) -> Listing | None:
    row = conn.execute(_BY_KEY, {"of": key}).first()
    return _listing(row) if row else None


def by_id(conn: Connection, number: int) -> Listing | None:
    row = conn.execute(_BY_ID, {"of": number}).first()
    return _listing(row) if row else None


def own(conn: Connection, seller: str) -> list[Listing]:
    """The person's own, newest first."""
    return [_listing(row) for row in _ASK_OWN.all(conn, of=seller)]


def at_station(conn: Connection, code: str) -> list[Listing]:
    """What waits for the station, and what is on sale there, newest first."""
    return [_listing(row) for row in conn.execute(_HERE, {"of": code})]


def page(
    conn: Connection,
    *,
    station: str | None = None,
    status: str | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Page[Listing]:
    """Listings, newest first. Raises BadCursor."""
    query = _ALL.order_by(listings.c.id.desc())
    wanted = {listings.c.station: station, listings.c.status: status}
    query = query.where(*(column == value for column, value in wanted.items() if value is not None))
    if after is not None:
        query = query.where(listings.c.id < cursor.read(after, tuple[int])[0])
    limit = max(1, min(limit, MOST_ROWS))
    return cursor.page_of([_listing(row) for row in conn.execute(query.limit(limit + 1))], limit, "id")


def ended(conn: Connection, now: datetime) -> list[Listing]:
    """Those whose time has run out."""
    over = listings.c.expires_at <= now, listings.c.status.in_(LIVE), listings.c.group_min.is_(None)
    return _some(conn, _ALL.where(*over))


def groups_due(conn: Connection, now: datetime) -> list[Listing]:
    """Group buys that came together, or whose time has run out."""
    due = (listings.c.sold >= listings.c.group_min) | (listings.c.group_until <= now)
    return _some(conn, _ALL.where(listings.c.group_until.is_not(None), due))


def _some(conn: Connection, query: Select[Any]) -> list[Listing]:
    return [_listing(row) for row in conn.execute(query.order_by(listings.c.id).limit(AT_ONCE))]


def describe(conn: Connection, told: ListingDescribed) -> None:
    said = {"ready_on": told.ready_on, "photo": told.photo}
    _change(conn, told.listing, {name: value for name, value in said.items() if value is not None})


def change(conn: Connection, told: ListingChanged) -> None:
    fields: dict[str, Any] = {}
    if told.price_fen is not None:
        fields["price_fen"] = told.price_fen
    if told.left is not None:
        left: Any = bindparam("left", told.left, type_=listings.c.quantity.type)
        fields["quantity"] = listings.c.sold + left
        fields["status"] = case((listings.c.status == "sold_out", "approved"), else_=listings.c.status)
    _change(conn, told.listing, fields)


def move(conn: Connection, listing: Listing, to: Status, **fields: Any) -> bool:
    """False where it is no longer in the state it was read in."""
    here = listings.c.key == listing.key, listings.c.status == listing.status
    return bool(conn.execute(update(listings).where(*here).values(status=to, **fields)).rowcount)


def sell(conn: Connection, key: str, wanted: Decimal, price_fen: int) -> bool:
    """Take so much of what is left; False where less is left, it is not on sale now, or the price is another."""
    return bool(conn.execute(_SELL, {"of": key, "wanted": wanted, "at_price": price_fen}).rowcount)


def give_back(conn: Connection, key: str, quantity: Decimal) -> None:
    """What was ordered is for sale again."""
    back: Any = bindparam("back", quantity, type_=listings.c.quantity.type)
    status = case((listings.c.status == "sold_out", "approved"), else_=listings.c.status)
    _change(conn, key, {"sold": listings.c.sold - back, "status": status})


def begin_group(conn: Connection, listing: Listing, minimum: Decimal, until: datetime) -> bool:
    """False where something of it was ordered meanwhile, or it is not on sale."""
    here = listings.c.key == listing.key, listings.c.status == "approved", listings.c.sold == listing.sold
    return bool(conn.execute(update(listings).where(*here).values(group_min=minimum, group_until=until)).rowcount)


def end_group(conn: Connection, listing: Listing, *, give_back: Decimal | None) -> bool:
    """The group buy is over; `give_back` is what was pledged in vain, and pauses it. False where somebody joined meanwhile."""
    here = listings.c.key == listing.key, listings.c.group_until.is_not(None), listings.c.sold == listing.sold
    fields: dict[str, Any] = {"group_min": None, "group_until": None}
    if give_back is not None:
        fields |= {"sold": listing.sold - give_back, "status": "paused"}
    return bool(conn.execute(update(listings).where(*here).values(**fields)).rowcount)


def count(conn: Connection, statuses: Sequence[Status]) -> int:
    return int(conn.execute(select(func.count()).where(listings.c.status.in_(statuses))).scalar_one())


def _change(conn: Connection, key: str, fields: dict[str, Any]) -> None:
    if fields:
        conn.execute(update(listings).where(listings.c.key == key).values(**fields))


def _listing(row: AnyRow) -> Listing:
    said = {name: getattr(row, name) for name in Listing.__struct_fields__}
    return Listing(**said | {"seller_name": row.seller_name or ""})


read = _listing
"""A row of `listings` with `seller_name`."""
