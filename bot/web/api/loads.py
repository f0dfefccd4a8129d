"""Lorry loads over the API: what fills the lorry, what a run carries, and the run as it goes."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.ids import id_of
from bot.domain.loads import USUAL_CAPACITY_KG, Waiting, fill
from bot.domain.order import Status
from bot.domain.people import Station
from bot.storage.delivery import loads
from bot.storage.delivery.loads import Load
from bot.storage.network import stations
from bot.storage.privacy.seal import Seal
from bot.storage.sql.cursor import BadCursor
from bot.storage.sql.retake import Retake
from bot.storage.trade import orders
from bot.web.api.asking import answer, body, day, limit, once
from bot.web.api.load_shapes import (
    LoadAsked,
    LoadEventAsked,
    LoadItemShape,
    LoadPage,
    LoadShape,
    ProposalShape,
    WaitingShape,
)
from bot.web.api.loading import asked_items, check_fits, move_load
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.keys import DATABASE, SEAL, WAKE, ZONE
from bot.web.problems import Problem

LONGEST_WEIGHT = 12
TRIES = 4


async def propose(request: web.Request) -> web.Response:
    """Which waiting orders fill the lorry to a station."""
    seal, code = request.app[SEAL], request.query.get("station", "")
    capacity = _capacity(request.query.get("capacity_kg", ""))

    def work(conn: Connection) -> ProposalShape:
        _known_station(conn, seal, code)
        filled = fill(loads.waiting(conn, seal, code), capacity)
        return ProposalShape(
            station=code,
            capacity_kg=float(capacity),
            weight_kg=float(filled.weight_kg),
            orders=[_waiting(one) for one in filled.taken],
            left=[_waiting(one) for one in filled.left],
        )

    return answer(await request.app[DATABASE].run(work))


async def make_load(request: web.Request) -> web.Response:
    """Put orders and parcels on a lorry: those named, or what fills it."""
    seal, asked = request.app[SEAL], body(await request.read(), LoadAsked)
    capacity = Decimal(str(asked.capacity_kg)) if asked.capacity_kg else USUAL_CAPACITY_KG

    def work(conn: Connection) -> LoadShape:
        station = _known_station(conn, seal, asked.station)
        items = list(asked_items(conn, seal, asked, capacity))
        check_fits(items, capacity)
        load, taken = loads.add(
            conn,
            county=station.county,
            station=station.code,
            day=asked.day,
            capacity_kg=capacity,
            items=items,
            at=datetime.now(UTC),
        )
        if taken:
            raise Problem(409, f"{taken[0].parcel or taken[0].number} is on another load")
        return _shape(conn, _known_load(conn, str(load)))

    return await once(request, work, status=201)


async def list_loads(request: web.Request) -> web.Response:
    query, most, on = request.query, limit(request), day(request, "day")

    def work(conn: Connection) -> LoadPage:
        page = loads.page(
            conn,
            county=query.get("county"),
            station=query.get("station"),
            day=on,
            limit=most,
            after=query.get("cursor"),
        )
        return LoadPage(loads=[_shape(conn, load) for load in page.rows], next=page.next)

    try:
        return answer(await request.app[DATABASE].run(work))
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad


async def one_load(request: web.Request) -> web.Response:
    load = request.match_info["load"]
    return answer(await request.app[DATABASE].run(lambda conn: _shape(conn, _known_load(conn, load))))


def _there_already(conn: Connection, number: str, stage: str) -> LoadShape:
    """The load as it is where what it carries was reported one by one and brought it there. Raises Problem 409."""
    load = _known_load(conn, number)
    if load.stage != stage:
        raise Problem(409, f"load {load.id} is {load.stage} and cannot become {stage}")
    return _shape(conn, load)


async def add_load_event(request: web.Request) -> web.Response:
    """The run goes on, and everything on it; what was cancelled meanwhile stays behind."""
    seal, number = request.app[SEAL], request.match_info["load"]
    asked, at = body(await request.read(), LoadEventAsked), datetime.now(request.app[ZONE])

    def work(conn: Connection) -> LoadShape:
        load = _known_load(conn, number)
        if asked.type == "cancelled":
            moved = loads.call_off(conn, load.id, at)
        else:
            moved = loads.advance(conn, load.id, Status(asked.type), at)
        if not moved:
            return _there_already(conn, number, asked.type)
        if asked.type != "cancelled":
            move_load(conn, seal, load, _known_station(conn, seal, load.station), Status(asked.type), at)
        return _shape(conn, _known_load(conn, number))

    for _ in range(TRIES):
        try:
            said = await once(request, work)
        except Retake:
            continue  # somebody reported one of the orders at the same moment
        request.app[WAKE]()
        return said
    raise Problem(409, "the orders of this load are being moved by others; try again")


def _known_station(conn: Connection, seal: Seal, code: str) -> Station:
    station = stations.find(conn, seal, code)
    if station is None:
        raise Problem(404, f"no station has the code {code[:64]}")
    return station


def _known_load(conn: Connection, number: str) -> Load:
    known = id_of(number)
    load = loads.find(conn, known) if known is not None else None
    if load is None:
        raise Problem(404, f"no load has the number {number[:24]}")
    return load


def _capacity(text: str) -> Decimal:
    if not text:
        return USUAL_CAPACITY_KG
    if not (
        text.isascii() and text.replace(".", "", 1).isdigit() and len(text) <= LONGEST_WEIGHT and Decimal(text) > 0
    ):
        raise Problem(400, "capacity_kg must be a weight in kilograms above 0")
    return Decimal(text)


def _shape(conn: Connection, load: Load) -> LoadShape:
    items = loads.items_of(conn, load.id)
    status = orders.statuses(conn, [item.number for item in items])
    return LoadShape(
        id=load.id,
        county=load.county,
        station=load.station,
        day=load.day,
        capacity_kg=None if load.capacity_kg is None else float(load.capacity_kg),
        weight_kg=float(sum((item.weight_kg for item in items), Decimal(0))),
        stage=load.stage,
        created_at=load.created_at,
        items=[
            LoadItemShape(
                order=item.number,
                parcel=item.parcel or None,
                weight_kg=float(item.weight_kg),
                status=status[item.number],
            )
            for item in items
        ],
    )


def _waiting(one: Waiting) -> WaitingShape:
    return WaitingShape(order=one.number, slip=one.slip, promised_by=one.promised_by, weight_kg=float(one.weight_kg))


LOADS = "/api/v1/shipments/loads"
OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/shipments/proposals",
            summary="Which of the orders that wait for the lorry to a station fill it",
            answer=ProposalShape,
            query=(("station", "to this station, by its code"), ("capacity_kg", "what the lorry takes")),
            refusals=(400, 401, 404),
        ),
        propose,
    ),
    (
        Operation(
            method="POST",
            path=LOADS,
            summary="Put orders and parcels on a lorry: those named, or what fills it",
            asked=LoadAsked,
            answer=LoadShape,
            refusals=(400, 401, 404, 409, 422),
            status=201,
        ),
        make_load,
    ),
    (
        Operation(
            method="GET",
            path=LOADS,
            summary="Lorry loads, newest first",
            answer=LoadPage,
            query=(("county", "only this county"), AT_STATION, ("day", "only of this day"), *PAGING),
        ),
        list_loads,
    ),
    (
        Operation(method="GET", path=f"{LOADS}/{{load}}", summary="One load", answer=LoadShape, refusals=(401, 404)),
        one_load,
    ),
    (
        Operation(
            method="POST",
            path=f"{LOADS}/{{load}}/events",
            summary="The run goes on, and with it all it carries; `cancelled` frees what is on a run that has not left",
            asked=LoadEventAsked,
            answer=LoadShape,
            refusals=(400, 401, 404, 409, 422),
        ),
        add_load_event,
    ),
)
