"""What a station's manager must know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select, update

from bot.domain.events import AlertLevel, AlertRaised
from bot.storage.privacy.seal import Seal
from bot.storage.schema import UNANSWERED, alerts
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page
from bot.storage.sql.upsert import writing_new

_ANSWERED_BY_TALKING = ("handoff", "message", "complaint")


_WRITE = writing_new(alerts, "key", "station", "kind", "level", "text", "person", "created_at")


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    station: str
    kind: str
    level: str
    text: str
    created_at: datetime
    acknowledged_at: datetime | None


def add(conn: Connection, seal: Seal, raised: AlertRaised, at: datetime) -> bool:
    """Write an alert; False where one of its key is there already."""
    row = {
        "key": raised.key,
        "station": raised.station,
        "kind": raised.kind,
        "level": raised.level,
        "text": seal.conceal(raised.text),
        "person": raised.person,
        "created_at": at,
    }
    return _WRITE.one(conn, row)


def raised(conn: Connection, key: str) -> bool:
    """Whether there is an alert of this key, seen or not."""
    return conn.execute(select(alerts.c.id).where(alerts.c.key == key)).first() is not None


def acknowledge(conn: Connection, station: str, at: datetime, *, alert: int | None = None) -> int:
    """Mark a station's alerts (or one of them) as seen; returns how many were not seen before."""
    query = update(alerts).where(alerts.c.station == station, alerts.c.acknowledged_at.is_(None))
    if alert is not None:
        query = query.where(alerts.c.id == alert)
    return conn.execute(query.values(acknowledged_at=at)).rowcount


def settle(conn: Connection, person: str, at: datetime) -> None:
    """A villager was answered: what was alerted of them is seen."""
    about = alerts.c.kind.in_(_ANSWERED_BY_TALKING)
    conn.execute(
        update(alerts).where(alerts.c.person == person, about, alerts.c.acknowledged_at.is_(None)),
        {"acknowledged_at": at},
    )


def escalate(conn: Connection, alert: int, at: datetime) -> bool:
    """Mark an alert as passed on to the county; False where somebody reacted meanwhile, or it was passed on before."""
    query = update(alerts).where(
        alerts.c.id == alert, alerts.c.acknowledged_at.is_(None), alerts.c.escalated_at.is_(None)
    )
    return conn.execute(query.values(escalated_at=at)).rowcount == 1


def unanswered(
    conn: Connection, seal: Seal, level: AlertLevel, before: datetime, *, kept: Collection[str], limit: int
) -> list[Alert]:
    """Alerts of a level, older than `before`, to which nobody reacted and of which the county has not heard; oldest first.
    Alerts of the kinds `kept` stay at the station."""
    query = select(alerts).where(UNANSWERED, alerts.c.level == level, alerts.c.created_at <= before)
    query = query.where(alerts.c.kind.not_in(sorted(kept))).order_by(alerts.c.created_at, alerts.c.id)
    return [_alert(seal, row) for row in conn.execute(query.limit(limit))]


def find(conn: Connection, seal: Seal, number: int) -> Alert | None:
    row = conn.execute(select(alerts).where(alerts.c.id == number)).first()
    return _alert(seal, row) if row else None


def after(conn: Connection, seal: Seal, last: int, stations: Collection[str], limit: int = 100) -> list[Alert]:
    """Alerts of these stations with an id above `last`, oldest first."""
    query = select(alerts).where(alerts.c.id > last, alerts.c.station.in_(sorted(stations)))
    return [_alert(seal, row) for row in conn.execute(query.order_by(alerts.c.id).limit(limit))]


def newest(conn: Connection) -> int:
    """Id of the newest alert, 0 where there is none."""
    return conn.execute(select(func.max(alerts.c.id))).scalar() or 0


def unseen(conn: Connection, seal: Seal, station: str, limit: int = 100) -> list[Alert]:
    """A station's alerts that nobody reacted to, newest first."""
    query = select(alerts).where(alerts.c.station == station, alerts.c.acknowledged_at.is_(None))
    return [_alert(seal, row) for row in conn.execute(query.order_by(alerts.c.id.desc()).limit(limit))]


def count_unseen(conn: Connection, station: str) -> int:
    query = select(func.count()).select_from(alerts)
    return conn.execute(query.where(alerts.c.station == station, alerts.c.acknowledged_at.is_(None))).scalar_one()


def page(
    conn: Connection, seal: Seal, *, station: str | None = None, limit: int = 50, after: str | None = None
) -> Page[Alert]:
    """Alerts, newest first. Raises BadCursor."""
    query = select(alerts).order_by(alerts.c.id.desc())
    if station is not None:
        query = query.where(alerts.c.station == station)
    if after is not None:
        query = query.where(alerts.c.id < cursor.read(after, tuple[int])[0])
    limit = max(1, min(limit, MOST_ROWS))
    return cursor.page_of([_alert(seal, row) for row in conn.execute(query.limit(limit + 1))], limit, "id")


def _alert(seal: Seal, row: AnyRow) -> Alert:
    kept = Alert(**{name: getattr(row, name) for name in Alert.__struct_fields__})
    return msgspec.structs.replace(kept, text=seal.reveal(kept.text))
