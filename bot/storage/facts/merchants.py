"""Surveys and offers as a turn may see them, read when it asks. See bot.dialogue.merchants.facts.Merchants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.campaign import Campaign
from bot.domain.survey import Survey, Taking
from bot.storage.offers import campaigns, surveys


class SqlMerchants:
    """Lives as long as the turn's transaction; offers, which many lines of a turn ask for, are read once."""

    def __init__(self, conn: Connection, person: str, at: datetime, *, was_offered: bool) -> None:
        """`was_offered`: whether any offer may have been told to the person."""
        self._conn, self._person, self._at = conn, person, at
        self._offers: Sequence[Campaign] | None = None if was_offered else ()

    def surveys(self) -> Sequence[Taking]:
        return surveys.takings(self._conn, self._person)

    def has_room(self, of: Survey) -> bool:
        return surveys.finished(self._conn, of.key) < of.quota and not surveys.is_closed(self._conn, of.key)

    def offers(self) -> Sequence[Campaign]:
        if self._offers is None:
            self._offers = campaigns.told(self._conn, self._person, self._at.date())
        return self._offers
