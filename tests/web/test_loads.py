"""Lorry loads over the API: filled, moved with all they carry, and never carrying one order twice."""

from __future__ import annotations

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.domain.events import OrderMoveUndone
from bot.domain.order import Status
from bot.storage.record import record
from bot.storage.schema import outbox
from bot.storage.trade import orders, products
from catalog.product import Product

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LOADS = "/api/v1/shipments/loads"
TOMORROW = {"station": "LH01", "day": "2026-11-26"}


@pytest.fixture
def ask(client):
    """`await ask("POST", LOADS, {...})` gives status and answer."""

    async def ask(method: str, path: str, said: dict | None = None):
        async with client.request(method, path, json=said) as answer:
            return answer.status, await answer.json()

    return ask


@pytest.fixture
async def three(database, place):
    """Three orders of 2.5 bags of salt; a bag weighs 4 kg."""
    salt = Product(sku="A1", name="盐", unit="袋", price_fen=199, weight_kg=4)
    await database.run(lambda conn: products.save(conn, [salt]))
    for n in (1, 2, 3):
        await place(f"26112500{n}", slip=n)


@pytest.mark.usefixtures("three")
async def test_what_fills_the_lorry_is_proposed_and_loaded(ask):
    status, said = await ask("GET", "/api/v1/shipments/proposals?station=LH01&capacity_kg=25")
    assert (status, said["weight_kg"]) == (200, 20)
    assert [one["order"] for one in said["orders"]] == ["261125001", "261125002"]
    assert [one["order"] for one in said["left"]] == ["261125003"]
    status, load = await ask("POST", LOADS, TOMORROW | {"capacity_kg": 25})
    assert (status, load["weight_kg"], load["stage"]) == (201, 20, "open")
    assert [item["order"] for item in load["items"]] == ["261125001", "261125002"]
    _, said = await ask("GET", "/api/v1/shipments/proposals?station=LH01")
    assert [one["order"] for one in said["orders"]] == ["261125003"]


@pytest.mark.usefixtures("three")
async def test_a_load_moves_all_it_carries_but_what_was_cancelled(ask, move, database):
    _, load = await ask("POST", LOADS, TOMORROW)
    await move("261125002", "cancelled")
    path = f"{LOADS}/{load['id']}/events"
    for stage, others in (("in_transit", "in_transit"), ("at_station", "at_station")):
        status, said = await ask("POST", path, {"type": stage})
        assert (status, said["stage"]) == (200, stage)
        assert [item["status"] for item in said["items"]] == [others, "cancelled", others]
    status, _ = await ask("POST", path, {"type": "packed"})
    assert status == 409
    query = select(outbox.c.notice).where(outbox.c.notice == "order_at_station")
    assert len(await database.run(lambda conn: conn.execute(query).all())) == 2


@pytest.mark.usefixtures("three")
async def test_every_parcel_of_a_load_has_its_own_code_and_the_month_is_counted(ask, database, seal):
    _, load = await ask("POST", LOADS, TOMORROW)
    await ask("POST", f"{LOADS}/{load['id']}/events", {"type": "at_station"})
    found = await database.run(lambda conn: orders.open_at(conn, seal, "LH01"))
    assert len({order.pickup_code for order in found}) == 3
    _, said = await ask("GET", "/api/v1/promises?county=青石县")
    [row] = said["promises"]
    assert (row["month"], row["arrived"], row["kept"] + row["late"]) == ("2026-11", 3, 3)


@pytest.mark.usefixtures("three")
async def test_a_part_of_an_order_can_go_alone(ask, client):
    parcel = {"carrier": "county", "tracking_number": "261125001-1"}
    await ask("POST", "/api/v1/orders/261125001/shipments", parcel)
    await ask("POST", "/api/v1/orders/261125001/shipments", parcel | {"tracking_number": "261125001-2"})
    status, load = await ask("POST", LOADS, TOMORROW | {"parcels": [parcel]})
    assert (status, load["items"][0]["parcel"]) == (201, "county:261125001-1")
    _, said = await ask("POST", f"{LOADS}/{load['id']}/events", {"type": "at_station"})
    assert said["items"][0]["status"] == "in_transit"  # the other parcel is still to come


@pytest.mark.usefixtures("three")
async def test_one_order_is_on_one_load_however_many_are_made_at_once(ask):
    asked = TOMORROW | {"orders": ["261125001", "261125002"]}
    answers = await asyncio.gather(*(ask("POST", LOADS, asked) for _ in range(5)))
    assert sorted(status for status, _ in answers) == [201, 409, 409, 409, 409]
    [load] = [said for status, said in answers if status == 201]
    assert (await ask("POST", f"{LOADS}/{load['id']}/events", {"type": "cancelled"}))[0] == 200
    assert (await ask("POST", LOADS, asked))[0] == 201


@pytest.mark.usefixtures("three")
async def test_a_load_and_the_managers_word_at_once_bring_an_order_once(ask, database):
    _, load = await ask("POST", LOADS, TOMORROW)
    path = f"{LOADS}/{load['id']}/events"
    for order in ("261125001", "261125002", "261125003"):
        for kind in ("packed", "at_county", "in_transit"):
            await ask("POST", f"/api/v1/orders/{order}/events", {"type": kind})
    both = await asyncio.gather(
        ask("POST", path, {"type": "at_station"}),
        *(ask("POST", f"/api/v1/orders/26112500{n}/events", {"type": "at_station"}) for n in (3, 1, 2)),
    )
    assert both[0][0] == 200
    assert [item["status"] for item in both[0][1]["items"]] == ["at_station"] * 3
    query = select(outbox.c.key).where(outbox.c.notice == "order_at_station")
    assert len(await database.run(lambda conn: conn.execute(query).all())) == 3


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"station": "nowhere", "day": "2026-11-26"}, 404),
        (TOMORROW | {"orders": ["261125009"]}, 404),
        (TOMORROW | {"orders": []}, 409),
        (TOMORROW | {"capacity_kg": 15, "orders": ["261125001", "261125002"]}, 409),
        (TOMORROW | {"capacity_kg": 0}, 422),
        (TOMORROW | {"parcels": [{"carrier": "zto", "tracking_number": "1"}]}, 404),
        ({"station": "LH01", "day": "tomorrow"}, 422),
    ],
)
async def test_what_cannot_be_loaded_is_refused_and_why(ask, asked, status):
    assert (await ask("POST", LOADS, asked))[0] == status
    assert (await ask("GET", LOADS))[1]["loads"] == []


@pytest.mark.usefixtures("three")
async def test_loads_are_listed_by_day_and_page(ask):
    for number in ("261125001", "261125002", "261125003"):
        await ask("POST", LOADS, TOMORROW | {"orders": [number]})
    _, first = await ask("GET", f"{LOADS}?station=LH01&day=2026-11-26&limit=2")
    _, second = await ask("GET", f"{LOADS}?station=LH01&limit=2&cursor={first['next']}")
    assert [load["items"][0]["order"] for load in first["loads"] + second["loads"]] == [
        "261125003",
        "261125002",
        "261125001",
    ]
    assert (await ask("GET", f"{LOADS}?day=gestern"))[0] == 400
    assert (await ask("GET", f"{LOADS}/x"))[0] == 404


@pytest.mark.usefixtures("three")
async def test_a_load_closes_itself_once_all_it_carries_is_there(ask, move):
    _, load = await ask("POST", LOADS, TOMORROW)
    path, on_its_way = f"{LOADS}/{load['id']}", ("packed", "at_county", "in_transit")

    async def stage() -> str:
        return (await ask("GET", path))[1]["stage"]

    await move("261125001", "cancelled")
    await move("261125002", *on_its_way, "at_station")
    assert await stage() == "open"  # the third still waits
    await move("261125003", "packed")
    assert await stage() == "packed"
    await move("261125003", *on_its_way[1:])
    assert await stage() == "in_transit"
    await move("261125003", "at_station")
    assert await stage() == "at_station"
    status, said = await ask("POST", f"{path}/events", {"type": "packed"})
    assert (status, said["detail"]) == (409, f"load {load['id']} is at_station and cannot become packed")
    status, said = await move("261125003", "packed")
    assert (status, said["order_status"]) == (409, "at_station")


@pytest.mark.usefixtures("three")
async def test_a_load_of_a_parcel_follows_the_parcel_and_not_its_order(ask):
    first, second = ({"carrier": "county", "tracking_number": f"261125001-{n}"} for n in (1, 2))
    ids = []
    for parcel in (first, second):
        await ask("POST", "/api/v1/orders/261125001/shipments", parcel)
        ids.append((await ask("POST", LOADS, TOMORROW | {"parcels": [parcel]}))[1]["id"])
    await ask("POST", f"{LOADS}/{ids[0]}/events", {"type": "at_station"})
    assert [(await ask("GET", f"{LOADS}/{n}"))[1]["stage"] for n in ids] == ["at_station", "open"]
    await ask("POST", f"{LOADS}/{ids[1]}/events", {"type": "at_station"})
    assert (await ask("GET", f"{LOADS}/{ids[1]}"))[1]["items"][0]["status"] == "at_station"


@pytest.mark.usefixtures("three")
async def test_a_load_of_which_all_was_cancelled_is_called_off(ask, move):
    _, load = await ask("POST", LOADS, TOMORROW | {"orders": ["261125001"]})
    await move("261125001", "cancelled")
    assert (await ask("GET", f"{LOADS}/{load['id']}"))[1]["stage"] == "cancelled"


@pytest.mark.usefixtures("three")
async def test_a_load_opens_again_where_an_arrival_is_taken_back(ask, move, database, seal):
    _, load = await ask("POST", LOADS, TOMORROW | {"orders": ["261125001"]})
    await move("261125001", "packed", "at_county", "in_transit", "at_station")
    undone = OrderMoveUndone(number="261125001", was=Status.AT_STATION, back_to=Status.IN_TRANSIT, at=NOW)
    await database.run(lambda conn: record(conn, [undone], seal=seal, at=NOW))
    assert (await ask("GET", f"{LOADS}/{load['id']}"))[1]["stage"] == "in_transit"


@pytest.mark.usefixtures("three")
async def test_of_the_last_two_that_come_at_once_one_closes_the_load(ask, move):
    asked = TOMORROW | {"orders": ["261125001", "261125002"]}
    _, load = await ask("POST", LOADS, asked)
    for number in asked["orders"]:
        await move(number, "packed", "at_county", "in_transit")
    await asyncio.gather(*(move(number, "at_station") for number in asked["orders"]))
    assert (await ask("GET", f"{LOADS}/{load['id']}"))[1]["stage"] == "at_station"
