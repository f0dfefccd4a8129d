"""Whoever wished it hears, once a purchase and once a week at most, what must be running out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.domain.events import Event, GoodsLookedAt
from bot.domain.running_out import running_out
from bot.storage import reminders
from bot.storage.privacy.seal import Seal

DAY = (time(9), time(18))
AT_ONCE = 200
"""People looked at each time."""


def look(conn: Connection, _seal: Seal, now: datetime) -> Iterable[Event]:
    if not DAY[0] <= now.time() < DAY[1]:
        return
    people = reminders.due(conn, now.date(), limit=AT_ONCE)
    bought = reminders.bought(conn, people, now) if people else {}
    told = reminders.told(conn, people) if people else set()
    for person in people:
        out = running_out(bought.get(person, ()), now.date())
        fresh = [one for one in out if (person, one.sku, one.number) not in told]
        yield GoodsLookedAt(person=person, out=next(iter(fresh), None), at=now)


RUNNING_OUT = Chore(name="running_out", every=timedelta(minutes=5), do=look)
