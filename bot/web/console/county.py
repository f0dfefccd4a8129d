"""The county over its stations: how they stand, what is late, what nobody answered, what is installed, who did what."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.domain.order import Order
from bot.storage import audit
from bot.storage.messages import dead_letters
from bot.storage.network import alerts, county, county_alerts, stations
from bot.storage.network.county import Only
from bot.storage.sql.cursor import Page
from bot.web.console.acting import Done, act_and_show
from bot.web.console.guard import id_in, seat
from bot.web.keys import DATABASE, SEAL, ZONE
from bot.web.pages import render, words

PATH = "/console/county"
A_PAGE = 50
FILTERS: dict[str, Only] = {"late": "late", "alerts": "alerts"}


async def overview(request: web.Request) -> web.Response:
    """The county's figures, and its stations in pages."""
    where, now, query = seat(request).county, datetime.now(request.app[ZONE]), request.query
    asked, only = query.get("q", "")[: county.LONGEST_WORDS], FILTERS.get(query.get("only", ""), "all")

    def work(conn: Connection) -> tuple[county.Totals, int, Page[county.StationLine]]:
        page = county.station_lines(
            conn, where, now.date(), words=asked.strip(), only=only, limit=A_PAGE, after=query.get("after") or None
        )
        return county.totals(conn, where, now.date()), dead_letters.count(conn, where, now=now), page

    totals, dead, page = await request.app[DATABASE].run(work)
    return render(request, "console/county.j2", totals=totals, dead=dead, page=page, asked=asked, only=only)


async def late(request: web.Request) -> web.Response:
    where, today, seal = seat(request).county, datetime.now(request.app[ZONE]).date(), request.app[SEAL]
    after = request.query.get("after") or None

    def work(conn: Connection) -> tuple[Page[Order], dict[str, str]]:
        page = county.late_orders(conn, seal, where, today, limit=A_PAGE, after=after)
        return page, stations.names(conn, (order.station for order in page.rows))

    page, names = await request.app[DATABASE].run(work)
    return render(request, "console/county_late.j2", page=page, names=names)


async def show_alerts(request: web.Request) -> web.Response:
    where, seal = seat(request).county, request.app[SEAL]
    page = await request.app[DATABASE].run(
        lambda conn: county_alerts.unseen_ones(
            conn, seal, where, limit=A_PAGE, after=request.query.get("after") or None
        )
    )
    return render(request, "console/county_alerts.j2", page=page)


async def acknowledge(request: web.Request) -> web.Response:
    """The county takes an alert of one of its stations upon itself."""
    where, alert, seal = seat(request).county, id_in(request, "alert"), request.app[SEAL]

    def action(ex: Exchange, conn: Connection) -> Done | None:
        found = county_alerts.unseen_one(conn, seal, where, alert) if alert is not None else None
        count = alerts.acknowledge(conn, found.station, ex.facts.at, alert=found.id) if found else 0
        ex.said.append(words("said.acknowledged", count=count))
        return Done("acknowledged", found.name) if found else None

    return await act_and_show(request, action, f"{PATH}/alerts")


async def installations(request: web.Request) -> web.Response:
    where, today, seal = seat(request).county, datetime.now(request.app[ZONE]).date(), request.app[SEAL]

    def work(conn: Connection) -> tuple[list[Order], list[Order], dict[str, str]]:
        overdue, coming = (
            ask(conn, seal, where, today) for ask in (county.overdue_installations, county.installations)
        )
        return overdue, coming, stations.names(conn, (order.station for order in [*overdue, *coming]))

    overdue, found, names = await request.app[DATABASE].run(work)
    return render(
        request,
        "console/county_installations.j2",
        overdue=overdue,
        orders=found,
        names=names,
        tomorrow=today + timedelta(days=1),
    )


async def show_audit(request: web.Request) -> web.Response:
    where = seat(request).county
    page = await request.app[DATABASE].run(
        lambda conn: audit.page(conn, where, limit=A_PAGE, after=request.query.get("after") or None)
    )
    return render(request, "console/county_audit.j2", page=page)
