"""The county's lorries: what waits, what fills one, how far each run is; and the promises kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.domain.loads import OPEN, USUAL_CAPACITY_KG, Filled, fill
from bot.domain.order import Status
from bot.domain.parcel import STAGES
from bot.domain.people import Station
from bot.storage.delivery import loads
from bot.storage.network import county, county_lorries, stations
from bot.web.api.load_shapes import LoadAsked
from bot.web.api.loading import asked_items, check_fits, move_load
from bot.web.console.acting import Done, act_and_show
from bot.web.console.guard import field, id_in, seat
from bot.web.keys import DATABASE, SEAL, ZONE
from bot.web.pages import Refusal, render, words
from bot.web.pages.words import named

PATH = "/console/county/lorries"
RUNNING_FOR, ENDED_FOR, AHEAD = timedelta(days=14), timedelta(days=1), 3
"""How far back runs are looked for: one that never arrived stays in sight."""
LONGEST = 64
NOT_ANY_MORE = (*STAGES[STAGES.index(Status.IN_TRANSIT) :], "cancelled")
"""A run that has left is not called off."""


async def show(request: web.Request) -> web.Response:
    """What waits and what runs, or with `ended` what has run; with `to`, what would fill a lorry to that station."""
    where, seal, query = seat(request).county, request.app[SEAL], request.query
    to, over = query.get("to", "")[:LONGEST], bool(query.get("ended"))
    today = datetime.now(request.app[ZONE]).date()
    since = today - (ENDED_FOR if over else RUNNING_FOR)

    def work(conn: Connection) -> dict[str, Any]:
        station = _station(conn, request, to) if to else None
        filled: Filled | None = fill(loads.waiting(conn, seal, to), USUAL_CAPACITY_KG) if station else None
        return {
            "waiting": county_lorries.waiting(conn, where, after=query.get("waits") or None),
            "runs": county_lorries.runs(conn, where, since, ended=over, after=query.get("after") or None),
            "ended": county_lorries.ended(conn, where, today - ENDED_FOR),
            "kept": county_lorries.kept(conn, where),
            "goal": station,
            "filled": filled,
        }

    found = await request.app[DATABASE].run(work)
    days = [today + timedelta(days=n) for n in range(AHEAD)]
    around: dict[str, Any] = {"days": days, "capacity": USUAL_CAPACITY_KG, "next": next_of, "over": over}
    return render(request, "console/county_lorries.j2", **around, **found)


async def make(request: web.Request) -> web.Response:
    """Put on a lorry whatever fills it."""
    code, day = field(request, "to", LONGEST), _day(field(request, "day", LONGEST))

    def action(ex: Exchange, conn: Connection) -> Done:
        station, seal = _station(conn, request, code), request.app[SEAL]
        asked = LoadAsked(station=code, day=day)
        items = list(asked_items(conn, seal, asked, USUAL_CAPACITY_KG))
        check_fits(items, USUAL_CAPACITY_KG)
        load, taken = loads.add(
            conn,
            county=station.county,
            station=code,
            day=day,
            capacity_kg=USUAL_CAPACITY_KG,
            items=items,
            at=ex.facts.at,
        )
        if taken:
            raise Refusal(409, "not_now")
        ex.said.append(words("said.loaded", count=len(items), station=station.name))
        return Done("loaded", f"{load}号车 {station.name}")

    return await act_and_show(request, action, PATH)


async def move(request: web.Request) -> web.Response:
    """A run goes on, with all that is on it; or it is called off before it leaves."""
    number, to = id_in(request, "load"), field(request, "go", LONGEST)

    def action(ex: Exchange, conn: Connection) -> Done:
        load = loads.find(conn, number) if number is not None else None
        if load is None:
            raise Refusal(404)
        station = _station(conn, request, load.station)
        if to not in (*STAGES, "cancelled"):
            raise Refusal(422)
        if to == "cancelled":
            moved = loads.call_off(conn, load.id, ex.facts.at)
        elif moved := loads.advance(conn, load.id, Status(to), ex.facts.at):
            move_load(conn, request.app[SEAL], load, station, Status(to), ex.facts.at)
        if not moved:
            raise Refusal(409, "not_now")
        ex.said.append(words("said.run_moved", load=load.id, station=station.name, stage=named("runs", to)))
        return Done("run_moved", f"{load.id}号车 {named('runs', to)}")

    return await act_and_show(request, action, PATH)


def next_of(stage: str) -> list[str]:
    """Where a run can go from a stage: one step on; before it has left it can be called off."""
    if stage == "cancelled":
        return []
    on = [str(one) for one in STAGES][0 if stage == OPEN else STAGES.index(Status(stage)) + 1 :][:1]
    return [*on, *([] if stage in NOT_ANY_MORE else ["cancelled"])]


def _station(conn: Connection, request: web.Request, code: str) -> Station:
    found = stations.find(conn, request.app[SEAL], code)
    if found is None or not county.holds(conn, seat(request).county, code):
        raise Refusal(403, "not_yours")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(422) from None
