"""The alerts of a county's stations that nobody reacted to, as its centre sees them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from bot.storage.network.county import County, here, picked, unseen
from bot.storage.privacy.seal import Seal
from bot.storage.schema import alerts, stations
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import Page


class OpenAlert(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    station: str
    name: str
    kind: str
    level: str
    text: str
    created_at: datetime


def unseen_ones(
    conn: Connection, seal: Seal, county: County, *, limit: int = 50, after: str | None = None
) -> Page[OpenAlert]:
    """Alerts of the county's stations that nobody reacted to, newest first. Raises BadCursor."""
    query = _unseen_here(county).order_by(alerts.c.id.desc())
    if after is not None:
        query = query.where(alerts.c.id < cursor.read(after, tuple[int])[0])
    return cursor.page_of([_open_alert(seal, row) for row in conn.execute(query.limit(limit + 1))], limit, "id")


def unseen_one(conn: Connection, seal: Seal, county: County, number: int) -> OpenAlert | None:
    """One of them; None where it is another county's, or was seen."""
    row = conn.execute(_unseen_here(county).where(alerts.c.id == number)).first()
    return _open_alert(seal, row) if row else None


def _unseen_here(county: County) -> Select[Any]:
    alert = select(alerts, stations.c.name).join(stations, stations.c.code == alerts.c.station)
    return alert.where(*here(county), unseen())


def _open_alert(seal: Seal, row: AnyRow) -> OpenAlert:
    return OpenAlert(**picked(row, OpenAlert) | {"text": seal.reveal(row.text)})
