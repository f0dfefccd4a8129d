"""The audit sees what is broken: each promise is broken by hand in books that were sound."""

from __future__ import annotations

import asyncio
import random

import msgspec
import pytest
from audit import audit
from books import Books, Memory, remembered
from carrying import Platforms
from county import goods_move
from goods import FILL_SHELF, RETURNING, SCARCE, SELL
from redis.asyncio import Redis
from scenes import on_sqlite
from siege import crowd_of
from sqlalchemy import select, text

from bot.dialogue.talk import Talk
from bot.domain.cart import Basket
from bot.storage.privacy.seal import Seal
from bot.storage.schema import orders, outbox
from bot.storage.sql.connect import opened

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
    "an order takes every step once, refunds too": (
        "INSERT INTO order_events (number, type, at, by) SELECT number, type, at, by FROM order_events WHERE type = 'refunded'"
    ),
    "a sale over the counter counts once": "UPDATE stock SET quantity = quantity - 1 WHERE station <> ''",
    "what is sent back was asked for, once": "UPDATE inbox SET reply = '好' WHERE reply LIKE '%退货报上去了%'",
    "a letter arrives once, or nobody knows": "UPDATE outbox SET text = text || '！' WHERE notice = 'order_at_station'",
    "nothing arrives that was not written": "DELETE FROM outbox WHERE notice = 'alert_order_placed'",
    "each notice that is promised is written once": "DELETE FROM outbox WHERE key LIKE '%at_station'",
    "afterwards everybody can order again": "UPDATE orders SET placed_at = '2026-01-01 00:00:00.000000'",
}
"""A promise, and what breaks it."""


@pytest.fixture(scope="module")
async def sound(tmp_path_factory):
    """A quiet day: what the books say, and who said what."""
    dice = random.Random(1)  # noqa: S311 - a day that can be had again
    async with on_sqlite(tmp_path_factory.mktemp("audit"), dice) as scene:
        platforms, over = Platforms(dice), asyncio.Event()
        crowd = crowd_of(scene, 6, platforms)
        moving = asyncio.create_task(goods_move(scene.doors[0], over))
        await asyncio.gather(*(lived(villager) for villager in crowd.villagers))
        for words in (FILL_SHELF, SELL, "人工"):
            await crowd.managers[0].voice.say(words)
        await sent_back(scene.doors[0], crowd.villagers[0])
        await until_told(crowd)
        over.set()
        await moving
        await platforms.come_to_rest()
        async with opened(scene.database_url) as database, Redis.from_url(scene.redis_url) as redis:
            yield scene.doors[0], crowd, database, redis


async def lived(villager):
    await villager.arrive()
    await villager.shop()
    await villager.shop_in_quiet()


async def sent_back(village, villager):
    """The first who shops sends the last thing back, once it was fetched."""
    async with asyncio.timeout(20):
        while not RETURNING.search(await villager.send_back()):  # noqa: ASYNC110 - the county says when it was fetched
            await asyncio.sleep(0.3)
        while not await village.county.orders(status="refunded"):  # noqa: ASYNC110 - another process refunds
            await asyncio.sleep(0.1)


async def until_told(crowd):
    async with asyncio.timeout(20):
        while not all("取货码" in "".join(sent.text for sent in one.voice.letters()) for one in crowd.villagers):  # noqa: ASYNC110 - the bot sends
            await asyncio.sleep(0.05)


async def findings(sound, statement="", memory=None):
    village, crowd, database, redis = sound
    seal = Seal(village.settings["SECRET_KEY"])
    memory = memory or await remembered(redis)

    def read(conn):
        with conn.begin_nested() as attempt:
            for one in filter(None, statement.split(";")):
                conn.execute(text(one))
            books = Books(conn, seal, crowd, memory)
            attempt.rollback()
        return audit(books, village, {SCARCE: 0} if "stock" in statement else {})

    return {finding.promise: finding for finding in await database.run(read)}


async def test_sound_books_are_found_sound(sound):
    found = await findings(sound)
    assert [finding for finding in found.values() if finding.broken] == []
    assert found["one basket, one order"].cases >= 6
    assert all(finding.cases for finding in found.values())


@pytest.mark.parametrize(("promise", "statement"), BROKEN.items())
async def test_what_is_broken_is_seen(sound, promise, statement):
    assert (await findings(sound, statement))[promise].broken


async def test_a_seat_that_stays_taken_is_seen(sound):
    _, _, _, redis = sound
    memory = Memory((await remembered(redis)).talks, ["pnobody"])
    assert (await findings(sound, memory=memory))["nobody's seat stays taken"].broken


@pytest.mark.parametrize("kept", [b"not a talk", "ordered already"])
async def test_a_conversation_that_the_database_knows_otherwise_is_seen(sound, kept):
    _, _, database, redis = sound
    talks = (await remembered(redis)).talks
    if isinstance(kept, str):
        draft = await database.run(lambda conn: conn.execute(select(orders.c.draft)).scalar())
        kept = msgspec.json.encode(Talk(basket=Basket(draft=draft)))
    memory = Memory(dict.fromkeys(talks, kept), [])
    assert (await findings(sound, memory=memory))["what Redis remembers, the database knows"].broken


@pytest.mark.parametrize(
    "notice", ["alert_order_placed", "alert_handoff", "order_at_station", "order_refunded", "reply"]
)
async def test_a_letter_that_arrives_twice_is_seen_whoever_gets_it(sound, notice):
    """The station's manager, the county's chief, a villager, and who is answered by a message of its own."""
    village, _, database, _ = sound
    asked = select(outbox).where(outbox.c.notice == notice, outbox.c.status == "sent")
    row = await database.run(lambda conn: conn.execute(asked).first())
    kept = village.gateway.sent if row.way == "sms" else village.wechat.sent
    seal = Seal(village.settings["SECRET_KEY"])
    again = next(sent for sent in kept if seal.reveal(row.sms if row.way == "sms" else row.text) in sent.text)
    kept.append(again)
    try:
        assert (await findings(sound))["a letter arrives once, or nobody knows"].broken
    finally:
        kept.pop()
