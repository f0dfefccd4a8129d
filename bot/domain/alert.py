"""Alerts: as a manager is shown them, and when the county hears of those to which nobody reacts. Data: config/alerts.yaml."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Literal

import msgspec

from config.data import read_yaml


class OpenAlert(msgspec.Struct, frozen=True, kw_only=True):
    """Nobody has taken note of it yet."""

    level: str
    text: str
    at: datetime


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    day: tuple[time, time]
    urgent_minutes: int
    warning_at: time
    kept: tuple[str, ...]


RULES = msgspec.convert(read_yaml("alerts.yaml"), Rules)


def overdue_before(level: Literal["urgent", "warning"], now: datetime, rules: Rules = RULES) -> datetime | None:
    """Alerts of a level raised at this time or earlier have waited long enough at `now` (aware, in the villages' time);
    None where none is passed on at this hour. What is raised by night waits from the morning on."""
    return _urgent(now, rules) if level == "urgent" else _warning(now, rules)


def _urgent(now: datetime, rules: Rules) -> datetime | None:
    before = now - timedelta(minutes=rules.urgent_minutes)
    opens, closes = rules.day
    awake = before.date() == now.date() and before.time() >= opens and now.time() < closes
    return before if awake else None


def _warning(now: datetime, rules: Rules) -> datetime | None:
    opens, closes = rules.day
    if not max(opens, rules.warning_at) <= now.time() < closes:
        return None
    return now.replace(hour=closes.hour, minute=closes.minute, second=0, microsecond=0) - timedelta(days=1)
