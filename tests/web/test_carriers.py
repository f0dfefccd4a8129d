"""A carrier's pushes over HTTP, on a real store: what they move, and what they may not."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.carriers import kuaidi100
from bot.storage.delivery import shipments
from bot.storage.schema import alerts, outbox
from bot.storage.trade import orders
from bot.trace import trace_of
from bot.web import keys
from bot.web.carriers import carrier_routes
from tests.channels.kuaidi import FORM, form, line, push

SECRET, SALT = "a-secret-path", "salt"
PARCEL = {"carrier": "shentong", "tracking_number": "773012345678"}
DONE = {"result": True, "returnCode": "200", "message": "成功"}


@pytest.fixture
async def kuaidi(client):
    """Pushes as Kuaidi100 does: `await kuaidi(push("3"))` gives status and answer."""
    app = web.Application()
    for key in (keys.DATABASE, keys.SEAL, keys.ZONE, keys.WAKE):
        app[key] = client.server.app[key]
    app.add_routes(carrier_routes([kuaidi100.hook(SECRET, SALT)]))
    async with TestClient(TestServer(app)) as pushing:

        async def post(pushed, salt: str = SALT, secret: str = SECRET):
            path = f"/hook/carrier/kuaidi100/{secret}"
            async with pushing.post(path, data=form(pushed, salt), headers=FORM) as answer:
                return answer.status, await answer.json() if answer.status != 404 else None

        yield post


@pytest.fixture
def ship(client, place):
    """Places an order and names its parcels."""

    async def ship(number: str, *parcels: dict, slip: int = 1) -> None:
        await place(number, slip=slip)
        for parcel in parcels:
            async with client.post(f"/api/v1/orders/{number}/shipments", json=parcel) as answer:
                assert answer.status == 201, await answer.text()

    return ship


@pytest.fixture
def told(database):
    async def told() -> list[str]:
        query = select(outbox.c.notice).where(outbox.c.notice.like("order%")).order_by(outbox.c.id)
        return await database.run(lambda conn: list(conn.execute(query).scalars()))

    return told


@pytest.fixture
def find(database, seal):
    return lambda number="261125001": database.run(lambda conn: orders.find(conn, seal, number))


async def test_a_parcels_way_is_its_orders_way_and_ends_at_the_station(kuaidi, ship, find, told):
    await ship("261125001", PARCEL)
    states = []
    for state in ("1", "0", "1001", "5", "501", "3"):
        assert await kuaidi(push(state, line("新的"), line("旧的"))) == (200, DONE)
        states.append(str((await find()).status))
    assert states == ["packed", "packed", "at_county", "in_transit", "at_station", "at_station"]
    order = await find()
    assert [(event.type, event.by) for event in order.events[1:]] == [
        (state, "carrier") for state in ("packed", "at_county", "in_transit", "at_station")
    ]
    assert order.pickup_code
    assert await told() == ["order_at_station"]


async def test_pushes_that_come_again_or_late_change_nothing(kuaidi, ship, find, told, database, seal):
    await ship("261125001", PARCEL)
    for state in ("3", "3", "1", "5"):
        assert await kuaidi(push(state, line(f"状态{state}"))) == (200, DONE)
    assert (await find()).status == "at_station"
    assert await told() == ["order_at_station"]
    parcel = await database.run(lambda conn: shipments.find(conn, "shentong", "773012345678"))
    track = await database.run(lambda conn: shipments.track_of(conn, seal, parcel))
    assert [one.context for one in track] == ["状态5"]


async def test_many_pushes_at_once_tell_the_villager_once(kuaidi, ship, find, told):
    await ship("261125001", PARCEL)
    answers = await asyncio.gather(*(kuaidi(push(state)) for state in ("3", "501", "3", "5", "1001", "3")))
    assert {status for status, _ in answers} == {200}
    assert (await find()).status == "at_station"
    assert await told() == ["order_at_station"]


async def test_what_one_push_caused_has_one_trace_however_often_it_comes(kuaidi, ship, database):
    await ship("261125001", PARCEL)
    for _ in range(2):
        await kuaidi(push("3"))
    query = select(outbox.c.trace).where(outbox.c.notice == "order_at_station")
    (trace,) = await database.run(lambda conn: list(conn.execute(query).scalars()))
    assert trace == trace_of("carrier:shentong:773012345678:at_station")


async def test_an_unknown_parcel_is_accepted_and_moves_nothing(kuaidi, ship, find):
    await ship("261125001", PARCEL)
    assert await kuaidi(push("3", nu="1")) == (200, DONE)
    assert (await find()).status == "placed"


async def test_a_carrier_by_another_name_is_known_by_the_number(kuaidi, ship, find):
    await ship("261125001", {"carrier": "申通", "tracking_number": "773012345678"})
    await kuaidi(push("3"))
    assert (await find()).status == "at_station"


async def test_an_unsigned_push_and_a_wrong_path_are_refused(kuaidi, ship, find):
    await ship("261125001", PARCEL)
    assert (await kuaidi(push("3"), salt="guess"))[0] == 403
    assert (await kuaidi(push("3"), secret="guess"))[0] == 404
    assert (await find()).status == "placed"


async def test_a_cancelled_order_stays_cancelled(kuaidi, ship, move, find):
    await ship("261125001", PARCEL)
    await move("261125001", "cancelled")
    assert await kuaidi(push("3")) == (200, DONE)
    assert (await find()).status == "cancelled"


async def test_trouble_is_told_to_the_manager_once(kuaidi, ship, find, database):
    await ship("261125001", PARCEL)
    for _ in range(2):
        await kuaidi(push("4", line("收件人拒收，电话13800001111")))
    assert (await find()).status == "placed"
    kinds = await database.run(lambda conn: list(conn.execute(select(alerts.c.kind)).scalars()))
    assert kinds == ["parcel_trouble"]


async def test_an_order_in_two_parcels_is_there_with_the_second(kuaidi, ship, place, find, told, client):
    one, two = PARCEL | {"skus": ["A1"]}, {"carrier": "shentong", "tracking_number": "2", "skus": ["A1"]}
    await ship("261125001", one, two)
    await kuaidi(push("3"))
    assert (await find()).status == "in_transit"
    assert await told() == []  # of its one article no part is whole
    await kuaidi(push("3", nu="2"))
    assert (await find()).status == "at_station"
    assert (await told())[-1] == "order_at_station"
    async with client.get("/api/v1/orders/261125001/shipments") as answer:
        said = await answer.json()
    assert [(parcel["tracking_number"], parcel["stage"]) for parcel in said["shipments"]] == [
        ("773012345678", "at_station"),
        ("2", "at_station"),
    ]
