"""What went wrong at stations lately, counted: drills are chosen from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from bot.domain.course import Mistake
from bot.domain.order import Status
from bot.domain.training import LATELY, Mistakes
from bot.storage.schema import STILL_OPEN, WEIGHTY, alerts, orders, pickup_attempts
from bot.storage.sql.columns import AnyRow

LATE_AFTER = timedelta(hours=12)
_OF_KIND: dict[str, Mistake] = {"unreported": "unreported", "complaint": "complaints"}


def of_station(conn: Connection, station: str, now: datetime) -> Mistakes:
    return of_stations(conn, [station], now).get(station, {})


def of_stations(conn: Connection, stations: Collection[str], now: datetime) -> dict[str, dict[Mistake, int]]:
    """Station → what went wrong there within LATELY before `now`; without those where all went well."""
    found: dict[str, dict[Mistake, int]] = {}
    codes, since = sorted(stations), now - LATELY
    _count(found, "wrong_codes", conn.execute(_wrong_codes(codes, since)))
    _count(found, "overdue", conn.execute(_overdue(codes)))
    _count(found, "late_alerts", conn.execute(_late_alerts(codes, since, now)))
    told = _alerts(codes, since).add_columns(alerts.c.kind).where(alerts.c.kind.in_(_OF_KIND)).group_by(alerts.c.kind)
    for row in conn.execute(told):
        found.setdefault(row.station, {})[_OF_KIND[row.kind]] = row.times
    return found


def _count(found: dict[str, dict[Mistake, int]], mistake: Mistake, rows: Iterable[AnyRow]) -> None:
    for row in rows:
        found.setdefault(row.station, {})[mistake] = row.times


def _wrong_codes(codes: list[str], since: datetime) -> Select[Any]:
    query = select(pickup_attempts.c.station, func.count().label("times")).group_by(pickup_attempts.c.station)
    return query.where(pickup_attempts.c.station.in_(codes), pickup_attempts.c.at > since)


def _overdue(codes: list[str]) -> Select[Any]:
    """Goods that lie there still, and of which the villager was reminded."""
    query = select(orders.c.station, func.count().label("times")).group_by(orders.c.station)
    waiting = orders.c.status == Status.AT_STATION
    return query.where(orders.c.station.in_(codes), STILL_OPEN, waiting, orders.c.overdue_stage > 0)


def _alerts(codes: list[str], since: datetime) -> Select[Any]:
    query = select(alerts.c.station, func.count().label("times")).group_by(alerts.c.station)
    return query.where(alerts.c.station.in_(codes), WEIGHTY, alerts.c.created_at > since)


def _late_alerts(codes: list[str], since: datetime, now: datetime) -> Select[Any]:
    """Of which the county had to hear, or that nobody looked at for half a day."""
    old = now - LATE_AFTER
    unseen = and_(alerts.c.acknowledged_at.is_(None), alerts.c.created_at <= old)
    return _alerts(codes, since).where(or_(alerts.c.escalated_at.is_not(None), unseen))
