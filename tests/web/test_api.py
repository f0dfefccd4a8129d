"""The API: who may call it, what it says, what it refuses, and that it does things once."""

import asyncio
import re
from datetime import UTC, datetime

import pytest
from yarl import URL

from bot.domain.events import WordTaught
from bot.domain.message import Inbound, Receipt
from bot.service import Service
from bot.storage.record import record
from bot.storage.redis.talks import Talks
from bot.turns import Turns
from bot.web.api.routes import OPERATIONS
from catalog.shop import Shop
from tests.web.conftest import ZONE

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TO_STATION = ("packed", "at_county", "in_transit", "at_station")


async def said(client, path, **query):
    async with client.get(path, params=query) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", "Basic a token of the tests", "Bearer 村口"])
async def test_without_the_token_nothing_is_told(client, token):
    async with client.get("/api/v1/orders", headers={"Authorization": token}) as answer:
        assert answer.status == 401
        assert answer.content_type == "application/problem+json"
        assert "orders" not in await answer.json()


async def test_an_order_is_told_as_the_contract_says(client, place):
    await place("261125001")
    status, page = await said(client, "/api/v1/orders", contact="wechat:oVillager")
    (order,) = page["orders"]
    assert status == 200
    assert order["contact"] == "wechat:oVillager"
    assert order["status"] == "placed"
    assert order["total_fen"] == 498  # 2.5 × 1.99 yuan = 4.975, half a fen up
    assert order["lines"] == [
        {"sku": "A1", "name": "盐", "quantity": 2.5, "unit": "袋", "price_fen": 199, "amount_fen": 498}
    ]
    assert order["pickup_code"] is None
    assert order["installation"] is None
    assert order["placed_at"].startswith("2026-11-25T")
    assert [event["type"] for event in order["events"]] == ["placed"]


async def test_orders_come_newest_first_page_by_page(client, place):
    for n in range(1, 6):
        await place(f"26112500{n}", slip=n)
    numbers, cursor = [], ""
    while cursor is not None:
        _, page = await said(client, "/api/v1/orders", limit="2", **({"cursor": cursor} if cursor else {}))
        numbers += [order["number"] for order in page["orders"]]
        cursor = page["next"]
    assert sorted(numbers, reverse=True) == numbers == [f"26112500{n}" for n in range(5, 0, -1)]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"status": "lost"}, "status"),
        ({"contact": "pigeon:1"}, "contact"),
        ({"cursor": "!!"}, "cursor"),
    ],
)
async def test_a_wrong_parameter_is_named(client, query, named):
    status, problem = await said(client, "/api/v1/orders", **query)
    assert status == 400
    assert named in problem["detail"]


READS = sorted(operation.path for operation, _ in OPERATIONS if operation.method == "GET")


async def test_a_parameter_nobody_knows_is_no_wish_for_everything(client):
    for path in READS:
        status, problem = await said(client, re.sub(r"{\w+}", "1", path), staton="LH01")
        assert (path, status, "'staton'" in problem["detail"]) == (path, 400, True)


async def test_what_may_be_asked_is_told_to_who_asks_for_something_else(client):
    _, problem = await said(client, "/api/v1/installations/sheet", day="2026-12-01")
    assert problem["detail"] == "unknown parameter 'day'; those of this route: date, county, station, format"


async def test_a_day_or_month_that_is_none_is_named(client):
    for path, name, value in (
        ("/api/v1/installations/sheet", "date", "tomorrow"),
        ("/api/v1/shipments/loads", "day", "2026-13-01"),
        ("/api/v1/promises", "month", "13"),
        ("/api/v1/sms/costs", "month", "2026-1"),
        ("/api/v1/coverage", "month", "tomorrow"),
        ("/api/v1/insights/demand", "since", "monday"),
    ):
        status, problem = await said(client, path, **{name: value})
        assert (path, status, name in problem["detail"]) == (path, 400, True)


async def test_the_whole_way_and_a_code_at_the_end(client, place, move):
    await place("261125001")
    status, order = await move("261125001", *TO_STATION)
    assert (status, order["status"]) == (200, "at_station")
    assert len(order["pickup_code"]) == 4
    status, _ = await move("261125001", "collected")
    assert status == 422
    wrong = "1000" if order["pickup_code"] != "1000" else "1001"
    status, _ = await move("261125001", "collected", pickup_code=wrong)
    assert status == 422
    status, order = await move("261125001", "collected", pickup_code=order["pickup_code"])
    assert (status, order["status"]) == (200, "collected")


@pytest.mark.parametrize("kind", ["collected", "at_station", "refunded", "placed", "return_requested"])
async def test_what_is_impossible_now_is_refused(client, place, move, kind):
    await place("261125001")
    status, problem = await move("261125001", kind)
    assert status == 409
    assert problem["title"] == "Conflict"


async def test_what_is_there_cannot_be_late_any_more(client, place, move):
    await place("261125001")
    assert (await move("261125001", "late"))[0] == 200
    await move("261125001", *TO_STATION)
    status, problem = await move("261125001", "late")
    assert (status, problem["order_status"]) == (409, "at_station")


@pytest.mark.parametrize("body", [{"type": "beamed_up"}, {}, {"type": "packed", "colour": "red"}, []])
async def test_an_unknown_event_is_no_event(client, place, body):
    await place("261125001")
    async with client.post("/api/v1/orders/261125001/events", json=body) as answer:
        assert answer.status == 422


async def test_a_body_that_is_no_json_is_said_so(client, place):
    await place("261125001")
    async with client.post("/api/v1/orders/261125001/events", data=b"\xff{") as answer:
        assert answer.status == 422
        assert "JSON" in (await answer.json())["detail"]


async def test_an_order_nobody_has_is_not_found(client, move):
    status, _ = await move("999", "packed")
    assert status == 404


async def test_the_villager_hears_of_an_arrival_once(client, place, move):
    await place("261125001")
    await move("261125001", *TO_STATION)
    _, page = await said(client, "/api/v1/outbox")
    told = [message for message in page["messages"] if message["to"] == "wechat:oVillager"]
    assert len(told) == 1
    _, orders = await said(client, "/api/v1/orders")
    assert orders["orders"][0]["pickup_code"] in told[0]["text"]


async def test_the_same_key_has_one_effect_also_at_once(client, place):
    await place("261125001")

    async def packed():
        headers = {"Idempotency-Key": "k1"}
        async with client.post("/api/v1/orders/261125001/events", json={"type": "packed"}, headers=headers) as answer:
            return answer.status, await answer.text()

    first, *others = await asyncio.gather(*(packed() for _ in range(4)))
    assert first[0] == 200
    assert all(other == first for other in others)
    _, page = await said(client, "/api/v1/orders")
    assert [event["type"] for event in page["orders"][0]["events"]] == ["placed", "packed"]


async def test_a_key_of_another_request_is_refused(client, place):
    await place("261125001")
    headers = {"Idempotency-Key": "k1"}
    await client.post("/api/v1/orders/261125001/events", json={"type": "packed"}, headers=headers)
    async with client.post("/api/v1/orders/261125001/events", json={"type": "at_county"}, headers=headers) as answer:
        assert answer.status == 422


async def test_a_parcel_belongs_to_one_order(client, place):
    await place("261125001")
    await place("261125002", slip=2)
    parcel = {"carrier": "zhongtong", "tracking_number": "73100001"}
    async with client.post("/api/v1/orders/261125001/shipments", json=parcel) as answer:
        assert answer.status == 201
    async with client.post("/api/v1/orders/261125002/shipments", json=parcel) as answer:
        assert answer.status == 409


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/api/v1/stations", "stations"),
        ("/api/v1/alerts", "alerts"),
        ("/api/v1/outbox", "messages"),
        ("/api/v1/stock", "stock"),
        ("/api/v1/installations", "installations"),
        ("/api/v1/listings", "listings"),
        ("/api/v1/words", "words"),
    ],
)
async def test_every_list_answers(client, path, key):
    status, page = await said(client, path)
    assert status == 200
    assert isinstance(page[key], list)


async def test_stations_do_not_tell_their_managers_contacts(client):
    async with client.get("/api/v1/stations") as answer:
        text = await answer.text()
    assert "LH01" in text
    assert "13900000001" not in text
    assert "oManager" not in text


async def test_the_document_describes_every_route(client):
    status, document = await said(client, "/api/openapi.json")
    assert status == 200
    served = {
        (route.method, route.resource.canonical)
        for route in client.app.router.routes()
        if route.resource and route.resource.canonical.startswith("/api/v1/") and route.method != "HEAD"
    }
    described = {(m.upper(), path) for path, methods in document["paths"].items() for m in methods}
    assert served == described


async def test_an_unknown_path_is_a_problem_too(client):
    status, problem = await said(client, "/api/v1/nothing")
    assert (status, problem["status"]) == (404, 404)


@pytest.mark.parametrize(
    "path", ["/api/v1/stock?station=%00", "/api/v1/orders/%00/payments", "/api/v1/words?county=a%00"]
)
async def test_a_nul_finds_nothing_and_breaks_nothing(client, path):
    async with client.get(URL(path, encoded=True)) as answer:
        assert answer.status in (200, 400, 404), "SQLite looks for one, PostgreSQL takes none"


async def test_what_is_reported_of_a_letter_that_never_was_is_passed_over(database, redis, seal):
    async def nothing(*_) -> None:
        pass

    service = Service(database, Talks(redis, seal), seal, Turns(seal, lambda: Shop(()), ZONE), nothing)
    report = Receipt(reference="a\0b", delivered=True)
    assert await service.handle(Inbound(key="r", channel="sms", contact="", at=NOW, content=report)) == ""


async def test_health_is_told_without_a_token(client):
    for path in ("/healthz", "/readyz", "/metrics"):
        async with client.get(path, headers={"Authorization": ""}) as answer:
            assert answer.status == 200


async def test_a_countys_word_is_seen_and_taken_back(client, database, seal):
    taught = WordTaught(county="青石县", station="LH01", word="电壶", meaning="暖水瓶", at=NOW)
    await database.run(lambda conn: record(conn, [taught], seal=seal, at=NOW))
    _, page = await said(client, "/api/v1/words", county="青石县")
    assert [(word["word"], word["meaning"]) for word in page["words"]] == [("电壶", "暖水瓶")]
    _, others = await said(client, "/api/v1/words", county="别的县")
    assert others["words"] == []
    async with client.delete(f"/api/v1/words/{page['words'][0]['id']}") as answer:
        assert answer.status == 204
    async with client.delete(f"/api/v1/words/{page['words'][0]['id']}") as answer:
        assert answer.status == 404
    _, page = await said(client, "/api/v1/words")
    assert page["words"] == []


async def test_a_word_taught_again_means_the_new_thing(client, database, seal):
    for meaning in ("水壶", "暖水瓶"):
        taught = WordTaught(county="青石县", station="LH01", word="电壶", meaning=meaning, at=NOW)
        await database.run(lambda conn, taught=taught: record(conn, [taught], seal=seal, at=NOW))
    _, page = await said(client, "/api/v1/words")
    assert [word["meaning"] for word in page["words"]] == ["暖水瓶"]
