"""What a station's manager must know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select, update

from bot.domain.events import AlertRaised
from bot.storage import cursor
from bot.storage.columns import AnyRow
from bot.storage.cursor import MOST_ROWS, Page
from bot.storage.schema import alerts
from bot.storage.upsert import insert_new


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    station: str
    kind: str
    level: str
    text: str
    created_at: datetime
    acknowledged_at: datetime | None


def add(conn: Connection, raised: AlertRaised, at: datetime) -> bool:
    """Write an alert; False where one of its key is there already."""
    row = {
        "key": raised.key,
        "station": raised.station,
        "kind": raised.kind,
        "level": raised.level,
        "text": raised.text,
        "person": raised.person,
        "created_at": at,
    }
    return conn.execute(insert_new(conn, alerts), row).rowcount == 1


def acknowledge(conn: Connection, station: str, at: datetime, *, alert: int | None = None) -> int:
    """Mark a station's alerts (or one of them) as seen; returns how many were not seen before."""
    query = update(alerts).where(alerts.c.station == station, alerts.c.acknowledged_at.is_(None))
    if alert is not None:
        query = query.where(alerts.c.id == alert)
    return conn.execute(query.values(acknowledged_at=at)).rowcount


def after(conn: Connection, last: int, stations: Collection[str], limit: int = 100) -> list[Alert]:
    """Alerts of these stations with an id above `last`, oldest first."""
    query = select(alerts).where(alerts.c.id > last, alerts.c.station.in_(sorted(stations)))
    return [_alert(row) for row in conn.execute(query.order_by(alerts.c.id).limit(limit))]


def newest(conn: Connection) -> int:
    """Id of the newest alert, 0 where there is none."""
    return conn.execute(select(func.max(alerts.c.id))).scalar() or 0


def unseen(conn: Connection, station: str, limit: int = 100) -> list[Alert]:
    """A station's alerts that nobody reacted to, newest first."""
    query = select(alerts).where(alerts.c.station == station, alerts.c.acknowledged_at.is_(None))
    return [_alert(row) for row in conn.execute(query.order_by(alerts.c.id.desc()).limit(limit))]


def count_unseen(conn: Connection, station: str) -> int:
    query = select(func.count()).select_from(alerts)
    return conn.execute(query.where(alerts.c.station == station, alerts.c.acknowledged_at.is_(None))).scalar_one()


def page(conn: Connection, *, station: str | None = None, limit: int = 50, after: str | None = None) -> Page[Alert]:
    """Alerts, newest first. Raises BadCursor."""
    query = select(alerts).order_by(alerts.c.id.desc())
    if station is not None:
        query = query.where(alerts.c.station == station)
    if after is not None:
        query = query.where(alerts.c.id < cursor.read(after, tuple[int])[0])
    limit = max(1, min(limit, MOST_ROWS))
    rows = list(conn.execute(query.limit(limit + 1)))
    shown = [_alert(row) for row in rows[:limit]]
    return Page(shown, cursor.write(shown[-1].id) if len(rows) > limit else None)


def _alert(row: AnyRow) -> Alert:
    return Alert(**{name: getattr(row, name) for name in Alert.__struct_fields__})
