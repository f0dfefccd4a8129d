"""What a contact, a message, an order and a conversation weigh: in PostgreSQL with its indexes, and in Redis.

A real bot over a real PostgreSQL and Redis is talked to by `--people`, each of whom follows a station, asks, orders and
confirms. docs/capacity.md reckons with what this prints.

    python benchmarks/capacity.py [--people 2000]
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import asyncpg
from redis.asyncio import Redis
from rich.console import Console
from rich.table import Table
from stores import open_shop, real_stores

from bot.demo.server import Server, made_up_secrets
from bot.demo.wechat_user import Account, WechatUser

STATION = "HW0101"
ROUND = ("酱油多少钱", "海天一品鲜酱油2瓶", "再来一袋中盐加碘深井盐", "我买了啥", "对", "到哪了", "谢谢")
AT_ONCE = 32
TRIES = 3
ORDERED = ("orders", "order_lines", "order_events")
OF_A_TABLE = """
SELECT c.relname AS name, pg_total_relation_size(c.oid) AS bytes
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public'
"""


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=2000)
    people: int = parser.parse_args().people
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        async with real_stores(Path(home)) as stores:
            await _weigh(Path(home), stores, people)


async def _weigh(home: Path, stores: dict[str, str], people: int) -> None:
    settings = made_up_secrets() | stores | {"LOG_LEVEL": "error", "SMS_PROVIDER": "none"}
    server, database = Server(home / "bot", settings), stores["DATABASE_URL"]
    await open_shop(server)
    await server.start()
    async with Redis.from_url(stores["REDIS_URL"]) as redis:
        try:
            tables, memory = await _tables(database), await _memory(redis)
            await _everybody_talks(server, settings["WECHAT_TOKEN"], people)
            grown = {
                name: (size - tables[name][0], rows - tables[name][1])
                for name, (size, rows) in (await _tables(database)).items()
            }
            _show(grown, people, (await _memory(redis) - memory) / people, await _talk_bytes(redis))
        finally:
            await server.stop()


async def _everybody_talks(server: Server, token: str, people: int) -> None:
    account = Account(hook=f"{server.base}/hook/wechat", token=token)
    places = asyncio.Semaphore(AT_ONCE)
    async with aiohttp.ClientSession() as http:

        async def live(number: int) -> None:
            async with places:
                user = WechatUser(http, account, f"oCapacity{number:019d}")  # as long as a real openid
                await user.follow(STATION)
                for text in ROUND:
                    await _brought(user, user.message("text", Content=text))

        await asyncio.gather(*(live(number) for number in range(people)))


async def _brought(user: WechatUser, xml: str) -> None:
    """As WeChat does: what is refused, by a machine that has too much to do, is brought again."""
    for _ in range(TRIES):
        if (await user.deliver(xml)).status == 200:  # noqa: PLR2004 - HTTP's own number
            return
    raise RuntimeError("a message was refused each time")


async def _tables(database: str) -> dict[str, tuple[int, int]]:
    """Bytes with indexes, and rows, of every table."""
    conn = await asyncpg.connect(database)
    try:
        await conn.execute("VACUUM")
        sizes = {row["name"]: row["bytes"] for row in await conn.fetch(OF_A_TABLE)}
        return {name: (size, await conn.fetchval(f'SELECT count(*) FROM "{name}"')) for name, size in sizes.items()}  # noqa: S608 - names of our own tables
    finally:
        await conn.close()


async def _memory(redis: Redis) -> int:
    return int((await redis.info("memory"))["used_memory"])


async def _talk_bytes(redis: Redis) -> float:
    """Mean of what a conversation takes."""
    sizes = [await redis.memory_usage(key) or 0 async for key in redis.scan_iter("cunkou:*:talk", count=1000)]
    return sum(sizes) / max(len(sizes), 1)


def _show(grown: dict[str, tuple[int, int]], people: int, redis_each: float, talk: float) -> None:
    table = Table(
        "table",
        "rows",
        "bytes a row",
        "bytes a person",
        title=f"{people:,} people, {len(ROUND) + 1} messages and an order each",
    )
    for row in _rows(grown, people):
        table.add_row(*row)
    Console(width=100).print(table)
    orders = grown["orders"][1]
    an_order = sum(grown[name][0] for name in ORDERED) / max(orders, 1)
    Console(width=100).print(
        f"An order with its lines and events: {an_order:,.0f} bytes. In Redis: {redis_each:,.0f} bytes a person, of them the conversation {talk:,.0f}.",
        highlight=False,
    )


def _rows(grown: dict[str, tuple[int, int]], people: int) -> Iterator[tuple[str, ...]]:
    for name, (size, rows) in sorted(grown.items(), key=lambda entry: -entry[1][0]):
        if size > people:
            yield name, f"{rows:,}", f"{size / max(rows, 1):,.0f}", f"{size / people:,.0f}"
    yield "all", "", "", f"{sum(size for size, _ in grown.values()) / people:,.0f}"


if __name__ == "__main__":
    asyncio.run(main())
