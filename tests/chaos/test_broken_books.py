"""The audit sees what is broken: each promise is broken by hand in books that were sound."""

from __future__ import annotations

import asyncio
import random

import pytest
from audit import Books, audit
from crowd import SCARCE, Platforms, Villager
from siege import SIGNS, on_sqlite
from sqlalchemy import text

from bot.storage.connect import opened
from bot.storage.seal import Seal

BROKEN = {
    "what was acknowledged is stored": "DELETE FROM inbox WHERE id = (SELECT max(id) FROM inbox)",
    "what is stored was handled": "UPDATE inbox SET status = 'pending' WHERE id = (SELECT max(id) FROM inbox)",
    "messages of one person are heard in order": "UPDATE inbox SET id = -id WHERE id % 2 = 0",
    "an order that was told of exists": (
        "DELETE FROM order_events; DELETE FROM order_lines; DELETE FROM promises; DELETE FROM orders"
    ),
    "an order that exists was told of": "UPDATE inbox SET reply = '' WHERE reply LIKE '%下单了%'",
    "one confirmation, one order": "UPDATE inbox SET reply = reply || reply WHERE reply LIKE '%下单了%'",
    "an order's lines are whole": "UPDATE order_lines SET price_fen = price_fen + 1",
    "nothing was ordered that was not asked for": "UPDATE order_lines SET quantity = quantity + 1",
    "no stock is negative or sold twice": "UPDATE stock SET reserved = quantity + 1",
    "a notice arrives once, or nobody knows": "UPDATE outbox SET text = text || '！'",
}


@pytest.fixture(scope="module")
async def sound(tmp_path_factory):
    """A quiet day: what the books say, and who said what."""
    dice = random.Random(1)  # noqa: S311 - a day that can be had again
    async with on_sqlite(tmp_path_factory.mktemp("audit"), dice) as scene:
        platforms = Platforms(dice)
        villagers = [Villager(scene.doors, platforms, f"CH{n:02d}", f"{SIGNS[n]}树村") for n in range(4)]
        await asyncio.gather(*(lived(villager) for villager in villagers))
        await platforms.come_to_rest()
        for order in await scene.doors[0].county.orders(status="placed"):
            await scene.doors[0].county.advance(order["number"], "placed", "at_station")
        await until_told(villagers)
        async with opened(scene.database_url) as database:
            yield scene.doors[0], villagers, database


async def lived(villager):
    await villager.arrive()
    await villager.shop()


async def until_told(villagers):
    async with asyncio.timeout(20):
        while not all("取货码" in "".join(sent.text for sent in villager.letters()) for villager in villagers):  # noqa: ASYNC110 - the bot sends
            await asyncio.sleep(0.05)


async def findings(sound, statement=""):
    village, villagers, database = sound
    seal = Seal(village.settings["SECRET_KEY"])

    def read(conn):
        with conn.begin_nested() as attempt:
            for one in filter(None, statement.split(";")):
                conn.execute(text(one))
            books = Books(conn, seal, villagers)
            attempt.rollback()
        return audit(books, village, {SCARCE: 0} if "stock" in statement else {})

    return {finding.promise: finding for finding in await database.run(read)}


async def test_sound_books_are_found_sound(sound):
    found = await findings(sound)
    assert [finding for finding in found.values() if finding.broken] == []
    assert found["one basket, one order"].cases >= 3


@pytest.mark.parametrize(("promise", "statement"), BROKEN.items())
async def test_what_is_broken_is_seen(sound, promise, statement):
    assert (await findings(sound, statement))[promise].broken
