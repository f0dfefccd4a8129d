"""A store that would lose something, or has another schema, is told of before villagers notice."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.doctor import memory
from bot.doctor import postgres as doctors_postgres
from bot.doctor.database import database
from bot.storage.migrate import pending, raise_floor
from bot.storage.persons import people
from bot.storage.sql.connect import opened
from tests.conftest import SECRET


def told(findings) -> set[tuple[str, str]]:
    return {(finding.name, finding.level) for finding in findings}


async def set_back(url: str, revision: str) -> None:
    async with opened(url) as store:
        await store.run(
            lambda conn: conn.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
        )


async def test_a_shop_that_never_ran_is_no_fault(shop):
    assert told(await database(shop())) == {("database", "warn")}


async def test_an_embedded_database_that_is_well(shop, sqlite_url):
    assert told(await database(shop())) == {("database", "ok"), ("migrations", "ok")}


async def test_pending_steps_are_named(shop, sqlite_url):
    await set_back(sqlite_url, "0020")
    found = await database(shop())
    (migrations,) = [finding for finding in found if finding.name == "migrations"]
    assert migrations.level == "warn"
    assert "0021" in migrations.said


async def test_a_database_of_a_later_version_fails_where_something_was_taken_away(shop, sqlite_url):
    await set_back(sqlite_url, "9999")
    assert ("migrations", "warn") in told(await database(shop()))
    async with opened(sqlite_url) as store:
        await store.run(lambda conn: raise_floor(conn, "9998"))
    assert ("migrations", "fail") in told(await database(shop()))


async def test_no_step_is_pending_after_migrating(sqlite):
    assert await sqlite.run(pending) == []


async def test_a_damaged_file_fails(shop, tmp_path):
    (tmp_path / "cunkou.db").write_bytes(b"not a database at all" * 100)
    assert told(await database(shop())) == {("database", "fail")}


async def test_a_postgres_that_may_lose_what_was_acknowledged_fails(shop, new_postgres_url):
    """The tests' own server waits for no disk."""
    found = await database(shop(database_url=await new_postgres_url()))
    said = " ".join(finding.said for finding in found if finding.level == "fail")
    assert "fsync is off" in said
    assert "pending" in said


@pytest.mark.parametrize(("ahead", "level"), [(0, None), (5, "warn"), (-60, "fail")])
async def test_machines_whose_clocks_differ_are_told_of(shop, postgres, monkeypatch, ahead, level):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(seconds=ahead)

    monkeypatch.setattr(doctors_postgres, "datetime", Clock)
    found = [finding.level for finding in await postgres.run(doctors_postgres.postgres) if finding.name == "clock"]
    assert found == ([level] if level else [])


async def test_a_postgres_with_few_connections_left_is_told_of(postgres, monkeypatch):
    assert "connections" not in str(await postgres.run(doctors_postgres.postgres))
    monkeypatch.setattr(doctors_postgres, "POOL", 100_000)
    assert "connections are taken" in str(await postgres.run(doctors_postgres.postgres))


async def test_a_postgres_that_is_not_there_fails(shop):
    found = await database(shop(database_url="postgresql://cunkou:secret@127.0.0.1:1/cunkou"))
    assert told(found) == {("database", "fail")}
    assert "secret@" not in str(found)


async def test_our_own_redis_need_not_run(shop):
    assert told(await memory.redis(shop())) == {("redis", "ok")}


async def test_a_redis_of_its_own_beside_a_shared_database_is_told_of(shop):
    """Two processes, each with its own, would answer one person at once."""
    assert told(await memory.redis(shop(database_url="postgresql://cunkou@db/cunkou"))) == {("redis", "warn")}


async def test_a_redis_that_keeps_and_evicts_nothing_is_well(shop, redis_server):
    assert told(await memory.redis(shop(redis_url=redis_server.url))) == {("redis", "ok")}


@pytest.mark.parametrize(
    ("changed", "level", "said"),
    [
        ({"appendonly": "no"}, "warn", "keeps nothing"),
        ({"maxmemory-policy": "allkeys-lru"}, "warn", "may vanish"),
        ({"maxmemory-policy": "allkeys-lru", "maxmemory": "100mb"}, "fail", "may vanish"),
        ({"maxmemory": "1mb"}, "warn", "of maxmemory"),
    ],
)
async def test_a_redis_that_would_forget_is_told_of(shop, redis_server, redis, changed, level, said):
    usual = {name: (await redis.config_get(name))[name] for name in changed}
    for name, value in changed.items():
        await redis.config_set(name, value)
    found = await memory.redis(shop(redis_url=redis_server.url))
    for name, value in usual.items():
        await redis.config_set(name, value)
    assert [finding.level for finding in found if said in finding.said] == [level], found


async def test_a_redis_that_is_not_there_fails(shop):
    assert told(await memory.redis(shop(redis_url="redis://127.0.0.1:1/0"))) == {("redis", "fail")}


@pytest.mark.parametrize(("secret", "level"), [(SECRET, "ok"), ("another secret of thirty-two letters", "fail")])
async def test_another_key_than_the_databases_fails(shop, sqlite, seal, secret, level):
    await sqlite.run(lambda conn: people.find_or_make(conn, seal, "sms:+8613800000001", datetime.now(UTC)))
    assert ("key", level) in told(await database(shop(secret_key=secret)))


async def test_a_key_that_was_made_up_is_known(shop, sqlite, seal, tmp_path):
    await sqlite.run(lambda conn: people.find_or_make(conn, seal, "sms:+8613800000001", datetime.now(UTC)))
    (tmp_path / "secrets.json").write_text(json.dumps({"secret_key": SECRET}))
    assert ("key", "ok") in told(await database(shop()))
