"""Keeps the roll-ups of the page of coverage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.domain.events import Event
from bot.storage.network import coverage
from bot.storage.privacy.seal import Seal
from bot.storage.trade import sales


def _count_sales(conn: Connection, _seal: Seal, now: datetime) -> Iterable[Event]:
    if isinstance(now.tzinfo, ZoneInfo):
        sales.count_new(conn, now.tzinfo)
    return ()


def _count_network(conn: Connection, _seal: Seal, _now: datetime) -> Iterable[Event]:
    coverage.count(conn)
    return ()


SALES = Chore(name="sales", every=timedelta(minutes=2), do=_count_sales)
COVERAGE = Chore(name="coverage", every=timedelta(hours=1), do=_count_network)
