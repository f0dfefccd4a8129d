"""Parcels with their carriers' numbers, by which a carrier's push finds its order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.storage.schema import shipments
from bot.storage.upsert import insert_new

_ORDER = select(shipments.c.number).where(
    shipments.c.carrier == bindparam("carrier"), shipments.c.tracking_number == bindparam("tracking_number")
)


def add(conn: Connection, number: str, carrier: str, tracking_number: str, at: datetime) -> bool:
    """Note that an order travels as this parcel; False where the parcel is another order's."""
    parcel = {"carrier": carrier, "tracking_number": tracking_number}
    conn.execute(insert_new(conn, shipments), parcel | {"number": number, "created_at": at})
    return order_of(conn, carrier, tracking_number) == number


def order_of(conn: Connection, carrier: str, tracking_number: str) -> str | None:
    """Number of the order that travels as this parcel."""
    number: str | None = conn.execute(_ORDER, {"carrier": carrier, "tracking_number": tracking_number}).scalar()
    return number
