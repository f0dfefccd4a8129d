"""The network's changes: villages looked up, managers invited and dismissed, stations closed."""

from __future__ import annotations

from datetime import UTC, datetime
from random import SystemRandom

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.invite import Invite
from bot.storage.network import closing, stations, villages
from bot.storage.persons import invites, managing
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from bot.storage.sql.cursor import BadCursor
from bot.web.api.asking import answer, body, limit, once
from bot.web.api.network_shapes import (
    CloseAsked,
    ClosedShape,
    InviteAsked,
    InviteList,
    InviteShape,
    VillagePage,
    VillageShape,
)
from bot.web.api.noting import note
from bot.web.api.openapi import PAGING, Operation, Operations
from bot.web.keys import DATABASE, SEAL, WAKE, ZONE
from bot.web.problems import Problem


async def list_villages(request: web.Request) -> web.Response:
    """Villages of the register, whether a station stands there or not; `name` also in pinyin or misspelt by ear."""
    most, query = limit(request), request.query

    def work(conn: Connection) -> VillagePage:
        page = villages.page(
            conn, county=query.get("county"), name=query.get("name"), limit=most, after=query.get("cursor")
        )
        rows = [VillageShape(**{f: getattr(row, f) for f in VillageShape.__struct_fields__}) for row in page.rows]
        return VillagePage(villages=rows, next=page.next)

    try:
        return answer(await request.app[DATABASE].run(work))
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad


async def list_invites(request: web.Request) -> web.Response:
    code, seal, now = request.match_info["code"], request.app[SEAL], datetime.now(UTC)

    def work(conn: Connection) -> InviteList:
        _there(conn, seal, code)
        return InviteList(invites=[_invite(invite, now) for invite in invites.of_station(conn, seal, code)])

    return answer(await request.app[DATABASE].run(work))


async def make_invite(request: web.Request) -> web.Response:
    """A one-time code for the station's next manager, who types 邀请码 and the code in WeChat or by SMS."""
    code, seal, now = request.match_info["code"], request.app[SEAL], datetime.now(UTC)
    body(await request.read() or b"{}", InviteAsked)

    def work(conn: Connection) -> InviteShape:
        _there(conn, seal, code)
        return _invite(invites.make(conn, seal, code, now, SystemRandom()), now)

    return await once(request, work, status=201)


async def dismiss_manager(request: web.Request) -> web.Response:
    """204: the station has no manager now; what its manager was alerted of and nobody saw is the county's."""
    code, seal, now = request.match_info["code"], request.app[SEAL], datetime.now(request.app[ZONE])

    def work(conn: Connection) -> None:
        note(conn, request)
        try:
            events = list(managing.leaving(conn, seal, code, now))
        except LookupError as nobody:
            raise Problem(404, "there is no such station, or nobody runs it") from nobody
        record(conn, events, seal=seal, at=now)

    await request.app[DATABASE].run(work)
    request.app[WAKE]()
    return web.Response(status=204)


async def close_station(request: web.Request) -> web.Response:
    """Its villagers and open orders go to `move_to`, which it needs where there are any; the villagers are told."""
    code, seal, now = request.match_info["code"], request.app[SEAL], datetime.now(request.app[ZONE])
    asked = body(await request.read(), CloseAsked)

    def work(conn: Connection) -> ClosedShape:
        _there(conn, seal, code)
        try:
            done = closing.close(conn, seal, code, asked.move_to, now)
        except closing.CannotClose as cannot:
            raise Problem(409, str(cannot)) from cannot
        return ClosedShape(**{field: getattr(done, field) for field in ClosedShape.__struct_fields__})

    said = await once(request, work)
    request.app[WAKE]()
    return said


def _there(conn: Connection, seal: Seal, code: str) -> None:
    if stations.find(conn, seal, code) is None:
        raise Problem(404, "no station has this code")


def _invite(invite: Invite, now: datetime) -> InviteShape:
    return InviteShape(
        code=invite.code,
        station=invite.station,
        created_at=invite.created_at,
        expires_at=invite.expires_at,
        state=invite.state(now),
    )


_CODE = "/api/v1/stations/{code}"
OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/villages",
            summary="Villages, each with the station that serves it",
            answer=VillagePage,
            query=(("name", "how it is called, also misspelt"), ("county", "only of this county"), *PAGING),
        ),
        list_villages,
    ),
    (
        Operation(
            method="GET",
            path=f"{_CODE}/invites",
            summary="The station's newest invites of a manager",
            answer=InviteList,
            refusals=(401, 404),
        ),
        list_invites,
    ),
    (
        Operation(
            method="POST",
            path=f"{_CODE}/invites",
            summary="Make a one-time invite of a manager",
            answer=InviteShape,
            asked=InviteAsked,
            refusals=(400, 401, 404, 422),
            status=201,
        ),
        make_invite,
    ),
    (
        Operation(
            method="DELETE",
            path=f"{_CODE}/manager",
            summary="The station's manager leaves",
            answer=None,
            refusals=(401, 404),
            status=204,
        ),
        dismiss_manager,
    ),
    (
        Operation(
            method="POST",
            path=f"{_CODE}/close",
            summary="Close a station, and hand over its villagers and open orders",
            answer=ClosedShape,
            asked=CloseAsked,
            refusals=(400, 401, 404, 409, 422),
        ),
        close_station,
    ),
)
