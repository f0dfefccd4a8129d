"""The fitters' visits as a turn may see them, read when it asks. See bot.dialogue.fitting.facts.Fitters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from bot.domain.installation import Diary, Visit
from bot.domain.people import Station
from bot.storage.delivery import installations
from bot.storage.privacy.seal import Seal


class SqlFitters:
    """Lives as long as the turn's transaction."""

    def __init__(self, conn: Connection, seal: Seal, at: datetime) -> None:
        self._conn, self._seal, self._at = conn, seal, at

    def diary(self, station: Station) -> Diary:
        return installations.diary(self._conn, self._seal, station, self._at.date())

    def visits(self, station: Station, day: date) -> Sequence[Visit]:
        return installations.visits_around(self._conn, self._seal, station, day)

    def offered_days(self, number: str) -> Sequence[date]:
        return installations.offered_days(self._conn, number)
