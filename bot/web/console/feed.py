"""New alerts for whoever has a page open. Each process looks at the database for all its pages together, and only while
there are any; so it does not matter which process an alert was written by."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator

import structlog
from sqlalchemy import Connection

from bot.storage import alerts
from bot.storage.alerts import Alert
from bot.storage.database import Database, StoreUnavailable

log = structlog.get_logger()
LOOK_EVERY = 2.0
LOOK_BACK = 200
"""Ids looked at once more: a transaction that began earlier may commit later, with a smaller id."""
MOST_WAITING, MOST_AT_ONCE = 100, 2000
MOST_WINDOWS = 12
"""Of one person, in one process."""


class TooManyWindows(Exception):
    """A person listens as often as one may."""


class Feed:
    def __init__(self, database: Database, every: float = LOOK_EVERY) -> None:
        self._database, self._every = database, every
        self._listening: dict[asyncio.Queue[Alert], str] = {}
        self._windows: Counter[str] = Counter()
        self._looking: asyncio.Task[None] | None = None
        self._known: set[int] = set()
        self._last = 0
        self.closing = asyncio.Event()
        """Set when the server stops: pages that listen must let go."""

    @contextlib.asynccontextmanager
    async def listen(self, person: str, station: str, after: int) -> AsyncIterator[asyncio.Queue[Alert]]:
        """A queue into which the station's alerts come, those with ids above `after` first, which the page does not
        know. Raises TooManyWindows, StoreUnavailable."""
        if self._windows[person] >= MOST_WINDOWS:
            raise TooManyWindows
        queue: asyncio.Queue[Alert] = asyncio.Queue(MOST_WAITING)
        self._windows[person] += 1
        try:
            await self._join(queue, station, after)
            yield queue
        finally:
            self._listening.pop(queue, None)
            self._windows[person] -= 1
            if not self._windows[person]:
                del self._windows[person]

    async def close(self) -> None:
        self.closing.set()
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait({self._looking})

    async def _join(self, queue: asyncio.Queue[Alert], station: str, after: int) -> None:
        newest, lately = await self._database.run(lambda conn: self._lately(conn, station))
        self._known |= {alert.id for alert in lately}
        for alert in [alert for alert in lately if alert.id > after][-MOST_WAITING:]:
            queue.put_nowait(alert)
        self._listening[queue] = station
        if self._looking is None or self._looking.done():
            self._last = newest
            self._looking = asyncio.create_task(self._look())

    def _lately(self, conn: Connection, station: str) -> tuple[int, list[Alert]]:
        newest = alerts.newest(conn)
        return newest, alerts.after(conn, max(0, newest - LOOK_BACK), {station}, MOST_AT_ONCE)

    async def _look(self) -> None:
        """Look again and again while somebody listens."""
        while True:
            await asyncio.sleep(self._every)
            if not self._listening:
                return
            try:
                self._tell(await self._database.run(self._found))
            except StoreUnavailable as trouble:
                log.warning("store_unavailable", reason=str(trouble))

    def _found(self, conn: Connection) -> list[Alert]:
        return alerts.after(conn, max(0, self._last - LOOK_BACK), set(self._listening.values()), MOST_AT_ONCE)

    def _tell(self, found: list[Alert]) -> None:
        for alert in found:
            if alert.id in self._known:
                continue
            self._known.add(alert.id)
            self._last = max(self._last, alert.id)
            for queue, station in self._listening.items():
                if station == alert.station and not queue.full():
                    queue.put_nowait(alert)
        self._known = {number for number in self._known if number > self._last - LOOK_BACK}
