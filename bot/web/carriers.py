"""Carriers' callbacks: a verified push moves its parcel, and with it its order. Knows no carrier by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import datetime

import structlog
from aiohttp import web
from sqlalchemy import Connection

from bot.carriers.carrier import CarrierHook, Told
from bot.dialogue.replies import render
from bot.domain.events import AlertRaised, Event
from bot.domain.order import IllegalMove, Order
from bot.domain.parcel import Parcel, Sighting, parcel_moves
from bot.ports import HookAnswer
from bot.spans import span
from bot.storage.delivery import shipments
from bot.storage.network import stations
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from bot.storage.sql.database import StoreUnavailable
from bot.storage.sql.retake import Retake
from bot.storage.trade import orders
from bot.trace import follow
from bot.web.hooks import as_response, hook_request, refusal
from bot.web.keys import DATABASE, SEAL, WAKE, ZONE
from bot.web.moves import free_code

log = structlog.get_logger()
TRIES = 3


def carrier_routes(hooks: Iterable[CarrierHook]) -> list[web.RouteDef]:
    return [web.post(hook.path, _handler(hook)) for hook in hooks]


def _handler(hook: CarrierHook) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        told = hook.receive(await hook_request(request))
        if isinstance(told, HookAnswer):
            return await refusal(request, hook.path, told)
        follow(f"carrier:{told.sighting.carrier}:{told.sighting.tracking_number}:{told.sighting.stage}")
        with span("carrier", carrier=told.sighting.carrier):
            return as_response(await _store(request, told))

    return handle


async def _store(request: web.Request, told: Told) -> HookAnswer:
    """Accepted once it is stored; what another was quicker with is looked at again."""
    seal, at = request.app[SEAL], datetime.now(request.app[ZONE])
    for _ in range(TRIES):
        try:
            await request.app[DATABASE].run(lambda conn: sighted(conn, seal, told.sighting, at))
        except Retake:
            continue
        except IllegalMove as illegal:
            log.warning("parcel_against_its_order", order=illegal.number, status=illegal.status)
            return told.accepted
        except StoreUnavailable as trouble:
            log.warning("push_not_stored", reason=str(trouble))
            return told.later
        request.app[WAKE]()
        return told.accepted
    return told.later


def sighted(conn: Connection, seal: Seal, sighting: Sighting, at: datetime) -> None:
    """Write down what a carrier saw; a parcel nobody named is only logged."""
    parcel = shipments.told_of(conn, sighting.carrier, sighting.tracking_number)
    if parcel:
        orders.hold(conn, parcel.number)  # carriers push several times at once
    order = orders.find(conn, seal, parcel.number) if parcel else None
    if parcel is None or order is None:
        log.info("parcel_unknown", carrier=sighting.carrier, number=f"…{sighting.tracking_number[-4:]}")
        return
    if sighting.track:
        shipments.keep_track(conn, seal, parcel, sighting.track)
    record(conn, list(_events(conn, seal, sighting, parcel, order, at)), seal=seal, at=at, now=at)


def _events(
    conn: Connection, seal: Seal, sighting: Sighting, parcel: Parcel, order: Order, at: datetime
) -> Iterator[Event]:
    station = stations.find(conn, seal, order.station)
    if sighting.trouble:
        yield _trouble(sighting, order)
    elif sighting.stage is not None and station is not None:
        yield from parcel_moves(
            order,
            shipments.of_order(conn, order.number),
            parcel,
            sighting.stage,
            at=at,
            by="carrier",
            station=station,
            code=free_code(conn, seal, order.station),
        )


def _trouble(sighting: Sighting, order: Order) -> AlertRaised:
    said = sighting.track[0].context if sighting.track else ""
    return AlertRaised(
        station=order.station,
        kind="parcel_trouble",
        level="warning",
        text=render(
            "shipping.parcel_trouble",
            "wechat",
            slip=order.slip,
            who=order.recipient,
            parcel=sighting.tracking_number,
            said=said or "没有消息了",
            number=order.number,
        ),
        key=f"parcel:{sighting.carrier}:{sighting.tracking_number}:{sighting.trouble}",
        person=order.person,
    )
