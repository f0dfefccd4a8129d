"""The web application on real stores, one shop and two stations, called over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.domain.events import OrderPlaced
from bot.domain.order import Order, OrderLine
from bot.domain.people import Station
from bot.service import Service
from bot.storage.insights import merchants
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.redis.talks import Talks
from bot.storage.trade import products
from bot.turns import Turns
from bot.web.server import make_server
from catalog.product import Product
from catalog.shop import Shop
from tests.deeds import deeds_noted

ZONE = ZoneInfo("Asia/Shanghai")
TOKEN = "a token of the tests"
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=ZONE)
STATION = Station(
    code="LH01", name="柳河站", county="青石县", manager_wechat="oManager", manager_phone="+8613900000001"
)


@pytest.fixture
async def client(database, redis, seal) -> AsyncIterator[TestClient]:
    async def heard_from(*_) -> None:
        pass

    async def missing() -> dict[str, str]:
        return {}

    service = Service(database, Talks(redis, seal), seal, Turns(seal, lambda: Shop(()), ZONE), heard_from)
    server = make_server(
        channels=(), service=service, database=database, seal=seal, zone=ZONE, api_token=TOKEN, missing=missing
    )
    await database.run(lambda conn: stations.save(conn, seal, [STATION], at=NOW))
    with deeds_noted(server):
        async with TestClient(TestServer(server), headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            yield client


@pytest.fixture
def place(database, seal):
    """Places an order of one villager: `await place("261125001", contact="wechat:oVillager")`."""

    async def place(number: str, contact: str = "wechat:oVillager", slip: int = 1) -> None:
        def work(conn) -> None:
            person = people.find_or_make(conn, seal, contact, NOW)
            order = Order(
                number=number,
                slip=slip,
                person=person.id,
                recipient="桂兰",
                placed_by="villager",
                station=STATION.code,
                county=STATION.county,
                lines=(OrderLine(sku="A1", name="盐", unit="袋", quantity=Decimal("2.5"), price_fen=199),),
                placed_at=NOW,
                promised_by=date(2026, 11, 26),
                draft=f"draft-{number}",
            )
            record(conn, [OrderPlaced(order=order)], seal=seal, at=NOW, now=datetime.now(UTC))

        await database.run(work)

    return place


@pytest.fixture
def move(client):
    """Posts events for an order and gives the last answer: `await move("261125001", "packed", "at_county")`."""

    async def move(number: str, *types: str, **more) -> tuple[int, dict]:
        for kind in types:
            async with client.post(f"/api/v1/orders/{number}/events", json={"type": kind, **more}) as answer:
                status, said = answer.status, await answer.json()
            await asyncio.sleep(0)
        return status, said

    return move


@pytest.fixture
async def merchants_token(database) -> str:
    """Opens the goods of the merchant 香禾; there is another merchant beside."""
    goods = [
        Product(sku="R", name="稻花香5kg", unit="袋", price_fen=5990, merchant="香禾"),
        Product(sku="X", name="洗衣液2kg", unit="瓶", price_fen=2990, merchant="清露"),
    ]

    def work(conn) -> str:
        products.save(conn, goods)
        return merchants.new_token(conn, "香禾", datetime.now(UTC))

    return await database.run(work)
