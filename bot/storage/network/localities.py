"""Places that people name: village stations, and villages without a station of their own, together."""

from __future__ import annotations

import math
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from bot.domain.people import Station
from bot.domain.place_names import REGION_END, VILLAGE_END, core
from bot.domain.places import keys_said, meant
from bot.domain.village import Locality, Village, locality_of
from bot.storage.network import stations, villages
from bot.storage.privacy.seal import Seal
from bot.storage.schema import stations as table

VILLAGE = "村:"
"""Begins the key of a village; a station's code holds no character."""
NEAREST = 6
WITHIN_KM = 30.0
_KM_A_DEGREE = 111.2
_AROUND = select(table.c.code, table.c.lat, table.c.lng).where(
    table.c.lat.between(bindparam("south"), bindparam("north")),
    table.c.lng.between(bindparam("west"), bindparam("east")),
    table.c.level == "village",
    table.c.status == "open",
    ~table.c.withdrawn,
)


def named(conn: Connection, seal: Seal, words: str) -> list[Locality]:
    """Every place the words can mean, best first; see bot.domain.places.meant."""
    keys = keys_said(words)
    if not keys:
        return []
    with_station = [locality_of(station) for station in stations.sounding(conn, seal, keys)]
    there = {_identity(place) for place in with_station}
    others = [_of_village(village) for village in villages.named(conn, keys)]
    return meant(words, [*with_station, *(place for place in others if _identity(place) not in there)])


def find(conn: Connection, seal: Seal, key: str) -> Locality | None:
    """The place of this key, as it is now."""
    if key.startswith(VILLAGE):
        village = villages.find(conn, key.removeprefix(VILLAGE))
        return _of_village(village) if village else None
    station = stations.find(conn, seal, key)
    return locality_of(station) if station else None


def near(conn: Connection, seal: Seal, lat: float, lng: float) -> list[Station]:
    """The open village stations around a place, nearest first, 6 at most and 30 km away at most."""
    high = WITHIN_KM / _KM_A_DEGREE
    wide = high / max(math.cos(math.radians(lat)), 0.05)
    box = {"south": lat - high, "north": lat + high, "west": lng - wide, "east": lng + wide}
    rows = conn.execute(_AROUND, box).all()
    away = sorted((km_between(lat, lng, row.lat, row.lng), row.code) for row in rows)
    found: Iterable[Station | None] = (
        stations.find(conn, seal, code) for km, code in away[:NEAREST] if km <= WITHIN_KM
    )
    return [station for station in found if station]


def _of_village(village: Village) -> Locality:
    return Locality(
        key=f"{VILLAGE}{village.code}",
        station=village.station,
        name=village.name,
        village=village.name,
        town=village.town,
        county=village.county,
        city=village.city,
        province=village.province,
    )


def _identity(place: Locality) -> tuple[str, str, str]:
    """By which a village of the register is known to be the one where a station stands."""
    return core(place.county, REGION_END), core(place.town, REGION_END), core(place.village, VILLAGE_END)


def km_between(lat: float, lng: float, other_lat: float, other_lng: float) -> float:
    """On so short a way the earth is flat."""
    east = (other_lng - lng) * math.cos(math.radians(lat))
    return math.hypot(other_lat - lat, east) * _KM_A_DEGREE
