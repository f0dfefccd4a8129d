"""What villagers sell, over the API: inspected, fed to other marketplaces, ordered once, never more than there is."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.domain.events import GroupBegun, ListingOffered
from bot.storage.market import listings
from bot.storage.persons import people
from bot.storage.record import record

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FEED = "/api/v1/feed/listings"


@pytest.fixture
def ask(client):
    async def ask(method: str, path: str, said: dict | None = None, key: str = ""):
        headers = {"Idempotency-Key": key} if key else {}
        async with client.request(method, path, json=said, headers=headers) as answer:
            return answer.status, await answer.json()

    return ask


@pytest.fixture
async def apples(database, seal):
    """The number of an offer of 500 斤 apples at 2 yuan."""

    def work(conn):
        seller = people.find_or_make(conn, seal, "wechat:oSeller", NOW)
        said = {"goods": "=苹果", "quantity": Decimal(500), "unit": "斤", "price_fen": 200, "price_unit": "斤"}
        record(conn, [ListingOffered(key="l1", person=seller.id, station="LH01", **said)], seal=seal, at=NOW)
        return listings.find(conn, "l1").id

    return await database.run(work)


APPROVAL = {"decision": "approve", "grade": "一等", "quantity": 48.5}
ORDER = {"quantity": 20, "market": "集市", "reference": "77", "price_fen": 200}


async def test_an_offer_is_inspected_once(ask, apples):
    path = f"/api/v1/listings/{apples}/inspection"
    assert (await ask("POST", path, {"decision": "refuse"}))[0] == 422
    assert (await ask("POST", path, {"decision": "approve", "grade": "一等"}))[0] == 422
    status, said = await ask("POST", path, APPROVAL)
    assert (status, said["status"], said["left"], said["grade"]) == (200, "approved", 48.5, "一等")
    assert (await ask("POST", path, APPROVAL))[0] == 409
    assert (await ask("POST", "/api/v1/listings/99/inspection", APPROVAL))[0] == 404


async def test_a_refusal_tells_the_seller_why(ask, apples):
    status, said = await ask("POST", f"/api/v1/listings/{apples}/inspection", {"decision": "refuse", "reason": "有虫"})
    assert (status, said["status"], said["reason"]) == (200, "refused", "有虫")
    _, outbox = await ask("GET", "/api/v1/outbox")
    assert any("有虫" in message["text"] for message in outbox["messages"])


async def test_other_marketplaces_read_what_is_on_sale(client, ask, apples):
    assert (await ask("GET", f"{FEED}.json"))[1]["listings"] == []
    await ask("POST", f"/api/v1/listings/{apples}/inspection", APPROVAL)
    [fed] = (await ask("GET", f"{FEED}.json"))[1]["listings"]
    assert (fed["id"], fed["left"], fed["price_fen"], fed["county"]) == (apples, 48.5, 200, "青石县")
    assert "seller" not in fed
    async with client.get(f"{FEED}.csv") as answer:
        [row] = csv.DictReader(io.StringIO(await answer.text()))
    assert (row["goods"], row["left"]) == ("'=苹果", "48.5")


async def test_an_order_said_twice_is_one_and_no_more_is_sold_than_there_is(ask, apples):
    path = f"/api/v1/listings/{apples}/orders"
    assert (await ask("POST", path, ORDER))[0] == 409
    await ask("POST", f"/api/v1/listings/{apples}/inspection", APPROVAL)
    said = [await ask("POST", path, ORDER, key="k1") for _ in range(2)] + [await ask("POST", path, ORDER)]
    assert {status for status, _ in said} == {201}
    assert (await ask("POST", path, ORDER | {"quantity": 21}))[0] == 409
    assert (await ask("POST", path, ORDER | {"reference": "78", "price_fen": 150}))[0] == 409
    more = [ask("POST", path, ORDER | {"reference": f"r{n}"}) for n in range(4)]
    assert sorted([status for status, _ in await asyncio.gather(*more)]) == [201, 409, 409, 409]
    _, orders = await ask("GET", path)
    assert sum(one["quantity"] for one in orders["orders"]) == 40
    same = [ask("POST", path, ORDER | {"quantity": 0.5, "reference": "twice"}, key=f"t{n}") for n in range(3)]
    assert [status for status, _ in await asyncio.gather(*same)] == [201] * 3
    [listing] = (await ask("GET", "/api/v1/listings?status=approved"))[1]["listings"]
    assert listing["left"] == 8


async def test_a_statement_without_sales_is_empty(ask):
    status, said = await ask("GET", "/api/v1/sellers/nobody/statement")
    assert (status, said["net_fen"], said["owed_fen"], said["sales"]) == (200, 0, 0, [])
    assert (await ask("GET", "/api/v1/settlements"))[1] == {"settlements": [], "next": None}


async def test_no_more_is_paid_in_advance_than_it_costs(ask, apples):
    await ask("POST", f"/api/v1/listings/{apples}/inspection", APPROVAL)
    status, said = await ask("POST", f"/api/v1/listings/{apples}/orders", ORDER | {"paid_fen": 4001})
    assert (status, "paid_fen" in said["detail"]) == (422, True)
    assert (await ask("POST", f"/api/v1/listings/{apples}/orders", ORDER | {"paid_fen": 4000}))[0] == 201


async def test_a_group_buy_is_fed_with_what_is_missing(database, seal, ask, apples):
    await ask("POST", f"/api/v1/listings/{apples}/inspection", APPROVAL)
    until = NOW + timedelta(days=3)

    def begin(conn):
        listing = listings.find(conn, "l1")
        record(conn, [GroupBegun(listing=listing, minimum=Decimal(30), until=until)], seal=seal, at=NOW)

    await database.run(begin)
    await ask("POST", f"/api/v1/listings/{apples}/orders", ORDER)
    [fed] = (await ask("GET", f"{FEED}.json"))[1]["listings"]
    assert (fed["group_min"], fed["group_lacking"]) == (30, 10)
    assert datetime.fromisoformat(fed["group_until"]) == until
