"""When a station's manager was last there: wrote to the bot, or used the console."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from bot.storage.schema import seen
from bot.storage.sql.upsert import upsert


def note(conn: Connection, stations: Iterable[str], at: datetime) -> None:
    """Somebody who runs these stations is there at `at`."""
    if rows := [{"station": code, "at": at} for code in stations]:
        conn.execute(upsert(conn, seen), rows)
