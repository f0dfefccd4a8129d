"""What managers told their villages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from bot.domain.events import BroadcastSent
from bot.storage.privacy.seal import Seal
from bot.storage.schema import broadcasts

_SINCE = (
    select(func.count())
    .select_from(broadcasts)
    .where(broadcasts.c.station == bindparam("station"), broadcasts.c.at >= bindparam("since"))
)


def add(conn: Connection, seal: Seal, event: BroadcastSent) -> None:
    """Its words are sealed: a manager may tell a village whose parcel lies there, and their phone."""
    text = seal.conceal(event.text, always=True)
    conn.execute(insert(broadcasts), {"station": event.station, "person": event.person, "text": text, "at": event.at})


def count_since(conn: Connection, station: str, since: datetime) -> int:
    return int(conn.execute(_SINCE, {"station": station, "since": since}).scalar_one())
