"""Who runs the county's stations: those without a manager, a code for the next one, and who came by which."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom

from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.domain.invite import Invite
from bot.domain.people import Station
from bot.storage.network import county, stations
from bot.storage.network.county import StationLine
from bot.storage.persons import invites, managing, people
from bot.storage.privacy.seal import Seal
from bot.storage.sql.cursor import Page
from bot.web.console.acting import Done, act_and_show
from bot.web.console.guard import field, seat
from bot.web.keys import DATABASE, SEAL, ZONE
from bot.web.pages import Refusal, render, words

PATH = "/console/county/invites"
A_PAGE, LONGEST = 50, 64


class NoStation(Exception):
    """The county has no open station of the code that was typed."""


async def show(request: web.Request) -> web.Response:
    """Stations without a manager; with `to`, that station's newest invites and what became of them."""
    return await _page(request, request.query.get("to", "")[:LONGEST])


async def _page(request: web.Request, to: str, *, status: int = 200, said: str = "") -> web.Response:
    where, seal = seat(request).county, request.app[SEAL]
    after, now = request.query.get("after") or None, datetime.now(request.app[ZONE])

    def work(conn: Connection) -> tuple[Page[StationLine], list[Invite], dict[str, str]]:
        without = county.station_lines(conn, where, now.date(), only="unmanned", limit=A_PAGE, after=after)
        own = bool(to) and county.holds(conn, where, to)
        made = invites.of_station(conn, seal, to) if own else []
        return without, made, {one.used_by: _name(conn, seal, one.used_by) for one in made if one.used_by}

    page, made, names = await request.app[DATABASE].run(work)
    return render(
        request, "console/county_invites.j2", status=status, said=said, page=page, made=made, names=names, to=to
    )


async def make(request: web.Request) -> web.Response:
    """A one-time code: whoever writes it becomes the station's manager in place of the one before."""
    code = field(request, "to", LONGEST)

    def action(ex: Exchange, conn: Connection) -> Done:
        station = _named(conn, request, code)
        made = invites.make(conn, request.app[SEAL], station.code, ex.facts.at, SystemRandom())
        ex.said.append(words("said.invited", station=station.name, code=made.code))
        return Done("invited", station.name)

    try:
        return await act_and_show(request, action, PATH, to=code)
    except NoStation:
        return await _page(request, code, status=422, said=words("said.close_unknown", code=code))


async def dismiss(request: web.Request) -> web.Response:
    """The manager leaves; what nobody saw there becomes the centre's."""
    code = field(request, "to", LONGEST)

    def action(ex: Exchange, conn: Connection) -> Done:
        station = _own(conn, request, code)
        try:
            for event in managing.leaving(conn, request.app[SEAL], code, ex.facts.at):
                ex.cause(event)
        except LookupError:
            raise Refusal(409, "no_manager_there") from None
        ex.said.append(words("said.dismissed", station=station.name))
        return Done("dismissed", station.name)

    return await act_and_show(request, action, PATH, to=code)


def _named(conn: Connection, request: web.Request, code: str) -> Station:
    """As it was typed, or in capitals. Raises NoStation."""
    where, seal = seat(request).county, request.app[SEAL]
    found = [stations.find(conn, seal, one) for one in (code, code.upper()) if county.holds(conn, where, one)]
    for station in found:
        if station is not None and station.status == "open":
            return station
    raise NoStation(code)


def _own(conn: Connection, request: web.Request, code: str) -> Station:
    """Raises Refusal 403 for a station of another county, as for none."""
    station = stations.find(conn, request.app[SEAL], code)
    if station is None or not county.holds(conn, seat(request).county, code):
        raise Refusal(403, "not_yours")
    return station


def _name(conn: Connection, seal: Seal, person: str) -> str:
    found = people.load(conn, seal, person)
    return found.name if found else ""
