"""Load for one server: villagers who each wait for their answer, and what it cost the server's processes."""

from __future__ import annotations

import asyncio
import csv
import itertools
import os
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import aiohttp

from bot.demo.wechat_user import compose, sign

TICK_S = 1 / os.sysconf("SC_CLK_TCK")
SAYINGS = ("你好", "酱油多少钱", "来两袋盐", "再来一瓶醋", "我买了啥", "不要醋了", "就这些", "对")
"""A villager's round: greets, asks, orders, changes, confirms."""
VILLAGE = "杨柳村"
"""Of the sample's stations; the first thing anybody says, for nobody can order without a station."""
FAMILIES = 16
"""So many people take turns at a seat, a round each: few order five times an evening."""
SAMPLE = Path(__file__).parent.parent / "config" / "sample" / "catalog.csv"
COUNTS = "两三四五六七八九"
Talking = Callable[[aiohttp.ClientSession, int, float], Awaitable[list[float]]]
"""The talk at one seat from a moment on; how many seconds each answer took."""


class Round(NamedTuple):
    """One server under load for a while."""

    messages: int
    seconds: float
    cpu_seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def per_second(self) -> float:
        return self.messages / self.seconds

    @property
    def cpu_us(self) -> float:
        return self.cpu_seconds / self.messages * 1e6


def cpu_of(pids: Iterable[int]) -> float:
    """CPU seconds, user and system, the processes have used so far."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total * TICK_S


def family(pid: int) -> list[int]:
    """The process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


class Village:
    """`size` followers of the account who talk at once, out of FAMILIES times as many, from number `first` on; message ids
    are unique over all rounds."""

    def __init__(self, token: str, size: int, first: int = 0) -> None:
        self.token, self.size, self.first = token, size, first
        self.known: set[int] = set()
        self.turns = [itertools.count() for _ in range(size)]
        self.begun = time.time_ns()
        self.ids = itertools.count(self.begun)
        self.chance = random.Random(first)  # noqa: S311 - goods, no secret

    def post_of(self, person: int, text: str) -> tuple[dict[str, str], str]:
        stamp = str(int(time.time()))
        query = {"timestamp": stamp, "nonce": "n", "signature": sign(self.token, stamp, "n")}
        return query, compose(
            ToUserName="gh_cunkou",
            FromUserName=f"bench-{self.first + person}",
            CreateTime=int(stamp),
            MsgType="text",
            Content=text,
            MsgId=next(self.ids),
        )

    def talk(self, seat: int) -> Iterator[tuple[int, str]]:
        """Who says what at a seat, without end."""
        while True:
            person = seat + self.size * (next(self.turns[seat]) % FAMILIES)
            for text in self.round_of(person):
                yield person, text

    def round_of(self, person: int) -> Iterator[str]:
        """What a person says, of other goods and amounts of the sample shop each time: what was just said need not be read
        again, so a load of the same eight messages would measure too little."""
        if person not in self.known:
            yield VILLAGE
            self.known.add(person)
        (asked, _), (goods, unit), (more, its_unit) = self.chance.choices(_goods(), k=3)
        words = {
            "酱油": asked,
            "两袋盐": self.chance.choice(COUNTS) + unit + goods,
            "一瓶醋": f"一{its_unit}{more}",
            "醋": more,
        }
        for text in SAYINGS:
            said = next((word for word in words if word in text), "")
            yield text.replace(said, words[said]) if said else text


@cache
def _goods() -> list[tuple[str, str]]:
    """What people call each article of the sample shop, and the unit it is sold by."""
    with SAMPLE.open(encoding="utf-8") as file:
        return [(row["aliases"].partition("|")[0] or row["name"], row["unit"]) for row in csv.DictReader(file)]


async def load(base: str, village: Village, pids: list[int], seconds: float) -> Round:
    """Everybody talks for `seconds`, each as soon as the last answer came; raises where any answer is not 200."""

    async def talk(session: aiohttp.ClientSession, seat: int, begun: float) -> list[float]:
        taken = []
        for person, text in village.talk(seat):
            asked = time.perf_counter()
            if asked >= begun + seconds:
                break
            await _say(session, village, person, text)
            taken.append(time.perf_counter() - asked)
        return taken

    return await _measured(base, village, pids, talk)


async def paced(base: str, village: Village, pids: list[int], seconds: float, per_second: float) -> Round:
    """As `load`, at a given rate over all; an answer's time runs from when the message was due, not from when it left."""
    between = village.size / per_second

    async def talk(session: aiohttp.ClientSession, seat: int, begun: float) -> list[float]:
        taken, due = [], begun + between * seat / village.size
        for person, text in village.talk(seat):
            if due >= begun + seconds:
                break
            await asyncio.sleep(due - time.perf_counter())
            await _say(session, village, person, text)
            taken.append(time.perf_counter() - due)
            due += between
        return taken

    return await _measured(base, village, pids, talk)


async def _measured(base: str, village: Village, pids: list[int], talk: Talking) -> Round:
    connector = aiohttp.TCPConnector(limit=village.size)
    async with aiohttp.ClientSession(base, connector=connector) as session:
        begun, cpu = time.perf_counter(), cpu_of(pids)
        talks = await asyncio.gather(*(talk(session, seat, begun) for seat in range(village.size)))
        spent, used = time.perf_counter() - begun, cpu_of(pids) - cpu
    taken = [one for talk in talks for one in talk]
    cuts = statistics.quantiles(taken, n=100)
    return Round(len(taken), spent, used, cuts[49] * 1e3, cuts[98] * 1e3)


async def _say(session: aiohttp.ClientSession, village: Village, person: int, text: str) -> None:
    query, body = village.post_of(person, text)
    async with session.post("/hook/wechat", params=query, data=body.encode()) as answer:
        if not answer.ok:
            raise RuntimeError(f"{answer.status}: {(await answer.text())[:200]}")
        await answer.read()
