"""What a turn may know of the fitters' visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.domain.installation import Diary, Visit
from bot.domain.people import Station


class Fitters(Protocol):
    """The SQL one is `bot.storage.facts.fitters.SqlFitters`."""

    def diary(self, station: Station) -> Diary:
        """When those who install appliances in the station's county have room, from the message's day on."""

    def visits(self, station: Station, day: date) -> Sequence[Visit]:
        """The fitters' visits on a day: of a station, or of the whole county where the station is its centre. By half and
        slip, 200 at most."""

    def offered_days(self, number: str) -> Sequence[date]:
        """The days that were offered for an order's visit when its day had passed; () where it was not asked for."""
