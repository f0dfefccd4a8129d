"""A copy taken while the bot goes on holds one state, whole; it goes back only where nothing is, and with its key."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner

from bot.cli import app
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.schema import idempotency, meta
from bot.storage.sql.backup import CannotCopy, back_up, restore
from bot.storage.sql.connect import opened
from bot.storage.sql.database import StoreUnavailable
from tests.conftest import SECRET

AT = datetime(2026, 11, 25, 1, tzinfo=UTC)


@pytest.fixture
def database(sqlite_url, tmp_path):
    return tmp_path / "cunkou.db"


def pair(n: int):
    """Work that writes two rows which belong together."""

    def work(conn) -> None:
        conn.execute(insert(meta), {"name": f"m{n}", "value": n})
        conn.execute(insert(idempotency).values(key=f"k{n}", request="r", status=200, body="", created_at=AT))

    return work


def pairs(file) -> tuple[int, int]:
    with sqlite3.connect(file) as db:
        count = "SELECT (SELECT count(*) FROM meta WHERE name LIKE 'm%'), (SELECT count(*) FROM idempotency)"
        return db.execute(count).fetchone()


async def test_a_copy_taken_while_turns_are_written_holds_one_state(sqlite_url, database, tmp_path):
    async with opened(sqlite_url) as store:
        await store.run(pair(0))
        copying = asyncio.create_task(asyncio.to_thread(back_up, database, tmp_path / "copy"))
        n = 1
        while not copying.done() or n < 50:
            await store.run(pair(n))
            n += 1
        await copying
    first, second = pairs(tmp_path / "copy")
    assert 1 <= first == second <= n
    assert pairs(database) == (n, n)
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0


async def test_what_was_backed_up_is_restored(sqlite_url, database, tmp_path, seal):
    async with opened(sqlite_url) as store:
        await store.run(lambda conn: people.find_or_make(conn, seal, "sms:+8613800000001", AT))
    back_up(database, tmp_path / "copy")
    restore(tmp_path / "copy", tmp_path / "new" / "cunkou.db", seal)
    async with opened(f"sqlite:///{tmp_path / 'new' / 'cunkou.db'}") as store:
        assert await store.run(lambda conn: people.find(conn, seal, "sms:+8613800000001"))
    assert sorted(path.name for path in (tmp_path / "new").iterdir() if ".part" in path.name) == []


async def test_another_key_is_noticed_before_anything_is_written(sqlite_url, database, tmp_path, seal):
    async with opened(sqlite_url) as store:
        await store.run(lambda conn: people.find_or_make(conn, seal, "sms:+8613800000001", AT))
    back_up(database, tmp_path / "copy")
    with pytest.raises(CannotCopy, match="SECRET_KEY of that time"):
        restore(tmp_path / "copy", tmp_path / "new" / "cunkou.db", Seal("another secret of thirty-two letters"))
    assert not (tmp_path / "new").exists()


def test_nothing_is_overwritten(database, tmp_path, seal):
    back_up(database, tmp_path / "copy")
    with pytest.raises(CannotCopy, match="is there already"):
        back_up(database, tmp_path / "copy")
    with pytest.raises(CannotCopy, match="is there already"):
        restore(tmp_path / "copy", database, seal)


def test_what_a_former_database_left_is_not_taken_for_the_new_ones(database, tmp_path, seal):
    back_up(database, tmp_path / "copy")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "cunkou.db-wal").write_bytes(b"of another")
    with pytest.raises(CannotCopy, match="-wal is there already"):
        restore(tmp_path / "copy", tmp_path / "new" / "cunkou.db", seal)


@pytest.mark.parametrize("cut", [100, 5000])
def test_a_damaged_copy_is_not_restored(database, tmp_path, seal, cut):
    back_up(database, tmp_path / "copy")
    whole = bytearray((tmp_path / "copy").read_bytes())
    whole[cut : cut + 20_000] = os.urandom(20_000)
    (tmp_path / "copy").write_bytes(whole)
    with pytest.raises(CannotCopy):
        restore(tmp_path / "copy", tmp_path / "new" / "cunkou.db", seal)
    assert not (tmp_path / "new" / "cunkou.db").exists()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "later version"),
        ("DROP TABLE contacts", "something else"),
    ],
)
def test_what_does_not_fit_is_not_restored(database, tmp_path, seal, statement, said):
    back_up(database, tmp_path / "copy")
    with sqlite3.connect(tmp_path / "copy") as db:
        db.execute(statement)
    with pytest.raises(CannotCopy, match=said):
        restore(tmp_path / "copy", tmp_path / "new" / "cunkou.db", seal)


@pytest.fixture
def cunkou(tmp_path):
    """Runs a command beside a data folder of its own."""
    others = dict.fromkeys(name for name in os.environ if name.startswith("CUNKOU_"))

    async def run(*arguments: str, **more: str):
        own = others | {"CUNKOU_DATA_DIR": str(tmp_path), "CUNKOU_SECRET_KEY": SECRET, **more}
        return await asyncio.to_thread(CliRunner().invoke, app, [str(argument) for argument in arguments], env=own)

    return run


async def test_the_commands_say_what_to_keep(cunkou, database, tmp_path):
    done = await cunkou("backup", tmp_path / "copy")
    assert (done.exit_code, "CUNKOU_SECRET_KEY" in done.output) == (0, True)
    again = await cunkou("backup", tmp_path / "copy")
    assert (again.exit_code, "name a new file" in again.output) == (2, True)
    database.rename(tmp_path / "old.db")
    back = await cunkou("restore", tmp_path / "copy")
    assert (back.exit_code, database.exists()) == (0, True)


async def test_what_is_back_and_cannot_be_brought_up_to_date_is_said_plainly(cunkou, database, tmp_path, monkeypatch):
    async def full(_) -> None:
        raise StoreUnavailable("the disk is full")

    await cunkou("backup", tmp_path / "copy")
    database.rename(tmp_path / "old.db")
    monkeypatch.setattr("bot.opening.migrate", full)
    back = await cunkou("restore", tmp_path / "copy")
    assert (back.exit_code, "the disk is full" in back.output, database.exists()) == (2, True, True)


async def test_going_back_makes_up_no_key_and_changes_none(cunkou, database, tmp_path, sqlite_url, seal):
    async with opened(sqlite_url) as store:
        await store.run(lambda conn: people.find_or_make(conn, seal, "sms:+8613800000001", AT))
    kept, nothing = tmp_path / "secrets.json", {"CUNKOU_SECRET_KEY": ""}
    done = await cunkou("backup", tmp_path / "copy", **nothing)
    assert (done.exit_code, kept.exists()) == (0, False), "to copy needs no key"
    database.rename(tmp_path / "old.db")
    refused = await cunkou("restore", tmp_path / "copy", **nothing)
    assert (refused.exit_code, "there is no key" in refused.output) == (2, True)
    assert not kept.exists()
    kept.write_text(json.dumps({"secret_key": "of another shop, thirty-two letters"}))
    refused = await cunkou("restore", tmp_path / "copy", **nothing)
    assert (refused.exit_code, "of that time" in refused.output) == (2, True)
    kept.write_text(json.dumps({"secret_key": SECRET}))
    assert (await cunkou("restore", tmp_path / "copy", **nothing)).exit_code == 0
    assert json.loads(kept.read_text()) == {"secret_key": SECRET}
    assert kept.stat().st_mtime_ns < database.stat().st_ctime_ns


async def test_postgres_is_backed_up_by_its_own_tools(cunkou, tmp_path):
    given = {
        "CUNKOU_DATABASE_URL": "postgresql://cunkou@db/cunkou",
        "CUNKOU_API_TOKEN": "t",
        "CUNKOU_WECHAT_TOKEN": "t",
    }
    done = await cunkou("backup", tmp_path / "copy", **given)
    assert (done.exit_code, "pg_dump" in done.output) == (2, True)
