"""A composed country: provinces, cities, counties, towns and villages whose names repeat as real ones do, and the
stations among them. Names are made by rule from characters that places are named with; no register was copied."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

FIRST = "东西南北上下前后大小新石王李张刘陈杨赵黄周吴马高林青白清金长红双三五平安"
LAST = "河山庄沟湾坪岭塘坝桥家店铺营堡洼井泉岗台沙口湖林田柳槐坡窑寨屯集"
WISHES = ("和平", "新建", "团结", "胜利", "红星", "东风", "光明", "前进", "永丰", "兴隆", "幸福", "新民")
WISHED = 0.015
"""How many villages bear one of the wishes; of 620,000 each then comes some 775 times."""
TOWNS_A_COUNTY, COUNTIES_A_CITY, CITIES_A_PROVINCE = 20, 8, 12
_SEED = 20_180_613


class Village(NamedTuple):
    code: str
    name: str
    town: str
    county: str
    city: str
    province: str


def villages(count: int, counties: int) -> Iterator[Village]:
    """`count` villages, spread evenly over the counties."""
    dice = random.Random(_SEED)  # noqa: S311 - the same country every time
    for county in range(counties):
        around = _region(county)
        share = count // counties + (county < count % counties)
        towns = [f"{_two(county * 31 + town * 7 + 5)}镇" for town in range(TOWNS_A_COUNTY)]
        for place, town in enumerate(islice(cycle(towns), share)):
            name = dice.choice(WISHES) if dice.random() < WISHED else _village(dice)
            yield Village(f"{county + 1:06d}{place % TOWNS_A_COUNTY:03d}{place:03d}", f"{name}村", town, *around)


def write_villages(path: Path, every: Iterator[Village]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*Village._fields, "station"])
        writer.writerows([*village, ""] for village in every)


def write_stations(path: Path, every: Iterator[Village], count: int, of: int) -> int:
    """Stations in `count` of the `of` villages, with a centre for each county; returns how many rows that are."""
    columns = (
        "code", "name", "level", "kind", "parent", "province", "city", "county", "town", "village",
        "manager_name", "manager_phone", "manager_wechat", "cutoff", "hours", "lorry_days", "lat", "lng",
    )  # fmt: skip  # a table, a row a line
    written, centre = 0, ""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for place, village in enumerate(every):
            if village.code[:6] != centre:
                centre = village.code[:6]
                writer.writerow(
                    [f"C{centre}", f"{village.county}中心", "county", "service", "", *_around(village), *_rest(written)]
                )
                written += 1
            if place * count // of != (place + 1) * count // of:
                kind = "select" if written % 50 == 0 else "service"
                row = [f"S{village.code}", f"{village.name[:-1]}站", "village", kind, f"C{centre}"]
                writer.writerow([*row, *_around(village, village.town, village.name), *_rest(written)])
                written += 1
    return written


def _around(village: Village, town: str = "", name: str = "") -> tuple[str, ...]:
    return village.province, village.city, village.county, town, name


def _rest(n: int) -> tuple[str, ...]:
    """The manager, the timetable and a place on the map of the n-th station."""
    days = ("", "一三五", "二四六")[n % 3]
    lat, lng = f"{22 + n % 400 / 20:.4f}", f"{98 + n // 400 / 20:.4f}"
    return ("站长", f"139{n:08d}", f"oManager{n}", "16:00", "08:00-20:00", days, lat, lng)


def _region(county: int) -> tuple[str, str, str]:
    city = county // COUNTIES_A_CITY
    province = city // CITIES_A_PROVINCE
    return f"{_two(county * 17 + 3)}县", f"{_two(city * 13 + 11)}市", f"{_two(province * 29 + 2)}省"


def _two(n: int) -> str:
    return FIRST[n % len(FIRST)] + LAST[n // len(FIRST) % len(LAST)]


def _village(dice: random.Random) -> str:
    return dice.choice(FIRST) + (dice.choice(FIRST) if dice.random() < 0.6 else "") + dice.choice(LAST)  # noqa: PLR2004 - most names have three characters
