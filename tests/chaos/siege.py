"""One run: a shop is opened, villagers shop in it, calamities strike, and in the end the books are audited."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import random
import time
from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path

import aiohttp
import msgspec
from aliyun_phone import SETTINGS as ALIYUN
from audit import Books, Finding, audit
from calamities import Calamities, Calamity, answered_again, embedded, shared
from crowd import SCARCE, Platforms, Villager
from sqlalchemy import Connection

from bot.demo.county import Refused
from bot.demo.server import Server
from bot.demo.village import Village, open_village
from bot.storage.connect import opened
from bot.storage.redis_server import RedisServer
from bot.storage.seal import Seal

CATALOG = Path(__file__).parent.parent / "stories" / "catalog.csv"
STATIONS = 8
COLUMNS = (
    "code", "name", "level", "kind", "parent", "province", "city", "county", "town", "village",
    "manager_name", "manager_phone", "manager_wechat", "cutoff",
)  # fmt: skip  # a table, a row a line
SIGNS = "柏槐杨柳桃李梨枣"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How large and how hard a run is."""

    people: int
    orders_each: int
    """At least; they go on while the calamities do."""
    seed: int
    rounds: int = 0
    """Of calamities; 0: as long as anybody shops."""
    every_s: tuple[float, float] = (0.5, 3.0)
    """Between two calamities, from and to."""
    settle_s: float = 120.0
    """How long to wait in the end; what a killed worker had leased is taken up after 90 s."""
    at_once: int = 64
    """How many people shop at the same time."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    messages: int
    deliveries: int
    given_up: int
    """Messages the platform got no 200 for."""
    orders: int
    seconds: float
    struck: dict[str, int]
    recovered: dict[str, list[float]]
    """Seconds until the bot answered again, after something came back."""
    findings: list[Finding]

    @property
    def broken(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.broken]


class Scene(msgspec.Struct, frozen=True):
    """The servers of a shop and what can befall them."""

    doors: Sequence[Village]
    servers: dict[Server, str]
    """With their roles."""
    database_url: str
    calamities: dict[str, Calamity]


@contextlib.asynccontextmanager
async def on_sqlite(home: Path, dice: random.Random) -> AsyncIterator[Scene]:
    """The embedded default: one process, SQLite, a Redis of its own."""
    catalog, stations = write_files(home)
    async with open_village(home / "bot", catalog=catalog, stations=stations, settings=ALIYUN) as village:
        url = f"sqlite:///{village.server.home / 'data' / 'cunkou.db'}"
        yield Scene([village], {village.server: "all"}, url, embedded(village, dice))


@contextlib.asynccontextmanager
async def on_postgres(home: Path, dice: random.Random, url: str, postgres: dict[str, Calamity]) -> AsyncIterator[Scene]:
    """Two web servers and a worker over one PostgreSQL and one Redis."""
    catalog, stations = write_files(home)
    redis = RedisServer(home / "shared")
    await redis.start()
    settings = ALIYUN | {"DATABASE_URL": url, "REDIS_URL": redis.url}
    opening = open_village(home / "one", catalog=catalog, stations=stations, settings=settings, role="web")
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(redis.stop)
        one = await stack.enter_async_context(opening)
        other, worker = Server(home / "two", one.settings), Server(home / "worker", one.settings)
        for server, role in ((other, "web"), (worker, "worker")):
            await server.start(role)
            stack.push_async_callback(server.stop)
        doors = [one, Village(other, one.wechat, one.gateway, one.http, one.settings)]
        yield Scene(
            doors,
            {one.server: "web", other: "web", worker: "worker"},
            url,
            shared(doors, worker, home / "shared", postgres, dice),
        )


async def besiege(scene: Scene, plan: Plan, dice: random.Random) -> Outcome:
    """Everybody shops while calamities strike; then quiet, and the audit."""
    platforms = Platforms(dice)
    places = [(f"CH{n:02d}", f"{SIGNS[n]}树村") for n in range(STATIONS)]
    villagers = [Villager(scene.doors, platforms, *places[n % STATIONS]) for n in range(plan.people)]
    calamities = Calamities(scene.calamities, dice, plan.every_s, plan.rounds, answered_again(scene.doors[0]))
    begun, over = time.perf_counter(), asyncio.Event()
    turns = asyncio.Semaphore(plan.at_once)
    # A server that does not come up again ends the run, not only the calamities.
    async with asyncio.TaskGroup() as siege:
        raging = siege.create_task(calamities.rage(over))
        siege.create_task(_goods_arrive(scene.doors[0], over))
        await asyncio.gather(*(_live(villager, plan, turns, raging) for villager in villagers))
        over.set()
    await _all_up(scene)
    await platforms.come_to_rest()
    await asyncio.gather(*(_shop_in_quiet(villager, turns) for villager in villagers))
    await platforms.come_to_rest()
    seconds = time.perf_counter() - begun
    books = await _settled(scene, villagers, plan.settle_s)
    said = [one for villager in villagers for one in villager.said]
    return Outcome(
        messages=len(said),
        deliveries=platforms.deliveries,
        given_up=sum(not one.acknowledged for one in said),
        orders=len(books.orders),
        seconds=seconds,
        struck=dict(calamities.struck),
        recovered=dict(calamities.recovered),
        findings=audit(books, scene.doors[0], {SCARCE: _supply()}),
    )


async def _live(villager: Villager, plan: Plan, turns: asyncio.Semaphore, raging: asyncio.Task[None]) -> None:
    async with turns:
        await villager.arrive()
        placed = 0
        while placed < plan.orders_each or (plan.rounds and not raging.done()):
            await villager.shop()
            placed += 1


async def _all_up(scene: Scene) -> None:
    """Start what has ended by itself, as systemd would."""
    for server, role in scene.servers.items():
        if not server.alive:
            await server.start(role)


async def _shop_in_quiet(villager: Villager, turns: asyncio.Semaphore) -> None:
    """Once more after the storm: all is well again, and whatever of theirs still waited came first."""
    async with turns:
        await villager.shop()


async def _goods_arrive(village: Village, over: asyncio.Event) -> None:
    """The county reports arrivals all the while, so that notices go out; what fails is reported again."""
    while not over.is_set():
        await asyncio.sleep(0.3)
        with contextlib.suppress(Refused, aiohttp.ClientError, OSError, TimeoutError):
            async with asyncio.timeout(5):
                for order in await village.county.orders(status="placed", limit="10"):
                    await village.county.advance(order["number"], "placed", "at_station")


async def _settled(scene: Scene, villagers: Sequence[Villager], seconds: float) -> Books:
    """The books once nothing waits to be handled or sent any more, or time is up; nobody writes in them any more."""
    read = partial(_read, seal=Seal(scene.doors[0].settings["SECRET_KEY"]), villagers=villagers)
    deadline = time.monotonic() + seconds
    async with opened(scene.database_url) as database:
        while time.monotonic() < deadline and (await database.run(read)).under_way():  # noqa: ASYNC110 - others write
            await asyncio.sleep(0.5)
        await asyncio.gather(*(server.stop() for server in scene.servers))
        return await database.run(read)


def _read(conn: Connection, seal: Seal, villagers: Sequence[Villager]) -> Books:
    return Books(conn, seal, villagers)


def write_files(home: Path) -> tuple[Path, Path]:
    """The catalogue as it is, and stations of villages whose names differ in one character."""
    home.mkdir(parents=True, exist_ok=True)
    around = {"province": "河南省", "city": "南阳市", "county": "青禾县", "kind": "service", "cutoff": "16:00"}
    rows = [around | {"code": "CH", "name": "青禾县中心", "level": "county"}]
    for n in range(STATIONS):
        manager = {"manager_name": f"站长{n}", "manager_phone": f"139009{n:05d}", "manager_wechat": f"oChief{n}"}
        place = {"town": "大榆镇", "village": f"{SIGNS[n]}树村", "name": f"{SIGNS[n]}树站"}
        rows.append(around | place | manager | {"code": f"CH{n:02d}", "level": "village", "parent": "CH"})
    path = home / "stations.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return CATALOG, path


def _supply() -> int:
    with CATALOG.open(encoding="utf-8") as file:
        return next(int(row["stock"]) for row in csv.DictReader(file) if row["sku"] == SCARCE)
