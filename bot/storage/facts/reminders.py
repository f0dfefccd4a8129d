"""What was suggested as a turn may see it, read when it asks. See bot.dialogue.reminding.facts.Reminders."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from bot.domain.running_out import ANSWERED_WITHIN, Purchase
from bot.storage import reminders


class SqlReminders:
    """Lives as long as the turn's transaction."""

    def __init__(self, conn: Connection, person: str, at: datetime) -> None:
        self._conn, self._person, self._at = conn, person, at

    def wished(self) -> bool:
        return reminders.wished(self._conn, self._person)

    def suggested(self) -> datetime | Literal["never"] | None:
        return reminders.suggestible_since(self._conn, self._person)

    def told_of(self, sku: str, number: str) -> bool:
        return (self._person, sku, number) in reminders.told(self._conn, [self._person])

    def told_lately(self) -> Purchase | None:
        return reminders.last_told(self._conn, self._person, self._at - ANSWERED_WITHIN)
