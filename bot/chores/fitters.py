"""The evening before the fitter comes, the villager is reminded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.domain.events import Event, FitterAnnounced
from bot.domain.installation import RULES
from bot.storage.delivery import installations
from bot.storage.privacy.seal import Seal

AT_ONCE = 500


def look(conn: Connection, _seal: Seal, now: datetime) -> Iterable[Event]:
    opens, closes = RULES.reminded
    if opens <= now.time() < closes:
        for number in installations.to_announce(conn, now.date() + timedelta(days=1), AT_ONCE):
            yield FitterAnnounced(number=number, at=now)


FITTERS = Chore(name="fitters_tomorrow", every=timedelta(minutes=5), do=look)
