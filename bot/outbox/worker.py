"""The loop that sends: leases what is due, starts a task for each person, sleeps until something is written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from bot.metrics import STORE_TROUBLE
from bot.outbox.delivery import Delivery
from bot.outbox.pace import GATHER, Pace
from bot.ports import Channel, Way
from bot.storage.messages import outbox
from bot.storage.messages.outbox import Leased
from bot.storage.privacy.seal import Seal
from bot.storage.sql.database import Database, StoreUnavailable

log = structlog.get_logger(__name__)
T = TypeVar("T")
LEASE = timedelta(seconds=90)
LEASED_AT_ONCE = 500
"""Many more than are sent at once: letters for a platform that hangs must not hide those for another."""
POLL = 1.0
"""Seconds: retries come due and other processes write without waking this one."""
BREATH = 0.05
"""Seconds between two looks: what was written meanwhile is leased together."""
RECOVER_EVERY = timedelta(seconds=15)
RECENT = timedelta(minutes=4)
"""A letter orphaned within this time began less than ten minutes ago, which is how long WeChat knows one again."""


def _now() -> datetime:
    return datetime.now(UTC)


class Outbox:
    """Sends letters through the ways of `channels`, in the order given, WeChat before SMS."""

    def __init__(
        self,
        database: Database,
        seal: Seal,
        channels: Iterable[Channel],
        zone: ZoneInfo,
        wake: asyncio.Event | None = None,
        *,
        clock: Callable[[], datetime] = _now,
        gather: timedelta = GATHER,
    ) -> None:
        """`wake` is set by whoever wrote letters; `clock` is the wall clock, aware; `gather` is for tests."""
        ways: list[Way] = sorted((way for channel in channels for way in channel.ways), key=lambda way: way.last_resort)
        self._database, self._seal, self._clock = database, seal, clock
        self._delivery = Delivery(database, seal, ways, zone, clock, Pace(gather))
        self._repeatable = tuple(way.name for way in ways if way.repeatable)
        self._recovered: datetime | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._wake = wake or asyncio.Event()
        self._stop = asyncio.Event()

    async def run(self, stop: asyncio.Event | None = None) -> None:
        """Send until `stop` is set or the task is cancelled; then finish what has begun and give back the rest."""
        self._stop = stop or self._stop
        stopping = asyncio.create_task(self._stop.wait())
        try:
            while not self._stop.is_set():
                self._wake.clear()
                # Shielded: letters leased for a loop that has gone would lie there until the lease ends.
                if not await asyncio.shield(self._hold(self._start_patiently())):
                    await self._sleep(stopping)
                await asyncio.sleep(BREATH)
        finally:
            self._stop.set()
            await stopping
            await self._settle()

    async def tick(self) -> int:
        """Send what is due now and wait until that is done. Returns how many letters were taken up."""
        taken = await self._start()
        await self._settle()
        return taken

    async def _settle(self) -> None:
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _hold(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _start_patiently(self) -> int:
        try:
            return await self._start()
        except StoreUnavailable as error:
            STORE_TROUBLE.labels("outbox").inc()
            log.warning("outbox_waits_for_the_store", reason=str(error))
        except Exception:
            log.exception("outbox_round_failed")
        return 0

    async def _start(self) -> int:
        """Lease what is due and begin a task for each recipient. Returns the number of letters."""
        await self._recover()
        now = self._clock()
        until = now + LEASE
        leased = await self._database.run(lambda conn: self._lease(conn, now, until))
        by_recipient = sorted(leased, key=lambda letter: (letter.recipient, letter.id))
        for _, letters in groupby(by_recipient, key=lambda letter: letter.recipient):
            # While it runs, the person's newer letters wait.
            self._hold(self._deliver(list(letters), until)).add_done_callback(lambda _: self._wake.set())
        return len(leased)

    def _lease(self, conn: Connection, now: datetime, until: datetime) -> list[Leased]:
        # Looking costs nothing; leasing writes, and an idle shop must not wear out its disk.
        oldest = outbox.oldest_due(conn)
        if oldest is None or oldest > now:
            return []
        return outbox.lease(conn, self._seal, now=now, until=until, limit=LEASED_AT_ONCE)

    async def _deliver(self, queue: list[Leased], until: datetime) -> None:
        try:
            await self._delivery.deliver(queue, until, self._stop)
        except StoreUnavailable as error:
            # What had begun is uncertain once its lease ends, the rest is taken up again.
            log.warning("outbox_waits_for_the_store", reason=str(error))
        except Exception:
            log.exception("letters_not_delivered", letters=[leased.id for leased in queue])

    async def _recover(self) -> None:
        """Decide about letters whose worker died."""
        now = self._clock()
        if self._recovered and now - self._recovered < RECOVER_EVERY:
            return
        recent = self._recovered is not None and now - self._recovered < RECENT
        repeatable = self._repeatable if recent else ()
        orphans = await self._database.run(lambda conn: outbox.recover(conn, now=now, repeatable=repeatable))
        if orphans:
            log.warning("letters_of_a_dead_worker", letters=orphans)
        self._recovered = now

    async def _sleep(self, stopping: asyncio.Task[Literal[True]]) -> None:
        woken = asyncio.create_task(self._wake.wait())
        try:
            await asyncio.wait({woken, stopping}, timeout=POLL, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()
