"""One run: a shop is opened, villagers shop in it, calamities strike, and in the end the books are audited."""

from __future__ import annotations

import asyncio
import random
import time
from functools import partial

import msgspec
from audit import audit
from books import Books, Crowd, Memory, remembered
from carrying import Platforms
from county import goods_move
from crowd import Manager, Villager
from finding import Finding
from goods import SCARCE
from redis.asyncio import Redis
from scenes import Scene
from shop_files import SIGNS, STATIONS, supply
from sqlalchemy import Connection
from strikes import Calamities, answered_again

from bot.storage.privacy.seal import Seal
from bot.storage.sql.connect import opened

SOON_S = 1.0
"""How soon the bot answers again after a store is back."""


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


class CutOff(msgspec.Struct, frozen=True):
    """Messages whose server was killed while they were being handled."""

    before_commit: int
    after_commit: int


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    messages: int
    deliveries: int
    given_up: int
    """Messages the platform got no 200 for."""
    cut_off: CutOff
    orders: int
    seconds: float
    struck: dict[str, int]
    recovered: dict[str, list[float]]
    """Seconds until the bot answered again, after something came back."""
    findings: list[Finding]

    @property
    def broken(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.broken]

    def soon(self) -> Finding:
        """Apart from the others, for a machine with much else to do keeps everybody waiting."""
        waits = [(name, each) for name, seconds in self.recovered.items() for each in seconds]
        late = [f"{name}: {each:.1f} s" for name, each in waits if each > SOON_S]
        return Finding("it answers within a second of a store's return", len(waits), late)


async def besiege(scene: Scene, plan: Plan, dice: random.Random) -> Outcome:
    """Everybody shops while calamities strike; then quiet, and the audit."""
    platforms = Platforms(dice)
    crowd = crowd_of(scene, plan.people, platforms)
    calamities = Calamities(scene.calamities, dice, plan.every_s, plan.rounds, answered_again(scene.doors))
    begun, over = time.perf_counter(), asyncio.Event()
    turns = asyncio.Semaphore(plan.at_once)
    # A server that does not come up again ends the run, not only the calamities.
    async with asyncio.TaskGroup() as siege:
        raging = siege.create_task(calamities.rage(over))
        siege.create_task(goods_move(scene.doors[0], over))
        for manager in crowd.managers:
            siege.create_task(manager.work(over))
        await asyncio.gather(*(_live(villager, plan, turns, raging) for villager in crowd.villagers))
        over.set()
    await _all_up(scene)
    await platforms.come_to_rest()
    await asyncio.gather(*(_shop_in_quiet(villager, turns) for villager in crowd.villagers))
    await platforms.come_to_rest()
    seconds = time.perf_counter() - begun
    books = await _settled(scene, crowd, plan.settle_s)
    said = [one for voice in crowd.voices() for one in voice.said]
    return Outcome(
        messages=len(said),
        deliveries=platforms.deliveries,
        given_up=sum(not one.acknowledged for one in said),
        cut_off=_cut_off(books),
        orders=len(books.orders),
        seconds=seconds,
        struck=dict(calamities.struck),
        recovered=dict(calamities.recovered),
        findings=audit(books, scene.doors[0], {SCARCE: supply()}),
    )


def crowd_of(scene: Scene, people: int, platforms: Platforms) -> Crowd:
    """Villagers of all stations, and the stations' managers."""
    places = [(f"CH{n:02d}", f"{SIGNS[n]}树村") for n in range(STATIONS)]
    villagers = [Villager(n + 1, scene.doors, platforms, *places[n % STATIONS]) for n in range(people)]
    managers = [Manager(scene.doors, platforms, f"CH{n:02d}", f"oChief{n}") for n in range(min(people, STATIONS))]
    return Crowd(villagers, managers)


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
        await villager.shop_in_quiet()


async def _settled(scene: Scene, crowd: Crowd, seconds: float) -> Books:
    """The books once nothing waits to be handled or sent any more, or time is up; nobody writes in them any more."""
    seal = Seal(scene.doors[0].settings["SECRET_KEY"])
    deadline = time.monotonic() + seconds
    async with opened(scene.database_url) as database, Redis.from_url(scene.redis_url) as redis:
        read = partial(read_books, seal=seal, crowd=crowd)
        while time.monotonic() < deadline:
            memory = await remembered(redis)
            if not (await database.run(partial(read, memory=memory))).under_way():
                break
            await asyncio.sleep(0.5)
        await asyncio.gather(*(server.stop() for server in scene.servers))
        return await database.run(partial(read, memory=memory))


def read_books(conn: Connection, seal: Seal, crowd: Crowd, memory: Memory) -> Books:
    return Books(conn, seal, crowd, memory)


def _cut_off(books: Books) -> CutOff:
    """Whether a message was committed when its server died shows in when it came in, as the database says."""
    cut = [said for said in books.crowd.said() if said.cut_off_at]
    kept = sum(
        (row := books.row_of(said)) is not None and row.received_at.timestamp() < said.cut_off_at for said in cut
    )
    return CutOff(len(cut) - kept, kept)
