"""New alerts for whoever has a page open. Each process looks at the database for all its pages together, and only while
there are any; so it does not matter which process an alert was written by."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator

import structlog
from sqlalchemy import Connection

from bot.storage.network import alerts
from bot.storage.network.alerts import Alert
from bot.storage.privacy.seal import Seal
from bot.storage.sql.database import Database, StoreUnavailable

log = structlog.get_logger()
LOOK_EVERY = 2.0
LOOK_BACK = 200
"""Ids looked at once more: a transaction that began earlier may commit later, with a smaller id."""
MOST_WAITING, MOST_AT_ONCE = 100, 2000
MOST_WINDOWS = 12
"""Of one person, in one process."""


class TooManyWindows(Exception):
    """A person listens as often as one may."""


class Window:
    """One open page: what it waits for, and what it knows."""

    def __init__(self, station: str) -> None:
        self.station = station
        self.queue: asyncio.Queue[Alert] = asyncio.Queue(MOST_WAITING)
        self.known: set[int] = set()
        self.floor = 0
        """What is not above it was there long before the page."""

    def tell(self, alert: Alert) -> None:
        if alert.id > self.floor and alert.id not in self.known and not self.queue.full():
            self.known.add(alert.id)
            self.queue.put_nowait(alert)


class Feed:
    def __init__(self, database: Database, seal: Seal, every: float = LOOK_EVERY) -> None:
        self._database, self._seal, self._every = database, seal, every
        self._open: list[Window] = []
        self._windows: Counter[str] = Counter()
        self._looking: asyncio.Task[None] | None = None
        self._last = 0
        self.closing = asyncio.Event()
        """Set when the server stops: pages that listen must let go."""

    @contextlib.asynccontextmanager
    async def listen(self, person: str, station: str, after: int) -> AsyncIterator[asyncio.Queue[Alert]]:
        """A queue into which the station's alerts come, those with ids above `after` first, which the page does not
        know. Raises TooManyWindows, StoreUnavailable."""
        if self._windows[person] >= MOST_WINDOWS:
            raise TooManyWindows
        window = Window(station)
        self._windows[person] += 1
        try:
            await self._join(window, after)
            yield window.queue
        finally:
            if window in self._open:
                self._open.remove(window)
            self._windows[person] -= 1
            if not self._windows[person]:
                del self._windows[person]

    async def close(self) -> None:
        self.closing.set()
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait({self._looking})

    async def _join(self, window: Window, after: int) -> None:
        newest, lately = await self._database.run(lambda conn: self._lately(conn, window.station))
        window.known, window.floor = {alert.id for alert in lately if alert.id <= after}, newest - LOOK_BACK
        for alert in [alert for alert in lately if alert.id > after][-MOST_WAITING:]:
            window.tell(alert)
        self._open.append(window)
        if self._looking is None or self._looking.done():
            self._last = newest
            self._looking = asyncio.create_task(self._look())

    def _lately(self, conn: Connection, station: str) -> tuple[int, list[Alert]]:
        newest = alerts.newest(conn)
        return newest, alerts.after(conn, self._seal, max(0, newest - LOOK_BACK), {station}, MOST_AT_ONCE)

    async def _look(self) -> None:
        """Look again and again while somebody listens."""
        while True:
            await asyncio.sleep(self._every)
            if not self._open:
                return
            try:
                self._tell(await self._database.run(self._found))
            except StoreUnavailable as trouble:
                log.warning("store_unavailable", reason=str(trouble))

    def _found(self, conn: Connection) -> list[Alert]:
        return alerts.after(
            conn, self._seal, max(0, self._last - LOOK_BACK), {window.station for window in self._open}, MOST_AT_ONCE
        )

    def _tell(self, found: list[Alert]) -> None:
        self._last = max((alert.id for alert in found), default=self._last)
        by_station = defaultdict(list)
        for alert in found:
            by_station[alert.station].append(alert)
        for window in self._open:
            window.known = {number for number in window.known if number > self._last - LOOK_BACK}
            for alert in by_station[window.station]:
                window.tell(alert)
