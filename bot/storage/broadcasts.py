"""What managers told their villages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from bot.domain.events import BroadcastSent
from bot.storage.schema import broadcasts

_SINCE = (
    select(func.count())
    .select_from(broadcasts)
    .where(broadcasts.c.station == bindparam("station"), broadcasts.c.at >= bindparam("since"))
)


def add(conn: Connection, event: BroadcastSent) -> None:
    conn.execute(
        insert(broadcasts), {"station": event.station, "person": event.person, "text": event.text, "at": event.at}
    )


def count_since(conn: Connection, station: str, since: datetime) -> int:
    return int(conn.execute(_SINCE, {"station": station, "since": since}).scalar_one())
