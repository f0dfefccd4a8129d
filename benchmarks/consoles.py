"""How long the consoles' pages take in a country of 150,000 stations, over HTTP, SQLite and Redis on this machine.

    python benchmarks/consoles.py [--stations 150000] [--villages 620000] [--keep FOLDER] [--only /console/county]

Prints of each page the first fetch, the median and the 95th percentile, and the CPU time it took, in milliseconds, and fails where a page takes longer than
100 ms or a page of the router is not measured. `--keep` leaves the country in a folder, where the next run finds it.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from country import A_COUNTY, GOODS, NOW, ORDERS_EACH, SHELF_EVERY, code, fill, number, person, visit_day
from redis.asyncio import Redis

from bot.domain.message import Inbound, Text
from bot.domain.people import Station
from bot.logs import set_up
from bot.service import Service
from bot.storage.migrate import migrate
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.redis.client import RedisClient
from bot.storage.redis.server import RedisServer
from bot.storage.redis.talks import Talks
from bot.storage.sql.connect import opened
from bot.storage.sql.database import Database
from bot.turns import Turns
from bot.web.console import Console, add_console
from bot.web.console.access import COOKIE
from bot.web.posters import Posters, add_posters
from bot.web.server import make_server
from catalog.shop import Shop

ZONE = ZoneInfo("Asia/Shanghai")
FETCHES, WITHIN_MS = 40, 100.0
TOKEN = "t"  # noqa: S105 - opens nothing
VILLAGER = "sms:+8613800000001"
NOT_READ = {"/console", "/console/", "/console/events", "/console/sign-in/code", "/coverage"}
"""What leads on to another page, or goes on for ever."""


class Where(NamedTuple):
    """A county in the middle of the country, and in it a Select station."""

    centre: int

    @property
    def station(self) -> int:
        return self.centre + SHELF_EVERY

    @property
    def queries(self) -> dict[str, tuple[str, ...]]:
        """Of the pages that show something else with a query than without, or nothing without."""
        fitted = number((self.centre + 1) * ORDERS_EACH)
        own = number((self.station + 1) * ORDERS_EACH - 1)
        return {
            "/console/county": ("", "?q=站长", "?only=late", "?only=alerts"),
            "/console/county/lorries": ("", f"?to={code(self.centre + 3)}"),
            "/console/county/installations/sheet": ("", f"?date={visit_day((self.centre + 1) * ORDERS_EACH)}"),
            "/console/county/visit": (f"?number={fitted}",),
            "/console/county/station": (f"?code={code(self.station)}",),
            "/console/county/invites": ("", f"?to={code(self.station)}"),
            "/console/county/order": (f"?number={fitted}",),
            "/console/station/one": (f"?number={own}",),
            "/console/station/stock": ("", "?q=酱油"),
            "/console/training/piece": ("?course=service&piece=first_word",),
            "/console/coverage": ("", "?province=1省"),
        }

    def pages(self, app: web.Application) -> Iterator[tuple[str, str]]:
        """(whose, path) of every page that the router reads."""
        found = {
            route.resource.canonical
            for route in app.router.routes()
            if route.method == "GET" and route.resource is not None
        }
        for path in sorted(one for one in found - NOT_READ if one.startswith("/console")):
            whose = self.station if path.startswith(("/console/station", "/console/training")) else self.centre
            yield from ((person(whose), path + query) for query in self.queries.get(path, ("",)))


async def talk(service: Service, database: Database, seal: Seal, where: Where) -> None:
    """A villager of the station asks for a human, so that there is a conversation to show."""

    def bind(conn: Any) -> None:
        person = people.find_or_make(conn, seal, VILLAGER, NOW)
        people.change(conn, person.id, station=code(where.station))

    await database.run(bind)
    for turn, said in enumerate(["转人工", *(f"第{n}句话，听得见吗" for n in range(20))]):
        at = datetime.now(ZONE)
        await service.handle(
            Inbound(key=f"bench:{at}:{turn}", channel="sms", contact=VILLAGER, at=at, content=Text(text=said))
        )


async def measure(
    client: TestClient[Any, Any], console: Console, redis: RedisClient, pages: Iterator[tuple[str, str]]
) -> list[str]:
    """Print each page's times; the pages that took too long."""
    slow = []
    for whose, path in pages:
        await redis.flushdb()  # or one person would ask too often
        session = await console.sessions.begin(whose)
        client.session.cookie_jar.update_cookies({COOKIE: session.token}, client.make_url("/console/x"))
        took, worked = [], time.process_time()
        for _ in range(FETCHES):
            begun = time.perf_counter()
            async with client.get(path, headers={"Accept": "text/html"}) as answer:
                await answer.read()
                if not answer.ok:
                    raise SystemExit(f"{path}: {answer.status}")
            took.append((time.perf_counter() - begun) * 1000)
        each = (time.process_time() - worked) * 1000 / FETCHES
        late = statistics.quantiles(took, n=20)[-1]
        print(f"{path:44} {took[0]:7.1f} {statistics.median(took):7.1f} {late:7.1f} {each:7.1f}", flush=True)
        slow += [path] if late > WITHIN_MS else []
    return slow


async def run(asked: argparse.Namespace, folder: Path) -> list[str]:
    where = Where(asked.stations // A_COUNTY // 2 * A_COUNTY)
    async with AsyncExitStack() as open_until_the_end:
        server = RedisServer(folder)
        await server.start()
        open_until_the_end.push_async_callback(server.stop)
        redis = await open_until_the_end.enter_async_context(Redis.from_url(server.url))
        database = await open_until_the_end.enter_async_context(_network(asked, folder))
        app, console = await _served(redis, database, where)
        print("first, median and p95 in ms, and the CPU time of this process, client and server, a fetch")
        async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as client:
            pages = (page for page in where.pages(app) if page[1].startswith(asked.only))
            return await measure(client, console, redis, pages)


@asynccontextmanager
async def _network(asked: argparse.Namespace, folder: Path) -> AsyncIterator[Database]:
    """The network's database, written where an earlier run left none."""
    there = (folder / "cunkou.db").exists()
    async with opened(f"sqlite:///{folder}/cunkou.db") as database:
        await migrate(database)
        if not there:
            begun = time.perf_counter()
            await fill(database, asked.stations, asked.villages)
            print(f"{asked.stations} stations written in {time.perf_counter() - begun:.0f} s")
        yield database


async def _served(redis: RedisClient, database: Database, where: Where) -> tuple[web.Application, Console]:
    """The application with its consoles, after what its manager said."""
    seal, shop = Seal("a secret of the benchmark, longer than thirty-two characters"), Shop(GOODS)

    async def ready() -> dict[str, str]:
        return {}

    async def heard_from(*_: object) -> None:
        pass

    async def a_code(station: Station) -> str:
        return f"https://example.com/{station.code}"

    service = Service(database, Talks(redis, seal), seal, Turns(seal, lambda: shop, ZONE), heard_from)
    await talk(service, database, seal, where)
    app = make_server(
        channels=(), service=service, database=database, seal=seal, zone=ZONE, api_token=TOKEN, missing=ready
    )
    console = Console.on(redis, database, seal, lambda: shop)
    add_console(app, console)
    add_posters(app, Posters(code_of=a_code, sms="1069"))
    return app, console


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=150_000)
    parser.add_argument("--villages", type=int, default=620_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", default="/console")
    asked = parser.parse_args()
    set_up("warning")
    with tempfile.TemporaryDirectory() as made:
        folder = asked.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        if slow := asyncio.run(run(asked, folder)):
            sys.exit(f"longer than {WITHIN_MS:.0f} ms: {', '.join(slow)}")


if __name__ == "__main__":
    main()
