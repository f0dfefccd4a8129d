"""SQLite under trouble: killed, locked, full, damaged; and its commits, many turns to each."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from pathlib import Path

import pytest
from made import NOON
from sqlalchemy import func, insert, select, text

from bot.storage.schema import contacts, meta
from bot.storage.sql import sqlite as module
from bot.storage.sql.connect import open_database, opened
from bot.storage.sql.database import StoreUnavailable

COUNT = select(func.count()).select_from(meta)

WRITER = """
import asyncio, sys
from sqlalchemy import insert
from bot.storage.sql.connect import opened
from bot.storage.schema import contacts, meta

async def write(database, name):
    await database.run(lambda conn: conn.execute(insert(meta), {"name": name, "value": 1}) and None)
    print(name, flush=True)

async def main():
    async with opened(sys.argv[1]) as database:
        for i in range(10**6):
            await asyncio.gather(*(write(database, f"{i}-{j}") for j in range(20)))

asyncio.run(main())
"""


def put(name):
    return lambda conn: conn.execute(insert(meta), {"name": name, "value": 1}) and None


def count(conn):
    return conn.execute(COUNT).scalar_one()


async def test_what_was_acknowledged_survives_kill_9(sqlite_url):
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, sqlite_url, stdout=asyncio.subprocess.PIPE
    )
    acknowledged = {(await child.stdout.readline()).decode().strip() for _ in range(200)}
    child.kill()
    acknowledged |= {
        line.strip() for line in (await child.stdout.read()).decode().splitlines(keepends=True) if "\n" in line
    }
    await child.wait()
    async with opened(sqlite_url) as database:
        kept = await database.run(lambda conn: set(conn.execute(select(meta.c.name)).scalars()))
        [sound] = await database.run(lambda conn: conn.execute(text("PRAGMA integrity_check")).scalars().all())
    assert len(acknowledged) >= 200
    assert acknowledged <= kept
    assert sound == "ok"


async def test_turns_that_wait_together_share_a_commit(sqlite, monkeypatch):
    commits = []
    answer = module._answer
    monkeypatch.setattr(module, "_answer", lambda batch: (commits.append(len(batch)), answer(batch)))
    await asyncio.gather(*(sqlite.run(put(str(i))) for i in range(300)))
    assert sum(commits) == 300
    assert len(commits) < 30
    assert max(commits) <= module.MOST_IN_A_COMMIT


async def test_the_settings_that_make_a_commit_durable_are_on(sqlite):
    def settings(conn):
        return [
            conn.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert await sqlite.run(settings) == ["wal", 2, 1]


async def test_a_database_locked_by_another_process_is_unavailable_then_works_again(sqlite_url, tmp_path):
    async with opened(sqlite_url) as database:
        other = sqlite3.connect(tmp_path / "cunkou.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        answers = await asyncio.gather(*(database.run(put(str(i))) for i in range(20)), return_exceptions=True)
        assert time.monotonic() - begun < 4
        assert {type(answer) for answer in answers} == {StoreUnavailable}
        assert "locked" in str(answers[0])
        other.execute("ROLLBACK")
        other.close()
        await database.run(put("after"))
        assert await database.run(count) == 1


async def test_a_full_disk_fails_the_turn_and_keeps_what_was_stored(sqlite):
    await sqlite.run(put("before"))
    pages = await sqlite.run(lambda conn: conn.execute(text("PRAGMA page_count")).scalar_one())

    def fill(conn):
        conn.execute(text(f"PRAGMA max_page_count={pages + 1}"))
        conn.execute(insert(meta), [{"name": f"{'x' * 30}{i}", "value": 1} for i in range(2000)])

    with pytest.raises(StoreUnavailable, match="full"):
        await sqlite.run(fill)
    await sqlite.run(put("after"))
    assert await sqlite.run(count) == 2


async def test_a_full_disk_under_one_turn_fails_those_it_would_have_been_committed_with(sqlite):
    pages = await sqlite.run(lambda conn: conn.execute(text("PRAGMA page_count")).scalar_one())

    def fill(conn):
        time.sleep(0.02)
        conn.execute(text(f"PRAGMA max_page_count={pages + 1}"))
        conn.execute(insert(meta), [{"name": f"{'x' * 30}{i}", "value": 1} for i in range(2000)])

    works = [put("a"), put("b"), fill, put("c")]
    answers = await asyncio.gather(*(sqlite.run(work) for work in works), return_exceptions=True)
    kept = await sqlite.run(lambda conn: set(conn.execute(select(meta.c.name)).scalars()))
    assert isinstance(answers[2], StoreUnavailable)
    acknowledged = {name for name, answer in zip("ab-c", answers, strict=True) if answer is None}
    assert kept == acknowledged


async def test_a_commit_that_fails_fails_all_it_would_have_kept_and_no_later_one(sqlite):
    def owes_a_person(conn):
        time.sleep(0.02)
        conn.execute(text("PRAGMA defer_foreign_keys=ON"))
        row = {"contact": "c", "person": "nobody", "channel": "sms", "sealed": "", "created_at": NOON}
        conn.execute(insert(contacts), row)

    works = [put("a"), owes_a_person, put("b")]
    answers = await asyncio.gather(*(sqlite.run(work) for work in works), return_exceptions=True)
    kept = await sqlite.run(lambda conn: set(conn.execute(select(meta.c.name)).scalars()))
    assert "FOREIGN KEY" in str(answers[1])
    assert kept == {name for name, answer in zip("a-b", answers, strict=True) if answer is None}
    await sqlite.run(put("after"))
    assert await sqlite.run(count) == len(kept) + 1


async def test_work_that_ends_the_program_ends_only_itself(sqlite):
    class Leave(BaseException):
        pass

    def leave(_):
        raise Leave

    with pytest.raises(Leave):
        await sqlite.run(leave)
    assert await sqlite.run(count) == 0


async def test_work_whose_caller_left_before_it_began_is_not_run(sqlite):
    blocker = asyncio.create_task(sqlite.run(lambda _: time.sleep(0.1)))
    await asyncio.sleep(0.02)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await sqlite.run(put("too late"))
    await blocker
    assert await sqlite.run(count) == 0


async def test_a_file_that_is_no_database_is_told_plainly(tmp_path):
    path = tmp_path / "letter.txt"
    write(path, "Dear reader, " * 1000)
    with pytest.raises(StoreUnavailable, match="no SQLite database"):
        await open_database(f"sqlite:///{path}")


async def test_a_folder_that_is_a_file_is_told_plainly(tmp_path):
    write(tmp_path / "file", "")
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        await open_database(f"sqlite:///{tmp_path / 'file' / 'cunkou.db'}")


async def test_missing_folders_are_made(tmp_path):
    async with opened(f"sqlite:///{tmp_path / 'a' / 'b' / 'cunkou.db'}") as database:
        await database.ping()


def write(path: Path, content: str) -> None:
    path.write_text(content)
