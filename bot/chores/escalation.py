"""Alerts to which nobody at the station reacts are passed on to the county centre, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.dialogue.replies import render
from bot.domain.alert import RULES, overdue_before
from bot.domain.events import AlertEscalated, AlertRaised, Event
from bot.domain.people import Station
from bot.domain.phone import dialled
from bot.storage.network import alerts, stations
from bot.storage.network.alerts import Alert
from bot.storage.privacy.seal import Seal

AT_ONCE = 200
LEVELS: tuple[Literal["urgent", "warning"], ...] = ("urgent", "warning")


def look(conn: Connection, seal: Seal, now: datetime) -> Iterable[Event]:
    for level in LEVELS:
        before = overdue_before(level, now)
        waiting = alerts.unanswered(conn, seal, level, before, kept=RULES.kept, limit=AT_ONCE) if before else []
        for alert in waiting:
            yield AlertEscalated(alert=alert.id, at=now)
            yield from _passed_on(conn, seal, alert)


def _passed_on(conn: Connection, seal: Seal, alert: Alert) -> Iterator[Event]:
    """Nobody stands above the county: what was meant for it, or for a station without one, stays where it is."""
    station = stations.find(conn, seal, alert.station)
    centre = stations.centre_of(conn, seal, station) if station else None
    if station is None or centre is None or centre.code == station.code:
        return
    yield AlertRaised(
        station=centre.code,
        kind="escalated",
        level="urgent" if alert.level == "urgent" else "warning",
        text=render("manager.escalated", "wechat", station=station.name, who=_who(station), text=alert.text),
        key=f"escalated:{alert.id}",
    )


def _who(station: Station) -> str:
    phone = dialled(station.manager_phone)
    return (station.manager_name or "站长") + (f" {phone}" if phone else "")


ESCALATION = Chore(name="escalation", every=timedelta(minutes=1), do=look)
