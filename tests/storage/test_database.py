"""The contract of a database, over both of them."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, insert, select

from bot.storage.schema import meta
from bot.storage.sql.connect import open_database, opened
from bot.storage.sql.database import StoreUnavailable

COUNT = select(func.count()).select_from(meta)


class Oops(Exception):
    pass


def put(name):
    return lambda conn: conn.execute(insert(meta), {"name": name, "value": 1}) and None


def put_and_fail(name):
    def work(conn):
        put(name)(conn)
        raise Oops(name)

    return work


def count(conn):
    return conn.execute(COUNT).scalar_one()


async def test_what_work_returns_is_returned(database):
    assert await database.run(lambda _: 42) == 42


async def test_work_is_kept(database):
    await database.run(put("a"))
    assert await database.run(count) == 1


async def test_work_that_raises_leaves_nothing_and_raises_the_same(database):
    with pytest.raises(Oops):
        await database.run(put_and_fail("a"))
    assert await database.run(count) == 0


async def test_one_failing_work_among_many_spoils_no_other(database):
    works = [put_and_fail(f"bad{i}") if i % 3 == 0 else put(f"good{i}") for i in range(30)]
    results = await asyncio.gather(*(database.run(work) for work in works), return_exceptions=True)
    assert [isinstance(result, Oops) for result in results] == [i % 3 == 0 for i in range(30)]
    assert await database.run(count) == 20


async def test_a_broken_constraint_inside_a_work_can_be_told_from_a_broken_store(database):
    await database.run(put("a"))
    with pytest.raises(Exception, match=r"(?i)unique") as caught:
        await database.run(put("a"))
    assert not isinstance(caught.value, StoreUnavailable)
    assert await database.run(count) == 1


async def test_ping_answers(database):
    await database.ping()


async def test_the_caller_may_leave_and_the_database_lives_on(database):
    task = asyncio.create_task(database.run(put("a")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await database.run(lambda _: "alive") == "alive"


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite://", "sqlite:///:memory:"])
async def test_a_url_of_no_use_is_refused_with_the_forms_that_are(url):
    with pytest.raises(ValueError, match="sqlite:///"):
        await open_database(url)


async def test_a_postgres_that_is_not_there_is_unavailable(tmp_path):
    with pytest.raises(StoreUnavailable):
        await open_database(f"postgresql://nobody@/nothing?host={tmp_path}")


async def test_a_closed_sqlite_takes_no_work(sqlite_url):
    async with opened(sqlite_url) as database:
        pass
    with pytest.raises(StoreUnavailable, match="closed"):
        await database.run(count)


async def test_work_put_in_before_closing_is_finished(sqlite_url):
    database = await open_database(sqlite_url)
    tasks = [asyncio.create_task(database.run(put(str(i)))) for i in range(300)]
    await asyncio.sleep(0)
    await database.close()
    await asyncio.gather(*tasks)
    async with opened(sqlite_url) as again:
        assert await again.run(count) == 300
