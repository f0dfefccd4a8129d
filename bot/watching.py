"""What every process measures beside its work: what waits in the stores, and how late its own event loop is."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot import metrics
from bot.storage.messages.backlog import Backlog, measure
from bot.storage.sql.database import Database


async def watch(database: Database, zone: ZoneInfo) -> None:
    """Measure once. Raises StoreUnavailable."""
    now = datetime.now(UTC)
    expose(await database.run(partial(measure, now=now, today=now.astimezone(zone).date())))


def expose(backlog: Backlog) -> None:
    metrics.INBOX_PENDING.set(backlog.inbox_pending)
    metrics.INBOX_AGE.set(metrics.seconds_since(backlog.inbox_oldest))
    metrics.OUTBOX_PENDING.set(backlog.outbox_due)
    metrics.OUTBOX_AGE.set(metrics.seconds_since(backlog.outbox_oldest))
    metrics.ORDERS_LATE.set(backlog.orders_late)
    for status, count in backlog.dead.items():
        metrics.OUTBOX_DEAD.labels(status).set(count)
    for chore, done_at in backlog.chores.items():
        metrics.CHORE_DONE.labels(chore).set(done_at.timestamp())


class Lag:
    """How much later than asked a sleep ended."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def tell(self) -> None:
        metrics.LOOP_LAG.set(max(0.0, time.monotonic() - self._until))
