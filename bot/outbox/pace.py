"""Letters of one bundle that come fast: the first goes at once, what follows within seconds is gathered into one."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.storage.messages.outbox import Leased

GATHER = timedelta(seconds=3)


class Pace:
    """When the last letter of each person's bundles went. Pacing only: losing it sends a message more."""

    def __init__(self, gather: timedelta = GATHER) -> None:
        self._gather = gather
        self._went: dict[tuple[str, str], datetime] = {}

    def went(self, leased: Leased, now: datetime) -> None:
        if leased.letter.bundle:
            self._went = {key: at for key, at in self._went.items() if now - at < self._gather}
            self._went[leased.recipient, leased.letter.bundle] = now

    def pause(self, leased: Leased, now: datetime) -> float:
        """Seconds to wait before this letter may go; 0 for one that goes alone."""
        went = self._went.get((leased.recipient, leased.letter.bundle))
        return max((went + self._gather - now).total_seconds(), 0) if went else 0
