"""What was forgotten leaves the files: a deleted row's words, the pages in the log, what Redis appended."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path

from made import NOW, a_message
from redis.asyncio import Redis
from sqlalchemy import delete
from structlog.testing import capture_logs

from bot import tidying
from bot.storage.messages import inbox
from bot.storage.redis import server as redis_server
from bot.storage.schema import inbox as table

WORDS = "老槐树下第三家" * 20


def files_with(folder: Path, words: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


async def test_a_deleted_row_leaves_the_database_and_its_log(sqlite, seal, tmp_path):
    def write(conn):
        for n in range(50):
            inbox.add_done(conn, seal, a_message(key=f"k{n}"), "p", reply=f"{n}：{WORDS}", now=NOW)

    await sqlite.run(write)
    assert files_with(tmp_path, WORDS)
    await sqlite.run(lambda conn: conn.execute(delete(table)) and None)
    assert await sqlite.scrub()
    assert files_with(tmp_path, "老槐树") == []


async def test_what_somebody_still_reads_is_written_over_when_they_have_read_it(sqlite, seal, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.storage.sql.sqlite.BUSY_MS", 50)
    monkeypatch.setattr(tidying, "AGAIN", 0.05)
    await sqlite.run(lambda conn: inbox.add_done(conn, seal, a_message(), "p", reply=WORDS, now=NOW))
    with contextlib.closing(sqlite3.connect(tmp_path / "cunkou.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM inbox").fetchone()
        await sqlite.run(lambda conn: conn.execute(delete(table)) and None)
        assert not await sqlite.scrub()
        with capture_logs() as logs:
            tidy = asyncio.create_task(tidying.tidy(sqlite, seal))
            async with asyncio.timeout(5):
                while not logs:  # noqa: ASYNC110 - a log tells nobody when it grows
                    await asyncio.sleep(0.01)
        assert logs[0]["event"] == "forgotten_still_in_the_log"
        assert files_with(tmp_path, "老槐树")
    async with asyncio.timeout(5):
        while files_with(tmp_path, "老槐树"):  # noqa: ASYNC110 - nor does a file when it shrinks
            await asyncio.sleep(0.02)
    tidy.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await tidy


async def test_nobody_else_on_the_machine_reads_the_database(sqlite, tmp_path):
    await sqlite.ping()
    modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob("cunkou.db*")}
    assert {"cunkou.db", "cunkou.db-wal"} <= set(modes)
    assert not any(modes.values()), modes


async def test_a_conversation_that_ended_leaves_what_redis_appended(tmp_path, monkeypatch):
    monkeypatch.setattr(redis_server, "REWRITE_S", 0.3)
    server = redis_server.RedisServer(tmp_path)
    await server.start()
    try:
        async with Redis.from_url(server.url) as client:
            await client.set("talk", WORDS)
            await client.delete("talk")
            assert files_with(tmp_path, WORDS)
            async with asyncio.timeout(10):
                while files_with(tmp_path, WORDS):  # noqa: ASYNC110 - Redis tells nobody when it has written anew
                    await asyncio.sleep(0.1)
    finally:
        await server.stop()
