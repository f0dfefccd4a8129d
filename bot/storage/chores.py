"""Which worker does a recurring chore: whoever first writes that it is done."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, update

from bot.storage.schema import chores
from bot.storage.sql.upsert import insert_new

_AGAIN = (
    update(chores)
    .where(chores.c.name == bindparam("of"), chores.c.done_at <= bindparam("before"))
    .values(done_at=bindparam("now"))
)


def claim(conn: Connection, name: str, now: datetime, every: timedelta) -> bool:
    """Take a chore that was not done within `every`; False where somebody did it. It is given back when the transaction fails."""
    if conn.execute(insert_new(conn, chores), {"name": name, "done_at": now}).rowcount == 1:
        return True
    return conn.execute(_AGAIN, {"of": name, "before": now - every, "now": now}).rowcount == 1
