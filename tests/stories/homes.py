"""A station of its own for every story, and the stations file that makes them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from story import HERE, Story

COLUMNS = (
    "code,name,level,kind,parent,province,city,county,town,village,manager_name,manager_phone,manager_wechat,cutoff"
)
# Far apart in sound and sight, so that a name said means one village.
VILLAGES = (HERE / "villages.txt").read_text(encoding="utf-8").split()


class Home(NamedTuple):
    code: str
    village: str
    county: str
    town: str
    manager_phone: str
    manager_wechat: str


def homes(stories: Sequence[Story]) -> dict[str, Home]:
    """Story id → its station. Managers' phones and openids are invented and each their own."""
    found = {}
    for n, story in enumerate(stories):
        village = story.village or VILLAGES[n]
        found[story.id] = Home(
            code=f"ST{n + 1:03d}",
            village=village,
            county=story.county or "青禾县",
            town=story.town or "大榆镇",
            manager_phone=f"+8613900{n:06d}",
            manager_wechat=f"oManager{n:03d}",
        )
    return found


def write_stations(path: Path, stories: Sequence[Story]) -> dict[str, Home]:
    """Write the stations file of these stories: counties, the stories' stations, and the further villages they name."""
    own = homes(stories)
    counties = {home.county for home in own.values()} | {v.county for s in stories for v in s.also if v.county}
    code_of = {county: f"CO{n}" for n, county in enumerate(sorted(counties))}
    rows = [_row(code, f"{county}中心", "county", county=county) for county, code in code_of.items()]
    for story in stories:
        home = own[story.id]
        rows.append(_village_row(home, code_of))
        for n, other in enumerate(story.also):
            county = other.county or home.county
            further = Home(f"{home.code}N{n}", other.village, county, other.town or home.town, "", "")
            rows.append(_village_row(further, code_of))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS.split(","), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return own


def _village_row(home: Home, code_of: dict[str, str]) -> dict[str, str]:
    return _row(home.code, f"{home.village}服务站", "village", county=home.county, parent=code_of[home.county]) | {
        "town": home.town,
        "village": home.village,
        "manager_name": "周站长" if home.manager_phone else "",
        "manager_phone": home.manager_phone,
        "manager_wechat": home.manager_wechat,
    }


def _row(code: str, name: str, level: str, *, county: str, parent: str = "") -> dict[str, str]:
    place = {"province": "河南省", "city": "南阳市", "county": county}
    return {"code": code, "name": name, "level": level, "kind": "service", "parent": parent, "cutoff": "16:00"} | place
