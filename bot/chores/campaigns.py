"""Counts what offers brought that ended; tells those who asked for offers of the ones that hold, a few at a time, by
day, and holds a tenth out to measure by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.domain.campaign import held_out
from bot.domain.events import CampaignTold, Event
from bot.storage.offers import campaigns
from bot.storage.offers import results as campaign_results
from bot.storage.privacy.seal import Seal

DAY = (time(9), time(20))
AT_ONCE = 200


def look(conn: Connection, seal: Seal, now: datetime) -> Iterable[Event]:
    campaign_results.end(conn, now)
    if not DAY[0] <= now.time() < DAY[1]:
        return
    had_turn: set[str] = set()
    for of in campaigns.running(conn, now.date()):
        for person in campaigns.to_tell(conn, of, now, AT_ONCE):
            if person not in had_turn:
                had_turn.add(person)
                told = not held_out(seal.index(f"campaign:{of.key}:{person}"))
                yield CampaignTold(person=person, campaign=of, told=told, at=now)


CAMPAIGNS = Chore(name="campaigns", every=timedelta(minutes=10), do=look)
