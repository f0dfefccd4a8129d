"""Lorry loads: which orders and parcels go to a station by one run, and how far the run is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec
from sqlalchemy import Connection, bindparam, delete, exists, insert, select, update

from bot.domain.loads import LOADABLE, OPEN, Waiting, weight_of
from bot.domain.order import Order, OrderLine, Status
from bot.domain.parcel import STAGES
from bot.storage.privacy.seal import Seal
from bot.storage.schema import STILL_OPEN, load_items, loads, products
from bot.storage.schema import orders as table
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page
from bot.storage.sql.upsert import insert_new
from bot.storage.trade import orders

AT_ONCE = 500
_ON_A_LOAD = exists().where(load_items.c.number == table.c.number)
_WAITING = (
    select(table)
    .where(
        table.c.station == bindparam("station"),
        STILL_OPEN,
        table.c.status.in_([str(status) for status in LOADABLE]),
        ~_ON_A_LOAD,
    )
    .order_by(table.c.placed_at, table.c.number)
    .limit(AT_ONCE)
)
_WEIGHTS = select(products.c.sku, products.c.weight_kg).where(products.c.sku.in_(bindparam("skus", expanding=True)))
_FIND = select(loads).where(loads.c.id == bindparam("load"))
_ITEMS = select(load_items).where(load_items.c.load == bindparam("load")).order_by(load_items.c.number)
_ADVANCE = (
    update(loads)
    .where(loads.c.id == bindparam("of"), loads.c.stage.in_(bindparam("before", expanding=True)))
    .values(stage=bindparam("to"), moved_at=bindparam("at"))
)
_FREE = delete(load_items).where(load_items.c.load == bindparam("of"))


class Item(msgspec.Struct, frozen=True, kw_only=True):
    number: str
    parcel: str
    """`carrier:number`, or '' for the whole order."""
    weight_kg: Decimal


class Load(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    county: str
    station: str
    day: date
    capacity_kg: Decimal | None
    stage: str
    """open, cancelled, or one of the parcel's stages"""
    created_at: datetime
    moved_at: datetime


def waiting(conn: Connection, seal: Seal, station: str) -> list[Waiting]:
    """What waits in the county for the lorry to a station and is on no load, the oldest first, 500 at most."""
    found = orders.whole(conn, seal, conn.execute(_WAITING, {"station": station}))
    weights = _weights(conn, [line for order in found for line in order.lines])
    return [as_waiting(order, weights) for order in found]


def weigh(conn: Connection, lines: Sequence[OrderLine]) -> Decimal:
    weights = _weights(conn, lines)
    return weight_of((line, weights.get(line.sku)) for line in lines)


def as_waiting(order: Order, weights: dict[str, Decimal | None]) -> Waiting:
    return Waiting(
        number=order.number,
        slip=order.slip,
        promised_by=order.promised_by,
        placed_at=order.placed_at,
        weight_kg=weight_of((line, weights.get(line.sku)) for line in order.lines),
    )


def _weights(conn: Connection, lines: Iterable[OrderLine]) -> dict[str, Decimal | None]:
    skus = sorted({line.sku for line in lines})
    return {row.sku: row.weight_kg for row in conn.execute(_WEIGHTS, {"skus": skus})} if skus else {}


def add(
    conn: Connection,
    *,
    county: str,
    station: str,
    day: date,
    capacity_kg: Decimal | None,
    items: Sequence[Item],
    at: datetime,
) -> tuple[int, list[Item]]:
    """Write a load. Returns its id, and those items that are on another load already; then nothing may be kept."""
    row = {"county": county, "station": station, "day": day, "capacity_kg": capacity_kg, "stage": OPEN}
    load: int = conn.execute(insert(loads).returning(loads.c.id), row | {"created_at": at, "moved_at": at}).scalar_one()
    taken = []
    for item in sorted(
        items, key=lambda item: (item.number, item.parcel)
    ):  # one order for all, so nobody waits in a ring
        values = {"number": item.number, "parcel": item.parcel, "load": load, "weight_kg": item.weight_kg}
        if conn.execute(insert_new(conn, load_items), values).rowcount != 1:
            taken.append(item)
    return load, taken


def find(conn: Connection, load: int) -> Load | None:
    row = conn.execute(_FIND, {"load": load}).first()
    return _load(row) if row else None


def items_of(conn: Connection, load: int) -> list[Item]:
    """What is on a load, by order number."""
    return [
        Item(number=row.number, parcel=row.parcel, weight_kg=row.weight_kg)
        for row in conn.execute(_ITEMS, {"load": load})
    ]


def advance(conn: Connection, load: int, to: Status, at: datetime) -> bool:
    """Set how far a load is; False where it is that far, or was called off."""
    before = [OPEN, *STAGES[: STAGES.index(to)]]
    return conn.execute(_ADVANCE, {"of": load, "before": before, "to": str(to), "at": at}).rowcount == 1


def call_off(conn: Connection, load: int, at: datetime) -> bool:
    """A run that has not left yet is not made: what was on it can go with another."""
    before = [OPEN, *STAGES[: STAGES.index(Status.IN_TRANSIT)]]
    if conn.execute(_ADVANCE, {"of": load, "before": before, "to": "cancelled", "at": at}).rowcount != 1:
        return False
    conn.execute(_FREE, {"of": load})
    return True


def page(
    conn: Connection,
    *,
    county: str | None = None,
    station: str | None = None,
    day: date | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Page[Load]:
    """Loads, newest first. Raises BadCursor."""
    wanted = {loads.c.county: county, loads.c.station: station, loads.c.day: day}
    query = select(loads).where(*(column == value for column, value in wanted.items() if value is not None))
    if after is not None:
        query = query.where(loads.c.id < cursor.read(after, tuple[int])[0])
    limit = max(1, min(limit, MOST_ROWS))
    found = [_load(row) for row in conn.execute(query.order_by(loads.c.id.desc()).limit(limit + 1))]
    return cursor.page_of(found, limit, "id")


def _load(row: AnyRow) -> Load:
    return Load(**{name: getattr(row, name) for name in Load.__struct_fields__})
