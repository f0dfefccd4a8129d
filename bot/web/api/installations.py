"""Appliances to be installed, over the API: listed, moved by the county, and as the installers' day sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.events import InstallationMoved
from bot.domain.installation import TO_FIT, is_overdue
from bot.domain.order import Order
from bot.storage.delivery import installations
from bot.storage.delivery.visit_list import Only, listed
from bot.storage.record import SlotFull, record
from bot.web.api import installation_sheet
from bot.web.api.asking import answer, body, day, limit, once, one_of
from bot.web.api.installation_shapes import MoveAsked, VisitShape
from bot.web.api.installation_sheet import Row
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.api.order_views import contacts_of, known_order
from bot.web.api.shapes import InstallationPage, InstallationShape
from bot.web.keys import DATABASE, SEAL, WAKE, ZONE
from bot.web.problems import Problem

ON, IN_COUNTY = ("date", "only on this day, like 2026-12-01"), ("county", "only in this county, by its name")
OVERDUE = ("overdue", "true: only what should have been installed on a day that is over, the oldest first")


async def list_installations(request: web.Request) -> web.Response:
    """Those to come, the nearest day first, then those of the days before, the latest first; or only what is overdue."""
    seal, query, most = request.app[SEAL], request.query, limit(request)
    only = Only(
        station=query.get("station"),
        county=query.get("county"),
        on=day(request, "date"),
        overdue=one_of(request, "overdue", ("true", "false")) == "true",
    )
    today = datetime.now(request.app[ZONE]).date()

    def work(conn: Connection) -> InstallationPage:
        found = listed(conn, seal, only, today, most)
        contacts = contacts_of(conn, seal, found)
        shown = (shape for order in found for shape in _shapes(order, contacts[order.number], today))
        return InstallationPage(installations=list(shown))

    return answer(await request.app[DATABASE].run(work))


def _shapes(order: Order, contact: str, today: date) -> Iterator[InstallationShape]:
    """One for each article of the order's visit."""
    agreed = order.installation
    if agreed is None:
        return
    for line in order.lines:
        yield InstallationShape(
            order=order.number,
            sku=line.sku,
            station=order.station,
            contact=contact,
            date=agreed.date,
            period=agreed.period,
            time=agreed.time or None,
            status=order.status,
            overdue=is_overdue(order, today),
        )


async def sheet(request: web.Request) -> web.Response:
    """All a day's visits with addresses, phones and what was told of the houses; today's where no day is given."""
    seal, query = request.app[SEAL], request.query
    on = day(request, "date") or datetime.now(request.app[ZONE]).date()
    form = one_of(request, "format", ("csv", "html"))

    def work(conn: Connection) -> list[Row]:
        visits = installations.visits(conn, seal, on, county=query.get("county"), station=query.get("station"))
        return installation_sheet.rows(conn, seal, visits)

    found = await request.app[DATABASE].run(work)
    if form == "html":
        return installation_sheet.as_page(request, found, on, query.get("county", "")[:40])
    return installation_sheet.as_csv(found, on)


async def move(request: web.Request) -> web.Response:
    """The county agrees on another time; villager and fitters are told."""
    number, seal = request.match_info["number"], request.app[SEAL]
    asked = body(await request.read(), MoveAsked)
    at = datetime.now(request.app[ZONE])
    if asked.date < at.date():
        raise Problem(422, "date: that day is over")

    def work(conn: Connection) -> VisitShape:
        order = known_order(conn, seal, number)
        if order.installation is None or order.status not in TO_FIT:
            raise Problem(409, f"order {order.number} has nothing to be installed", order_status=order.status)
        moved = InstallationMoved(
            number=order.number, date=asked.date, period=asked.period, time=asked.time or "", by="county"
        )
        record(conn, [moved], seal=seal, at=at)
        return _visit(conn, number, asked)

    try:
        said = await once(request, work)
    except SlotFull as full:
        raise Problem(409, f"the fitters have no room on {asked.date} at that time") from full
    request.app[WAKE]()
    return said


def _visit(conn: Connection, number: str, asked: MoveAsked) -> VisitShape:
    half = installations.halves(conn, [number])[number]
    return VisitShape(order=number, date=asked.date, period=asked.period, time=asked.time, half=half)


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/installations",
            summary="Appliances to be installed: the nearest day first, then those of past days, the latest first",
            answer=InstallationPage,
            query=(AT_STATION, ON, IN_COUNTY, OVERDUE, PAGING[0]),
        ),
        list_installations,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/installations/sheet",
            summary="The installers' day sheet, as CSV or as a page to print",
            answer=None,
            query=(ON, IN_COUNTY, AT_STATION, ("format", "csv (where not given) or html")),
        ),
        sheet,
    ),
    (
        Operation(
            method="POST",
            path="/api/v1/installations/{number}",
            summary="The county moves the visit of an order's fitters; the villager and they are told",
            asked=MoveAsked,
            answer=VisitShape,
            refusals=(400, 401, 404, 409, 422),
        ),
        move,
    ),
)
