"""Several SMS platforms as one way: where the first refuses or cannot be reached, the next one is tried at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from bot.domain.letter import Letter
from bot.ports import SendFailed, Sent, Way

REST = 30.0
"""Seconds in which a platform that could not take a message is tried last: every letter would wait for it anew."""


class FailOver:
    name = "sms"
    channel = "sms"
    repeatable = False
    last_resort = False

    def __init__(self, ways: Sequence[Way], clock: Callable[[], float] = time.monotonic) -> None:
        """`ways`: best first."""
        self._ways, self._clock = tuple(ways), clock
        self._rests_until: dict[int, float] = {}

    def fits(self, letter: Letter) -> bool:
        return self._ways[0].fits(letter)

    async def can_send(self, letter: Letter, address: str) -> bool:
        """Raises the first platform's SendFailed where no other can either."""
        return bool(await self._open(letter, address))

    async def send(self, letter: Letter, address: str, reference: str) -> str | Sent:
        """By the first platform that takes it. A message that may have gone is not given to another one, nor is one to
        a number that wants nothing. Raises SendFailed."""
        failures = []
        for way in sorted(await self._open(letter, address), key=self._rests):
            try:
                return await way.send(letter, address, reference)
            except SendFailed as failure:
                if failure.outcome == "uncertain" or failure.dedupe_seconds is not None or failure.closes:
                    raise
                if failure.outcome == "retry" and not failure.of_number:
                    self._rests_until[id(way)] = self._clock() + REST
                failures.append(failure)
        raise next((one for one in failures if one.outcome == "retry"), failures[-1])

    async def _open(self, letter: Letter, address: str) -> list[Way]:
        found, refused = [], []
        for way in self._ways:
            try:
                if await way.can_send(letter, address):
                    found.append(way)
            except SendFailed as failure:
                refused.append(failure)
        if refused and not found:
            raise refused[0]
        return found

    def _rests(self, way: Way) -> bool:
        return self._rests_until.get(id(way), 0) > self._clock()
