"""How long the consoles' pages take in a country of 150,000 stations, over HTTP, SQLite and Redis on this machine.

    python benchmarks/consoles.py [--stations 150000] [--villages 620000]

Prints of each page the first fetch, the median and the 95th percentile, in milliseconds. The network is composed: counties of
150 stations each, with open orders, late ones, runs of lorries, alerts nobody saw and a record of deeds.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer
from redis.asyncio import Redis
from sqlalchemy import Connection, Table, insert

from bot.service import Service
from bot.storage import schema
from bot.storage.connect import opened
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.redis_client import RedisClient
from bot.storage.redis_server import RedisServer
from bot.storage.seal import Seal
from bot.storage.talks import Talks
from bot.storage.upsert import in_batches
from bot.turns import Turns
from bot.web.console import Console, add_console
from bot.web.console.access import COOKIE
from bot.web.server import make_server
from catalog.product import Product
from catalog.shop import Shop

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime.now(UTC)
A_COUNTY, ORDERS_EACH, ALERTS_EACH, DEEDS_EACH, CASH_EACH, FETCHES = 150, 3, 1, 2, 4, 40
BATCH = 20_000
TOKEN = "t"  # noqa: S105 - opens nothing
ARTICLE = Product(sku="S1", name="中盐加碘食盐400g", unit="袋", price_fen=250, category="调味品/盐")
STATES = ("placed", "in_transit", "at_station")


def station(n: int) -> dict[str, Any]:
    """The first of each county is its centre."""
    county, place = divmod(n, A_COUNTY)
    return {
        "code": f"S{n:06d}", "name": f"第{n}站", "level": "village" if place else "county", "kind": "service",
        "province": f"{county % 30}省", "city": f"{county % 300}市", "county": f"{county}县", "town": f"{place % 10}镇",
        "village": f"{n}村", "manager_name": f"站长{n}", "manager": person(n), "cutoff": "16:00",
    }  # fmt: skip


def person(n: int) -> str:
    return "p" + "".join("abcdefghij"[int(digit)] for digit in f"{n:012d}")


def order(n: int) -> dict[str, Any]:
    of, turn = divmod(n, ORDERS_EACH)
    at = NOW - timedelta(minutes=n % 3000)
    status = STATES[turn % len(STATES)]
    return {
        "number": f"26{n:08d}", "county": f"{of // A_COUNTY}县", "station": f"S{of:06d}", "slip": turn + 1,
        "recipient": "桂兰", "placed_by": "villager", "status": status, "delivery": "pickup", "placed_at": at,
        "moved_at": at, "promised_by": NOW.date() + timedelta(days=-1 if turn == 1 else 1), "total_fen": 500,
        "pickup_code": f"{1000 + turn}" if status == "at_station" else None, "draft": f"d{n}",
    }  # fmt: skip


def line(n: int) -> dict[str, Any]:
    return {
        "number": f"26{n:08d}", "position": 0, "sku": "S1", "name": ARTICLE.name, "unit": "袋", "quantity": 2, "price_fen": 250,
    }  # fmt: skip


def alert(n: int) -> dict[str, Any]:
    return {
        "key": f"k{n}", "station": f"S{n // ALERTS_EACH:06d}", "kind": "complaint", "level": "warning", "text": "锅漏了",
        "created_at": NOW,
    }  # fmt: skip


def deed(n: int) -> dict[str, Any]:
    of = n // DEEDS_EACH
    return {
        "at": NOW, "person": person(of), "role": "manager", "action": "arrived", "subject": "x", "station": f"S{of:06d}",
        "county": f"{of // A_COUNTY}县",
    }  # fmt: skip


def village(n: int, stations: int) -> dict[str, Any]:
    """Four villages and more to a station."""
    by = station(n % stations)
    return {name: by[name] for name in ("province", "city", "county", "town")} | {
        "code": f"{100_000_000_000 + n}", "name": f"{n % 9000}村", "station": by["code"],
        "sound": f"{n % 9000}cun", "town_sound": f"{n % 10}zhen", "county_sound": f"{n % stations // A_COUNTY}xian",
    }  # fmt: skip


def load(n: int) -> dict[str, Any]:
    """A run to every station: half are there, half on their way."""
    return {
        "id": n + 1, "county": f"{n // A_COUNTY}县", "station": f"S{n:06d}", "day": NOW.date(), "capacity_kg": 800,
        "stage": "in_transit" if n % 2 else "at_station", "created_at": NOW, "moved_at": NOW,
    }  # fmt: skip


def load_item(n: int) -> dict[str, Any]:
    return {"number": f"26{n * ORDERS_EACH + 1:08d}", "parcel": "", "load": n + 1, "weight_kg": 3}


def entry(n: int) -> dict[str, Any]:
    return {
        "key": f"c{n}", "station": f"S{n // CASH_EACH:06d}", "kind": "taken", "amount_fen": 500, "person": "桂兰",
        "order_number": "", "note": "", "reverses": None, "by": person(n // CASH_EACH), "at": NOW,
    }  # fmt: skip


def rows(stations: int, villages: int) -> Iterator[tuple[Table, int, Any]]:
    yield schema.villages, villages, lambda n: village(n, stations)
    yield schema.persons, stations, lambda n: {"id": person(n), "created_at": NOW}
    yield schema.stations, stations, station
    yield schema.orders, stations * ORDERS_EACH, order
    yield schema.order_lines, stations * ORDERS_EACH, line
    yield schema.alerts, stations * ALERTS_EACH, alert
    yield schema.audit, stations * DEEDS_EACH, deed
    yield schema.loads, stations, load
    yield schema.load_items, stations, load_item
    yield schema.cash_entries, stations * CASH_EACH, entry
    yield schema.seen, stations, lambda n: {"station": f"S{n:06d}", "at": NOW}


async def fill(database: Database, stations: int, villages: int) -> None:
    for table, count, make in rows(stations, villages):
        for some in in_batches(range(count), BATCH):

            def write(conn: Connection, table: Table = table, some: list[int] = some, make: Any = make) -> None:
                conn.execute(insert(table), [make(n) for n in some])

            await database.run(write)


def pages(stations: int) -> tuple[tuple[str, str], ...]:
    """(whose, path) of every page that is read; one county in the middle."""
    centre = stations // A_COUNTY // 2 * A_COUNTY
    number = f"26{(centre + 1) * ORDERS_EACH:08d}"
    of_county = (
        "", "?q=站长", "?only=late", "?only=alerts", "/late", "/alerts", "/lorries", f"/lorries?to=S{centre + 3:06d}", "/installations", "/training", "/letters", "/audit", f"/order?number={number}",
    )  # fmt: skip
    of_station = ("", "/alerts", "/talks", "/stock?q=盐", "/market", "/order", f"/one?number={number}")
    return (
        *((person(centre), f"/console/county{path}") for path in of_county),
        *((person(centre + 1), f"/console/station{path}") for path in of_station),
        (person(centre + 1), "/console/training"),
        (person(centre), "/console/coverage"),
    )


async def measure(client: TestClient[Any, Any], console: Console, redis: RedisClient, stations: int) -> None:
    for whose, path in pages(stations):
        await redis.flushdb()  # or one person would ask too often
        session = await console.sessions.begin(whose)
        client.session.cookie_jar.update_cookies({COOKIE: session.token}, client.make_url("/console/x"))
        took = []
        for _ in range(FETCHES):
            begun = time.perf_counter()
            async with client.get(path, headers={"Accept": "text/html"}) as answer:
                await answer.read()
                answer.raise_for_status()
            took.append((time.perf_counter() - begun) * 1000)
        print(f"{path:44} {took[0]:7.1f} {statistics.median(took):7.1f} {statistics.quantiles(took, n=20)[-1]:7.1f}")


async def run(stations: int, villages: int) -> None:
    seal, shop = Seal("a secret of the benchmark, longer than thirty-two characters"), Shop((ARTICLE,))

    async def ready() -> dict[str, str]:
        return {}

    async def heard_from(*_: object) -> None:
        pass

    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(Path(folder))
        await server.start()
        async with Redis.from_url(server.url) as redis, opened(f"sqlite:///{folder}/cunkou.db") as database:
            await migrate(database)
            begun = time.perf_counter()
            await fill(database, stations, villages)
            print(f"{stations} stations written in {time.perf_counter() - begun:.0f} s; first, median and p95 in ms")
            service = Service(database, Talks(redis), seal, Turns(seal, lambda: shop, ZONE), heard_from)
            app = make_server(
                channels=(), service=service, database=database, seal=seal, zone=ZONE, api_token=TOKEN, missing=ready
            )
            console = Console.on(redis, database, lambda: shop)
            add_console(app, console)
            async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as client:
                await measure(client, console, redis, stations)
        await server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=150_000)
    parser.add_argument("--villages", type=int, default=620_000)
    asked = parser.parse_args()
    asyncio.run(run(asked.stations, asked.villages))
