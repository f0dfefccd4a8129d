"""The loop that does the chores, on every worker; the database decides which of them does one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.chores.table import CHORES
from bot.metrics import CHORE_FAILED
from bot.storage import chores
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from bot.storage.sql.database import Database, StoreUnavailable
from bot.storage.sql.retake import Retake
from bot.trace import following

log = structlog.get_logger(__name__)
LOOK_EVERY = 20.0
"""Seconds between two looks at what is due."""


class Chores:
    def __init__(
        self,
        database: Database,
        seal: Seal,
        zone: ZoneInfo,
        wrote: Callable[[], object],
        every: Iterable[Chore] = CHORES,
    ) -> None:
        """`wrote` is called after letters may have been written."""
        self._database, self._seal, self._zone, self._wrote = database, seal, zone, wrote
        self._chores = tuple(every)

    async def run(self) -> None:
        """Do what is due, for ever. A chore that fails is logged and comes again; it never stops the others."""
        while True:
            await self.tick(datetime.now(self._zone))
            await asyncio.sleep(LOOK_EVERY)

    async def tick(self, now: datetime) -> int:
        """Do what is due at `now` (aware, in the service's zone). Returns how many events that caused."""
        caused = 0
        for chore in self._chores:
            try:
                with following(f"chore:{chore.name}:{now.isoformat()}"):
                    caused += await self._database.run(partial(self._do, chore, now))
            except (StoreUnavailable, Retake) as trouble:
                log.warning("chore_put_off", chore=chore.name, reason=type(trouble).__name__)
            except Exception:
                CHORE_FAILED.labels(chore.name).inc()
                log.exception("chore_failed", chore=chore.name)
        if caused:
            self._wrote()
        return caused

    def _do(self, chore: Chore, now: datetime, conn: Connection) -> int:
        if not chores.claim(conn, chore.name, now, chore.every):
            return 0
        events = tuple(chore.do(conn, self._seal, now))
        record(conn, events, seal=self._seal, at=now, now=now)
        return len(events)
