"""The county's fitters' day, to be printed."""

from __future__ import annotations

from datetime import date, datetime

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.installation import region
from bot.storage.delivery import installations
from bot.web.api import installation_sheet
from bot.web.api.installation_sheet import Row
from bot.web.console.guard import seat
from bot.web.keys import DATABASE, SEAL, ZONE
from bot.web.pages import Refusal


async def show(request: web.Request) -> web.Response:
    """Of the day that is asked for, else of today."""
    station, seal = seat(request).station, request.app[SEAL]
    day = _day(request.query.get("date", ""), datetime.now(request.app[ZONE]).date())

    def work(conn: Connection) -> list[Row]:
        visits = installations.visits(conn, seal, day, in_region=region(station))
        return installation_sheet.rows(conn, seal, visits)

    found = await request.app[DATABASE].run(work)
    return installation_sheet.as_page(request, found, day, station.county)


def _day(text: str, today: date) -> date:
    """Raises Refusal 400: another day's visits are not printed for the one that was meant."""
    try:
        return date.fromisoformat(text) if text else today
    except ValueError as wrong:
        raise Refusal(400, "no_day") from wrong
