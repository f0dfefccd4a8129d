"""Parcels with their carriers' numbers: what is in each, how far it is, and what the carrier told of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from bot.domain.events import ParcelMoved
from bot.domain.parcel import STAGES, Parcel, Passed
from bot.storage.privacy.seal import Seal
from bot.storage.schema import shipments
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.upsert import insert_new

_ONE = (shipments.c.carrier == bindparam("of_carrier"), shipments.c.tracking_number == bindparam("of_number"))
_FIND = select(shipments).where(*_ONE)
_NAMED = select(shipments).where(shipments.c.tracking_number == bindparam("of_number")).limit(2)
_OF_ORDERS = (
    select(shipments)
    .where(shipments.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(shipments.c.created_at, shipments.c.tracking_number)
)
_ADVANCE = (
    update(shipments)
    .where(*_ONE, shipments.c.stage.in_(bindparam("before", expanding=True)))
    .values(stage=bindparam("to"), moved_at=bindparam("at"))
)
_TRACK = update(shipments).where(*_ONE).values(track=bindparam("told"))


def add(
    conn: Connection, number: str, carrier: str, tracking_number: str, at: datetime, skus: Sequence[str] = ()
) -> bool:
    """Note that an order, or these lines of it, travel as this parcel; False where the parcel is another order's."""
    row = {
        "carrier": carrier,
        "tracking_number": tracking_number,
        "number": number,
        "created_at": at,
        "skus": msgspec.json.encode(skus).decode() if skus else "",
    }
    conn.execute(insert_new(conn, shipments), row)
    found = find(conn, carrier, tracking_number)
    return found is not None and found.number == number


def find(conn: Connection, carrier: str, tracking_number: str) -> Parcel | None:
    row = conn.execute(_FIND, _of(carrier, tracking_number)).first()
    return _parcel(row) if row else None


def told_of(conn: Connection, carrier: str, tracking_number: str) -> Parcel | None:
    """The parcel a carrier tells of. Carriers go by several names (sto, shentong, 申通), so where this one has none of the
    number, the only parcel at all that has it is meant."""
    exact = find(conn, carrier, tracking_number)
    if exact is not None:
        return exact
    named = conn.execute(_NAMED, {"of_number": tracking_number}).all()
    return _parcel(named[0]) if len(named) == 1 else None


def of_order(conn: Connection, number: str) -> list[Parcel]:
    """An order's parcels, the oldest first."""
    return of_orders(conn, [number])


def of_orders(conn: Connection, numbers: Sequence[str]) -> list[Parcel]:
    return [_parcel(row) for row in conn.execute(_OF_ORDERS, {"numbers": list(numbers)})]


def advance(conn: Connection, moved: ParcelMoved) -> bool:
    """Write how far a parcel is; False where it was so far already, whoever said so."""
    before = ["", *STAGES[: STAGES.index(moved.to)]]
    values = {"before": before, "to": str(moved.to), "at": moved.at}
    return conn.execute(_ADVANCE, _of(moved.carrier, moved.tracking_number) | values).rowcount == 1


def keep_track(conn: Connection, seal: Seal, parcel: Parcel, track: Sequence[Passed]) -> None:
    """Keep the carrier's list in place of the one before; it may name people, so it is sealed."""
    told = seal.seal(msgspec.json.encode(track).decode())
    conn.execute(_TRACK, _of(parcel.carrier, parcel.tracking_number) | {"told": told})


def track_of(conn: Connection, seal: Seal, parcel: Parcel) -> list[Passed]:
    """What the carrier last told, newest first."""
    row = conn.execute(_FIND, _of(parcel.carrier, parcel.tracking_number)).first()
    told = seal.unseal(row.track) if row else ""
    return msgspec.json.decode(told, type=list[Passed]) if told else []


def _of(carrier: str, tracking_number: str) -> dict[str, object]:
    return {"of_carrier": carrier, "of_number": tracking_number}


def _parcel(row: AnyRow) -> Parcel:
    return Parcel(
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        number=row.number,
        skus=tuple(msgspec.json.decode(row.skus)) if row.skus else (),
        stage=next((stage for stage in STAGES if stage == row.stage), None),
    )
