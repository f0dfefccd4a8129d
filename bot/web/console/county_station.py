"""One station as the county sees it, and its end: where its villagers and orders go, read back before it counts."""

from __future__ import annotations

from datetime import datetime

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.domain.people import Station
from bot.storage.network import closing, county, stations
from bot.storage.network.closing import Burden, CannotClose, Successor
from bot.storage.network.county import StationLine
from bot.web.console.acting import Done, act_and_show
from bot.web.console.guard import field, seat
from bot.web.keys import DATABASE, SEAL, ZONE
from bot.web.pages import Refusal, render, words

PATH = "/console/county/station"
LONGEST = 64
NOBODY = "-"
"""Chosen where nothing has to go anywhere."""


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What a page shows of a station."""

    station: Station
    line: StationLine
    burden: Burden
    others: list[Successor]
    goal: Station | None = None
    """Who takes over, where one was chosen; of a closed one, who took over."""

    @property
    def closable(self) -> bool:
        """A centre stays: its county would be without one."""
        return self.station.status == "open" and self.station.level != "county"

    @property
    def empty(self) -> bool:
        return not (self.burden.villagers or self.burden.orders)


async def show(request: web.Request) -> web.Response:
    """How it stands, and the form by which it is closed."""
    return await _page(request, request.query.get("code", "").strip()[:LONGEST])


async def close(request: web.Request) -> web.Response:
    """First what will become of everything is read back; then, with `sure`, it is done."""
    code, sure = field(request, "code", LONGEST), field(request, "sure", 1)
    chosen, other = field(request, "to", LONGEST), field(request, "other", LONGEST)
    to = other or chosen
    view = await _view(request, code, "" if to == NOBODY else to)
    if not view.closable:
        raise Refusal(409, "not_closable")
    problem = _problem(view, to)
    if problem:
        said = words(f"said.{problem}", code=to)
        return await _page(request, code, status=422, said=said, chosen=chosen, other=other)
    if not sure:
        return render(request, "console/county_close.j2", view=view, to=to)
    return await _done(request, view)


async def _done(request: web.Request, view: View) -> web.Response:
    station, goal = view.station, view.goal

    def action(ex: Exchange, conn: Connection) -> Done:
        try:
            done = closing.close(conn, request.app[SEAL], station.code, goal.code if goal else "", ex.facts.at)
        except CannotClose:
            raise Refusal(409, "closing_changed") from None
        if goal is None:
            ex.said.append(words("said.closed", station=station.name))
            return Done("closed", station.name)
        ex.said.append(words("said.closed_to", station=station.name, goal=goal.name, what=_went(done)))
        return Done("closed", f"{station.name} → {goal.name}")

    return await act_and_show(request, action, PATH, code=station.code)


def _went(done: closing.Closed) -> str:
    parts = [(done.villagers, "closed_villagers"), (done.orders, "closed_orders")]
    return "、".join(words(f"said.{key}", count=count) for count, key in parts if count) or words("said.closed_nothing")


def _problem(view: View, to: str) -> str:
    if not to:
        return "close_where"
    if to == NOBODY:
        return "" if view.empty else "close_not_empty"
    fits = view.goal is not None and view.goal.status == "open" and view.goal.code != view.station.code
    return "" if fits else "close_unknown"


async def _page(
    request: web.Request, code: str, *, status: int = 200, said: str = "", chosen: str = "", other: str = ""
) -> web.Response:
    view = await _view(request, code)
    typed = {"said": said, "chosen": chosen, "other": other, "nobody": NOBODY}
    return render(request, "console/county_station.j2", status=status, view=view, **typed)


async def _view(request: web.Request, code: str, to: str = "") -> View:
    where, seal, today = seat(request).county, request.app[SEAL], datetime.now(request.app[ZONE]).date()

    def work(conn: Connection) -> View:
        found = county.station_line(conn, where, code, today)
        station = stations.find(conn, seal, code)
        if found is None or station is None:
            raise Refusal(404, "no_station")
        heirs = (to, to.upper()) if to else (station.successor,)
        goal = next((one for one in heirs if one and county.holds(conn, where, one)), "")
        return View(
            station=station,
            line=found,
            burden=closing.burden(conn, code),
            others=closing.successors(conn, station),
            goal=stations.find(conn, seal, goal) if goal else None,
        )

    return await request.app[DATABASE].run(work)
