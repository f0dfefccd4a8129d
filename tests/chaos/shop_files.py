"""The shop's catalogue and its stations, as files to be imported."""

from __future__ import annotations

import csv
from pathlib import Path

from goods import SCARCE

CATALOG = Path(__file__).parent.parent / "stories" / "catalog.csv"
STATIONS = 8
COLUMNS = (
    "code", "name", "level", "kind", "parent", "province", "city", "county", "town", "village",
    "manager_name", "manager_phone", "manager_wechat", "cutoff",
)  # fmt: skip  # a table, a row a line
SIGNS = "柏槐杨柳桃李梨枣"


def write_files(home: Path) -> tuple[Path, Path]:
    """The catalogue as it is, and stations of villages whose names differ in one character."""
    home.mkdir(parents=True, exist_ok=True)
    around = {"province": "河南省", "city": "南阳市", "county": "青禾县", "kind": "service", "cutoff": "16:00"}
    chief = {"manager_name": "县主任", "manager_phone": "13900999999", "manager_wechat": "oCountyChief"}
    rows = [around | chief | {"code": "CH", "name": "青禾县中心", "level": "county"}]
    for n in range(STATIONS):
        manager = {"manager_name": f"站长{n}", "manager_phone": f"139009{n:05d}", "manager_wechat": f"oChief{n}"}
        place = {"town": "大榆镇", "village": f"{SIGNS[n]}树村", "name": f"{SIGNS[n]}树站"}
        rows.append(around | place | manager | {"code": f"CH{n:02d}", "level": "village", "parent": "CH"})
    path = home / "stations.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return CATALOG, path


def supply() -> int:
    with CATALOG.open(encoding="utf-8") as file:
        return next(int(row["stock"]) for row in csv.DictReader(file) if row["sku"] == SCARCE)
