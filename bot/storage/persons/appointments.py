"""Managers who came by invite, or left, since the last import: a file that still names the former one changes nothing.

The file rules again as soon as it names somebody else than it did when the manager was appointed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, delete, select

from bot.domain.people import Station
from bot.storage.privacy.seal import Seal
from bot.storage.schema import appointments, stations
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.upsert import insert_new

_APPOINTED = (
    select(
        appointments.c.filed,
        stations.c.code,
        stations.c.manager_name,
        stations.c.manager_phone,
        stations.c.manager_wechat,
    )
    .join(stations, stations.c.code == appointments.c.station)
    .where(appointments.c.station.in_(bindparam("codes", expanding=True)))
)
_FORGET = delete(appointments).where(appointments.c.station.in_(bindparam("codes", expanding=True)))


def as_they_stand(conn: Connection, seal: Seal, some: Sequence[Station]) -> list[Station]:
    """Stations of a file with the managers they have: the appointed ones where the file has not changed its mind."""
    rows = conn.execute(_APPOINTED, {"codes": [station.code for station in some]}).all()
    appointed = {row.code: row for row in rows}
    overruled = [s.code for s in some if s.code in appointed and appointed[s.code].filed not in _filed(seal, s)]
    if overruled:
        conn.execute(_FORGET, {"codes": overruled})
    kept = appointed.keys() - set(overruled)
    return [
        _with_manager(seal, station, appointed[station.code]) if station.code in kept else station for station in some
    ]


def note(conn: Connection, seal: Seal, station: Station, at: datetime) -> None:
    """Before the manager of a station changes: remember whom the file named."""
    row: dict[str, Any] = {"station": station.code, "filed": _filed(seal, station)[0], "at": at}
    conn.execute(insert_new(conn, appointments), row)


def _filed(seal: Seal, station: Station) -> tuple[str, ...]:
    """As it is noted, and as it may have been while another SECRET_KEY was in use."""
    return seal.indexes(f"{station.manager_wechat}\n{station.manager_phone}")


def _with_manager(seal: Seal, station: Station, row: AnyRow) -> Station:
    return replace(
        station,
        manager_name=row.manager_name,
        manager_phone=seal.unseal(row.manager_phone),
        manager_wechat=seal.unseal(row.manager_wechat),
    )
