"""The counties' installation teams: imported, found by their county."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, select

from bot.domain.installation import Team
from bot.domain.people import Station
from bot.storage.privacy.seal import Seal
from bot.storage.schema import installation_teams as teams
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.upsert import upsert

_IN_COUNTY = select(teams).where(teams.c.county == bindparam("of"))


def save(conn: Connection, seal: Seal, some: Iterable[Team], *, replace: bool = False) -> int:
    """Write teams over those of the same county; with `replace` the others are gone. Returns how many."""
    rows = [
        {
            "county": team.county,
            "city": team.city,
            "province": team.province,
            "name": team.name,
            "phone": seal.seal(team.phone),
            "half_day_capacity": team.half_day_capacity,
            "weekdays": ",".join(map(str, team.weekdays)),
        }
        for team in some
    ]
    if replace:
        conn.execute(delete(teams))
    if rows:
        conn.execute(upsert(conn, teams), rows)
    return len(rows)


def find(conn: Connection, seal: Seal, station: Station) -> Team:
    """The team of a station's county; where none is imported, what the configuration says of every county."""
    rows = [row for row in conn.execute(_IN_COUNTY, {"of": station.county}) if _fits(row, station)]
    best = max(rows, key=lambda row: (row.city != "", row.province != ""), default=None)
    if best is None:
        return Team(county=station.county, city=station.city, province=station.province)
    return Team(
        county=best.county,
        city=best.city,
        province=best.province,
        name=best.name,
        phone=seal.unseal(best.phone),
        half_day_capacity=best.half_day_capacity,
        weekdays=tuple(map(int, best.weekdays.split(","))),
    )


def _fits(row: AnyRow, station: Station) -> bool:
    """A team whose file names no city or province is that of any county of its name."""
    return row.city in ("", station.city) and row.province in ("", station.province)
