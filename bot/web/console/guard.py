"""Who may see a page and press its buttons: read from the database with every request, so a manager who has gone is out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import msgspec
from aiohttp import hdrs, web
from multidict import MultiDict, MultiMapping
from sqlalchemy import Connection

from bot.domain.ids import LONGEST_ID, id_of
from bot.domain.people import Person, Station
from bot.storage.audit import Role
from bot.storage.network import alerts, stations
from bot.storage.network.county import County
from bot.storage.persons import people, seen
from bot.storage.privacy.seal import Seal
from bot.storage.redis.sessions import Session
from bot.trace import follow
from bot.web.console.access import BACK, COOKIE, check_form, set_cookie
from bot.web.console.parts import CONSOLE
from bot.web.forms import form_of
from bot.web.keys import DATABASE, SEAL
from bot.web.pages import Refusal, asked_for, see_other
from bot.web.pages.rendering import AROUND

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SIGN_IN = "/console/sign-in"
MOST_A_MINUTE = 240
NOTED_EVERY = 60
COUNTY_LEVELS = ("county", "town")


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits at the console, and for which station."""

    session: Session
    person: Person
    station: Station
    """Of those the person runs, the one this page is about."""
    own: tuple[Station, ...]
    """All they run, the highest level first."""
    role: Role
    unseen: int
    """Alerts of the station that wait."""
    newest: int = 0
    """The newest alert of all when the page was made: what is above it is news."""

    @property
    def county(self) -> County:
        return County.of(self.station)

    @property
    def over_county(self) -> bool:
        """Whether the person sees a county, and not only a station."""
        return any(station.level in COUNTY_LEVELS for station in self.own)


SEAT_TAKEN = web.RequestKey("seat", Seat)
FORM: web.RequestKey[MultiMapping[Any]] = web.RequestKey("form", MultiMapping)


def seat(request: web.Request) -> Seat:
    return request[SEAT_TAKEN]


def form(request: web.Request) -> MultiMapping[Any]:
    return request[FORM]


def field(request: web.Request, name: str, most: int) -> str:
    """A field of the form, trimmed and cut; '' where it is missing."""
    value = form(request).get(name, "")
    return value.strip()[:most] if isinstance(value, str) else ""


def id_in(request: web.Request, name: str) -> int | None:
    """The number in a field of the form; None where there is none."""
    return id_of(field(request, name, LONGEST_ID))


def for_manager(handler: Handler) -> Handler:
    """A page of a station: `at` says which of the person's own."""
    return _guarded(handler, "manager")


def for_county(handler: Handler) -> Handler:
    """A page of the county, for who runs its centre or a town's office."""
    return _guarded(handler, "county")


def _guarded(handler: Handler, role: Role) -> Handler:
    async def guarded(request: web.Request) -> web.StreamResponse:
        console = request.app[CONSOLE]
        writes = request.method not in (hdrs.METH_GET, hdrs.METH_HEAD)
        reads = not writes and hdrs.ACCEPT in request.headers and "text/html" in request.headers[hdrs.ACCEPT]
        session = await console.sessions.resume(request.cookies.get(COOKIE, ""), reads=reads)
        if session is None:
            return _to_sign_in(request)
        if not await console.limits.take(f"console:{session.person}", most=MOST_A_MINUTE, seconds=60):
            raise Refusal(429, "too_often")
        request[FORM] = MultiDict[Any]()
        if writes:
            request[FORM] = await form_of(request)
            check_form(request, request[FORM], session.csrf)
        follow(f"console:{token_hex(8)}")
        request[SEAT_TAKEN] = await _seated(request, session, role)
        request[AROUND] = {"seat": request[SEAT_TAKEN]}
        return await handler(request)

    return guarded


def _to_sign_in(request: web.Request) -> web.Response:
    """From there back to the page that was asked for."""
    answer = see_other(SIGN_IN, why="again" if request.cookies.get(COOKIE) else "")
    if asked := asked_for(request):
        set_cookie(request, answer, BACK, asked)
    return answer


async def _seated(request: web.Request, session: Session, role: Role) -> Seat:
    seal = request.app[SEAL]
    at = str(request[FORM].get("at", "") or request.query.get("at", ""))
    notes = await request.app[CONSOLE].limits.take(f"seen:{session.person}", most=1, seconds=NOTED_EVERY)

    def work(conn: Connection) -> Seat:
        found = _find(conn, seal, session, role, at)
        if notes:
            seen.note(conn, [found.station.code], datetime.now(UTC))
        return found

    return await request.app[DATABASE].run(work)


def _find(conn: Connection, seal: Seal, session: Session, role: Role, at: str) -> Seat:
    person = people.load(conn, seal, session.person)
    own = own_stations(conn, seal, person)
    if person is None or not own:
        raise Refusal(403, "no_manager")
    fitting = [station for station in own if role == "manager" or station.level in COUNTY_LEVELS]
    if not fitting:
        raise Refusal(403, "no_county")
    station = next((station for station in fitting if station.code == at), None) if at else fitting[0]
    if station is None:
        raise Refusal(403, "not_yours")
    unseen = alerts.count_unseen(conn, station.code)
    return Seat(
        session=session, person=person, station=station, own=own, role=role, unseen=unseen, newest=alerts.newest(conn)
    )


def own_stations(conn: Connection, seal: Seal, person: Person | None) -> tuple[Station, ...]:
    """What a person runs, the county's centre first."""
    found = [stations.find(conn, seal, code) for code in person.manages] if person else []
    level = ("county", "town", "village").index
    return tuple(sorted((s for s in found if s is not None), key=lambda s: (level(s.level), s.code)))
