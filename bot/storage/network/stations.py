"""Stations: imported, found by code and by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bot.domain.network import Standing
from bot.domain.people import Station
from bot.domain.places import keys_said, place_keys, rank
from bot.storage.persons import appointments, managers
from bot.storage.privacy.seal import Seal
from bot.storage.schema import STILL_OPEN, orders, persons, station_keys, stations
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page
from bot.storage.sql.prepared import Asking
from bot.storage.sql.upsert import in_batches, upsert

AT_ONCE = 500
MOST_CANDIDATES = 1000
MOST_KNOWN = 4096
MOST_LEVELS = 4

_BY_CODE = select(stations).where(stations.c.code == bindparam("code"), ~stations.c.withdrawn)
_NAMES = select(stations.c.code, stations.c.name).where(stations.c.code.in_(bindparam("codes", expanding=True)))
_ASK_BY_CODE = Asking(_BY_CODE)
# There are thousands of 和平村: those that share most with the words (the county too, the town too) are looked at.
_NEAREST = (
    select(station_keys.c.station)
    .where(station_keys.c.key.in_(bindparam("keys", expanding=True)))
    .group_by(station_keys.c.station)
    .order_by(func.count().desc(), station_keys.c.station)
    .limit(MOST_CANDIDATES)
)
_CANDIDATES = select(stations).where(
    stations.c.code.in_(_NEAREST), stations.c.level == "village", ~stations.c.withdrawn, stations.c.status == "open"
)
_ASK_CANDIDATES = Asking(_CANDIDATES, "keys")
_CENTRES = select(stations).where(stations.c.level == "county", ~stations.c.withdrawn).order_by(stations.c.code)
_CENTRES_OF = _CENTRES.where(stations.c.county == bindparam("county"))
_CENTRES_NAMED = _CENTRES.where(stations.c.code.in_(_NEAREST))
_FORGET_KEYS = delete(station_keys).where(station_keys.c.station.in_(bindparam("codes", expanding=True)))
_WITHDRAW = update(stations).where(stations.c.code == bindparam("of")).values(withdrawn=True, manager=None)
_PLAIN = (
    "code", "name", "level", "kind", "parent", "province", "city", "county", "town", "village", "manager_name",
    "hours", "lat", "lng", "status", "successor",
)  # fmt: skip  # a table, a row a line


def find(conn: Connection, seal: Seal, code: str) -> Station | None:
    row = _ASK_BY_CODE.first(conn, code=code)
    return read(seal, row) if row else None


def names(conn: Connection, codes: Iterable[str]) -> dict[str, str]:
    """Code → name; also of stations that are in the network no more."""
    return {row.code: row.name for row in conn.execute(_NAMES, {"codes": sorted(set(codes))})}


def find_with_managers(conn: Connection, seal: Seal, code: str) -> tuple[Station | None, tuple[str, ...]]:
    """The station, and the person ids of those who run it."""
    row = _ASK_BY_CODE.first(conn, code=code)
    if row is None:
        return None, ()
    return read(seal, row), (row.manager,) if row.manager else ()


def named(conn: Connection, seal: Seal, words: str) -> list[Station]:
    """Village stations that the words can mean, best first; see bot.domain.places."""
    keys = keys_said(words)
    return rank(words, sounding(conn, seal, keys)) if keys else []


def sounding(conn: Connection, seal: Seal, keys: Iterable[str]) -> list[Station]:
    """Open village stations that share a key (`bot.domain.places`), 1,000 at most: those that share most."""
    return [read(seal, row) for row in _ASK_CANDIDATES.all(conn, keys=sorted(keys))]


def county_centre(conn: Connection, seal: Seal, words: str) -> Station | None:
    """The county centre whose county the words name; where there is only one centre at all, that one."""
    keys = sorted(keys_said(words))
    for row in conn.execute(_CENTRES_NAMED, {"keys": keys}) if keys else ():
        if row.county and row.county.rstrip("县市区旗") in words:
            return read(seal, row)
    only = conn.execute(_CENTRES.limit(2)).all()
    return read(seal, only[0]) if len(only) == 1 else None


def centre_of(conn: Connection, seal: Seal, station: Station) -> Station | None:
    """The centre over a station: the one its parents lead to, else the first by code of its county. Counties share names,
    so province and city must be the same, as far as both say them."""
    above: Station | None = station
    for _ in range(MOST_LEVELS):
        if above is None or above.level == "county":
            break
        above = find(conn, seal, above.parent) if above.parent else None
    if above is not None and above.level == "county":
        return above
    rows = conn.execute(_CENTRES_OF, {"county": station.county}) if station.county else ()
    return next((read(seal, row) for row in rows if _may_be_one_county(row, station)), None)


def _may_be_one_county(row: AnyRow, station: Station) -> bool:
    pairs = ((row.province, station.province), (row.city, station.city))
    return all(one == other or not (one and other) for one, other in pairs)


def levels(conn: Connection) -> dict[str, Any]:
    """Code → level of every station, to check parents by."""
    rows = conn.execute(select(stations.c.code, stations.c.level).where(~stations.c.withdrawn))
    return {row.code: row.level for row in rows}


def page(
    conn: Connection, seal: Seal, *, county: str | None = None, limit: int = 50, after: str | None = None
) -> Page[Station]:
    """Stations by code. Raises BadCursor."""
    query = select(stations).where(~stations.c.withdrawn).order_by(stations.c.code)
    if county is not None:
        query = query.where(stations.c.county == county)
    if after is not None:
        query = query.where(stations.c.code > cursor.read(after, tuple[str])[0])
    limit = max(1, min(limit, MOST_ROWS))
    found = [read(seal, row) for row in conn.execute(query.limit(limit + 1))]
    return cursor.page_of(found, limit, "code")


def save(conn: Connection, seal: Seal, network: Iterable[Station], *, at: datetime, replace: bool = False) -> int:
    """Write stations over those of the same code, with their managers; with `replace`, all others are withdrawn.

    A manager's phone and openid become one person's. Returns how many were written.
    """
    seen: set[str] = set()
    for batch in in_batches(network, AT_ONCE):
        some = appointments.as_they_stand(conn, seal, batch)
        running = managers.appoint(conn, seal, some, at)
        rows = [_row(seal, station, running.get(station.code)) for station in some]
        conn.execute(upsert(conn, stations, "successor"), rows)
        _save_keys(conn, some)
        seen.update(station.code for station in some)
    if replace:
        withdraw(conn, levels(conn).keys() - seen)
    return len(seen)


def withdraw(conn: Connection, codes: Iterable[str]) -> None:
    """Take stations out of the network; what was ordered there stays on record."""
    for some in in_batches(sorted(codes), AT_ONCE):
        conn.execute(_WITHDRAW, [{"of": code} for code in some])


def standing(conn: Connection) -> Standing:
    """What a file of stations must agree with."""
    closed = select(stations.c.code).where(stations.c.status == "closed")
    bound = select(persons.c.station).where(persons.c.station != "").distinct()
    return Standing(
        levels=levels(conn),
        closed=set(conn.execute(closed).scalars()),
        in_use=set(conn.execute(bound).scalars()) | with_open_orders(conn),
    )


def with_open_orders(conn: Connection) -> set[str]:
    return set(conn.execute(select(orders.c.station).where(STILL_OPEN).distinct()).scalars())


def _save_keys(conn: Connection, some: list[Station]) -> None:
    conn.execute(_FORGET_KEYS, {"codes": [station.code for station in some]})
    rows = [{"key": key, "station": station.code} for station in some for key in sorted(place_keys(station))]
    conn.execute(insert(station_keys), rows)


def _row(seal: Seal, station: Station, manager: str | None) -> dict[str, Any]:
    return {name: getattr(station, name) for name in _PLAIN} | {
        "manager_phone": seal.seal(station.manager_phone),
        "manager_wechat": seal.seal(station.manager_wechat),
        "manager": manager,
        "cutoff": f"{station.cutoff:%H:%M}",
        "lorry_days": "".join(map(str, station.lorry_days)),
        "withdrawn": False,
    }


@lru_cache(maxsize=MOST_KNOWN)
def read(seal: Seal, row: AnyRow) -> Station:
    """A row of the table as a station; one that has not changed since is not opened again."""
    return Station(
        **{name: getattr(row, name) for name in _PLAIN},
        manager_phone=seal.unseal(row.manager_phone),
        manager_wechat=seal.unseal(row.manager_wechat),
        cutoff=time.fromisoformat(row.cutoff),
        lorry_days=tuple(map(int, row.lorry_days)),
    )
