"""PostgreSQL under trouble: connections cut, transactions that collide, a server that is not there."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest
from made import NOON
from sqlalchemy import insert, literal, select, text, update

from bot.storage.migrate import migrate
from bot.storage.persons import people
from bot.storage.schema import meta
from bot.storage.sql.connect import opened
from bot.storage.sql.database import StoreUnavailable, Unstorable

CUT_ALL = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture(scope="module")
async def url(new_postgres_url):
    url = await new_postgres_url()
    async with opened(url) as database:
        await migrate(database)
        await database.run(
            lambda conn: conn.execute(insert(meta), [{"name": name, "value": 0} for name in "ab"]) and None
        )
    return url


async def value(database, name):
    return await database.run(lambda conn: conn.execute(select(meta.c.value).where(meta.c.name == name)).scalar_one())


def plus_one(conn, name):
    conn.execute(update(meta).where(meta.c.name == name).values(value=meta.c.value + 1))


async def test_connections_that_were_cut_in_the_pool_are_not_noticed(url):
    async with opened(url) as database, opened(url) as admin:
        await asyncio.gather(
            *(database.run(lambda conn: conn.execute(text("SELECT pg_sleep(0.05)")) and None) for _ in range(8))
        )
        await admin.run(lambda conn: conn.execute(CUT_ALL) and None)
        await asyncio.gather(*(database.ping() for _ in range(8)))


async def test_work_cut_in_the_middle_is_done_once(url):
    async with opened(url) as database, opened(url) as admin:
        before = await value(database, "a")

        def slow(conn):
            plus_one(conn, "a")
            conn.execute(text("SELECT pg_sleep(0.3)"))

        task = asyncio.create_task(database.run(slow))
        await asyncio.sleep(0.1)
        await admin.run(lambda conn: conn.execute(CUT_ALL) and None)
        await task
        assert await value(database, "a") == before + 1


async def test_a_deadlock_is_resolved_by_running_one_of_them_again(url):
    async with opened(url) as database:
        before = await value(database, "a"), await value(database, "b")

        def both(first, second):
            def work(conn):
                plus_one(conn, first)
                conn.execute(text("SELECT pg_sleep(0.1)"))
                plus_one(conn, second)

            return work

        await asyncio.gather(database.run(both("a", "b")), database.run(both("b", "a")))
        assert (await value(database, "a"), await value(database, "b")) == (before[0] + 2, before[1] + 2)


async def test_a_work_that_is_wrong_is_not_tried_again(url):
    async with opened(url) as database:
        tries = []

        def wrong(conn):
            tries.append(1)
            conn.execute(text("SELECT nothing FROM nowhere"))

        with pytest.raises(Exception, match="nowhere") as caught:
            await database.run(wrong)
        assert not isinstance(caught.value, StoreUnavailable)
        assert len(tries) == 1


async def test_a_wrong_password_or_database_is_told_without_the_password(url):
    with pytest.raises(StoreUnavailable, match="does not exist") as caught:
        async with opened(url.replace("/cunkou", "/no_such_cunkou").replace("postgres:@", "postgres:geheim@")):
            pass
    assert "geheim" not in str(caught.value)


async def test_a_read_only_server_is_unavailable(url):
    async with opened(url) as database:

        def work(conn):
            conn.execute(text("SET TRANSACTION READ ONLY"))
            plus_one(conn, "a")

        with pytest.raises(StoreUnavailable):
            await database.run(work)


async def test_two_first_messages_of_one_contact_make_one_person(url, seal):
    async with opened(url) as database:
        found = await asyncio.gather(
            *(database.run(lambda conn: people.find_or_make(conn, seal, "wechat:oNew", NOON)) for _ in range(12))
        )
    assert len({person.id for person in found}) == 1


async def test_more_work_than_connections_waits_its_turn(url):
    async with opened(url) as database:
        before = await value(database, "b")
        await asyncio.gather(*(database.run(lambda conn: plus_one(conn, "b")) for _ in range(200)))
        assert await value(database, "b") == before + 200
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cunkou'") <= 32
    await connection.close()


async def test_a_text_that_cannot_be_kept_or_looked_for_is_told_apart_from_a_mistake(url):
    async with opened(url) as database:
        with pytest.raises(Unstorable):
            await database.run(lambda conn: conn.execute(select(literal("a\0b"))).scalar())
        await database.ping()
