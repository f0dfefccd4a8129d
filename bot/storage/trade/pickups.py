"""Wrong pick-up codes: kept, so that guessing can be stopped and looked into."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, insert, select

from bot.domain.events import PickupRefused
from bot.storage.schema import pickup_attempts

WINDOW = timedelta(minutes=15)
LONGEST_CODE = 20

_COUNT = select(func.count()).where(
    pickup_attempts.c.station == bindparam("station"), pickup_attempts.c.at > bindparam("since")
)


def add(conn: Connection, refused: PickupRefused) -> None:
    row = {"station": refused.station, "code": refused.code[:LONGEST_CODE], "at": refused.at}
    conn.execute(insert(pickup_attempts), row)


def wrong_codes(conn: Connection, station: str, at: datetime) -> int:
    """How many wrong codes a station heard in the 15 minutes before `at`."""
    return conn.execute(_COUNT, {"station": station, "since": at - WINDOW}).scalar_one()
