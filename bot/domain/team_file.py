"""The file of installation teams: county, name, city, province, phone, half_day_capacity, weekdays."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from bot.domain.installation import RULES, Team
from bot.domain.phone import e164
from bot.domain.timetable import weekdays
from catalog.cells import Cells, Seen, shorten
from catalog.problem import Problem
from catalog.sheet import Columns, Progress, sheet_rows

COLUMNS = Columns(required=("county", "half_day_capacity"), optional=("city", "province", "name", "phone", "weekdays"))
MOST_VISITS = Decimal(500)
MAX_PLACE, MAX_NAME = 40, 60
_EVERY_DAY = tuple(range(1, 8))


def each_team(path: Path, progress: Progress | None = None) -> Iterator[Team | Problem]:
    """Teams one at a time, one a county: a row gives its team, or all its problems. Raises BadFile."""
    seen = Seen()
    for row in sheet_rows(path, COLUMNS, progress):
        cells = Cells(row)
        team = _team(cells)
        seen.note(cells, "county", (team.province, team.city, team.county), team.county)
        if cells.problems:
            yield from cells.problems
        else:
            yield team


def _team(cells: Cells) -> Team:
    capacity = cells.number("half_day_capacity", least=Decimal(0), most=MOST_VISITS, places=0, required=True)
    return Team(
        county=cells.text("county", limit=MAX_PLACE, required=True),
        city=cells.text("city", limit=MAX_PLACE),
        province=cells.text("province", limit=MAX_PLACE),
        name=cells.text("name", limit=MAX_NAME),
        phone=cells.parsed("phone", _phone, ""),
        half_day_capacity=RULES.default.half_day_capacity if capacity is None else int(capacity),
        weekdays=cells.parsed("weekdays", weekdays, RULES.default.weekdays) or _EVERY_DAY,
    )


def _phone(text: str) -> str:
    phone = e164(text)
    if phone is None:
        raise ValueError(f"'{shorten(text)}' is no mobile number; write 11 digits beginning with 1, or +country number")
    return phone
