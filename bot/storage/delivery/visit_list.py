"""Appliances to be installed as the county's other systems list them: what is to come first, then what was."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from bot.domain.installation import TO_FIT
from bot.domain.order import Order
from bot.storage.privacy.seal import Seal
from bot.storage.schema import orders
from bot.storage.trade.orders import whole

_DAY = orders.c.installation_date


class Only(msgspec.Struct, frozen=True, kw_only=True):
    """None: of all."""

    station: str | None = None
    county: str | None = None
    on: date | None = None
    overdue: bool = False
    """What should have been installed on a day that is over."""


def listed(conn: Connection, seal: Seal, only: Only, today: date, limit: int) -> list[Order]:
    """The nearest day first, then those of the days before `today`, the latest first; what is overdue the oldest first."""
    if only.overdue:
        overdue = _asked(only).where(today > _DAY, orders.c.status.in_([str(status) for status in TO_FIT]))
        return whole(conn, seal, conn.execute(overdue.order_by(_DAY, orders.c.number).limit(limit)))
    coming = _asked(only).where(today <= _DAY).order_by(_DAY, orders.c.number)
    rows = list(conn.execute(coming.limit(limit)))
    past = _asked(only).where(today > _DAY).order_by(_DAY.desc(), orders.c.number)
    rows += conn.execute(past.limit(limit - len(rows)))
    return whole(conn, seal, rows)


def _asked(only: Only) -> Select[Any]:
    wanted = {orders.c.station: only.station, orders.c.county: only.county, _DAY: only.on}
    query: Select[Any] = select(orders).where(_DAY.is_not(None))
    return query.where(*(column == value for column, value in wanted.items() if value is not None))
