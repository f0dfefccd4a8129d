"""The network's files: stations and what stands on their shelves.

Stations: code, name, level, kind, parent, province, city, county, town, village, manager_name, manager_phone,
manager_wechat, cutoff, hours, lorry_days, lat, lng, status. Stock: station, sku, quantity.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from bot.domain.people import Station
from bot.domain.phone import e164
from bot.domain.timetable import clock, opening_hours, weekdays
from catalog.cells import Cells, Seen, shorten
from catalog.problem import Problem, Reading, collect
from catalog.sheet import Columns, Progress, sheet_rows

Level = Literal["county", "town", "village"]

STATION_COLUMNS = Columns(
    required=("code", "name"),
    optional=(
        "level", "kind", "parent", "province", "city", "county", "town", "village",
        "manager_name", "manager_phone", "manager_wechat", "cutoff",
        "hours", "lorry_days", "lat", "lng", "status",
    ),
)  # fmt: skip  # a table, a row a line
STOCK_COLUMNS = Columns(required=("station", "sku", "quantity"))
RANK: dict[str, int] = {"county": 0, "town": 1, "village": 2}
"""A parent stands above its children, so that no chain of parents can come back to its beginning."""
MOST_ON_A_SHELF = Decimal(1_000_000)
MAX_CODE = 64
"""The code is the scene of the station's WeChat QR, which holds 64 characters."""
MAX_PLACE, MAX_NAME = 40, 60
_SCENE = re.compile(r"[\w!#$&'()*+,/:;=?@~.\-]+", re.ASCII)
_OPENID = re.compile(r"[\w\-]{1,64}", re.ASCII)


class ShelfCount(NamedTuple):
    """What was counted of one article on one station's shelf, in selling units."""

    station: str
    sku: str
    quantity: Decimal


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of the network, as far as a file of stations must agree with it."""

    levels: Mapping[str, Level] = {}
    """Of every station, by code: these may be parents too."""
    closed: Container[str] = ()
    """They stay closed where the file does not say that they are open."""
    in_use: Container[str] = ()
    """Stations with villagers or open orders, which a file cannot close."""


def read_stations(path: Path, standing: Standing | None = None, progress: Progress | None = None) -> Reading[Station]:
    """The whole network file; see `each_station`. Raises BadFile."""
    return collect(each_station(path, standing, progress))


def each_station(
    path: Path, standing: Standing | None = None, progress: Progress | None = None
) -> Iterator[Station | Problem]:
    """Stations one at a time, parents checked: a row gives its station, or all its problems. Raises BadFile.

    Only codes and levels are held, so a network of 150,000 villages needs some 30 MB.
    """
    standing = standing or Standing()
    levels = {**standing.levels, **_levels(path)}
    seen = Seen()
    for row in sheet_rows(path, STATION_COLUMNS, progress):
        cells = Cells(row)
        station = _station(cells, standing)
        seen.note(cells, "code", station.code, station.code)
        _check_parent(cells, station, levels)
        if cells.problems:
            yield from cells.problems
        else:
            yield station


def read_stock(
    path: Path,
    stations: Container[str] | None = None,
    skus: Container[str] | None = None,
    progress: Progress | None = None,
) -> Reading[ShelfCount]:
    """The whole stock file. Where `stations` and `skus` are given, others are problems. Raises BadFile."""
    return collect(each_count(path, stations, skus, progress))


def each_count(
    path: Path,
    stations: Container[str] | None = None,
    skus: Container[str] | None = None,
    progress: Progress | None = None,
) -> Iterator[ShelfCount | Problem]:
    """Counts one at a time, as `each_station` does."""
    seen = Seen()
    for row in sheet_rows(path, STOCK_COLUMNS, progress):
        cells = Cells(row)
        count = _count(cells, stations, skus)
        seen.note(cells, "sku", count[:2], f"{count.sku} of {count.station}" if count.sku else "")
        if cells.problems:
            yield from cells.problems
        else:
            yield count


def _levels(path: Path) -> dict[str, Level]:
    """A first pass, because a child may stand above its parent in the file."""
    levels: dict[str, Level] = {}
    for row in sheet_rows(path, STATION_COLUMNS):
        cells = Cells(row)
        levels.setdefault(cells.code("code", limit=MAX_CODE), _level(cells))
    return levels


def _level(cells: Cells) -> Level:
    return cells.choice("level", {"village": "village", "town": "town", "county": "county", "": "village"})


def _station(cells: Cells, standing: Standing) -> Station:
    code = _code(cells)
    return Station(
        code=code,
        name=cells.text("name", limit=MAX_NAME, required=True),
        level=_level(cells),
        kind=cells.choice("kind", {"service": "service", "select": "select", "": "service"}),
        parent=cells.code("parent", limit=MAX_CODE),
        province=cells.text("province", limit=MAX_PLACE),
        city=cells.text("city", limit=MAX_PLACE),
        county=cells.text("county", limit=MAX_PLACE),
        town=cells.text("town", limit=MAX_PLACE),
        village=cells.text("village", limit=MAX_PLACE),
        manager_name=cells.text("manager_name", limit=MAX_PLACE),
        manager_phone=cells.parsed("manager_phone", _phone, ""),
        manager_wechat=cells.parsed("manager_wechat", _openid, ""),
        cutoff=cells.parsed("cutoff", clock, time(16, 0)),
        hours=cells.parsed("hours", opening_hours, ""),
        lorry_days=cells.parsed("lorry_days", weekdays, ()),
        lat=_degrees(cells, "lat", 90),
        lng=_degrees(cells, "lng", 180),
        status=_status(cells, code, standing),
    )


def _status(cells: Cells, code: str, standing: Standing) -> Literal["open", "closed"]:
    closed = code in standing.closed
    status: Literal["open", "closed"] = cells.choice(
        "status", {"open": "open", "closed": "closed", "": "closed" if closed else "open"}
    )
    if status == "closed" and not closed and code in standing.in_use:
        shown = shorten(code)
        cells.problem(
            "status", f"{shown} has villagers or open orders; write `cunkou close-station {shown} --move-to CODE`"
        )
    return status


def _degrees(cells: Cells, column: str, most: int) -> float | None:
    value = cells.number(column, least=Decimal(-most), most=Decimal(most), places=10)
    return None if value is None else float(value)


def _code(cells: Cells) -> str:
    code = cells.code("code", limit=MAX_CODE, required=True)
    if code and not _SCENE.fullmatch(code):
        cells.problem("code", f"'{shorten(code)}' cannot be put into a WeChat QR; use Latin letters, digits and -")
    return code


def _phone(text: str) -> str:
    phone = e164(text)
    if phone is None:
        raise ValueError(f"'{shorten(text)}' is no mobile number; write 11 digits beginning with 1, or +country number")
    return phone


def _openid(text: str) -> str:
    if not _OPENID.fullmatch(text):
        raise ValueError(f"'{shorten(text)}' is no openid; copy it from the account's list of followers")
    return text


def _check_parent(cells: Cells, station: Station, levels: Mapping[str, Level]) -> None:
    if not station.parent:
        return
    above = levels.get(station.parent)
    if station.parent == station.code:
        cells.problem("parent", "a station cannot be its own parent; leave it blank or name the town or county centre")
    elif above is None:
        cells.problem("parent", f"there is no station {shorten(station.parent)}; add its row or correct the code")
    elif RANK[above] >= RANK[station.level]:
        cells.problem("parent", f"{shorten(station.parent)} is a {above}, which cannot stand above a {station.level}")


def _count(cells: Cells, stations: Container[str] | None, skus: Container[str] | None) -> ShelfCount:
    station = cells.code("station", limit=MAX_CODE, required=True)
    sku = cells.code("sku", limit=32, required=True)
    if station and stations is not None and station not in stations:
        cells.problem("station", f"there is no station {shorten(station)}; import the stations first")
    if sku and skus is not None and sku not in skus:
        cells.problem("sku", f"the catalogue has no {shorten(sku)}; import the catalogue first")
    quantity = cells.number("quantity", least=Decimal(0), most=MOST_ON_A_SHELF, places=3, required=True)
    return ShelfCount(station, sku, quantity or Decimal(0))
