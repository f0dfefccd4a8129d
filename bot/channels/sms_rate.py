"""How many messages a second a platform may be given."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from bot.ports import SendFailed

LONGEST_WAIT = 10.0
"""Seconds; a letter that would wait longer goes back to the outbox, so that its lease is not used up by waiting."""


class Bucket:
    """A token bucket: `rate` a second, as many at once as come in a second."""

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._clock = rate, clock
        self._free_at = clock() - 1

    def wait(self) -> float:
        """Take the next place: seconds until it comes. Raises SendFailed `rate` where that is too long."""
        now = self._clock()
        begun = max(self._free_at, now - 1)
        pause = max(begun + 1 / self._rate - now, 0.0)
        if pause > LONGEST_WAIT:
            raise SendFailed("rate", "retry", f"more than {self._rate:g} a second wait")
        self._free_at = begun + 1 / self._rate
        return pause

    async def take(self) -> None:
        if pause := self.wait():
            await asyncio.sleep(pause)
