"""Processes of the release before go on writing while and after the schema is brought up to date; nothing is lost."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import (
    Boolean,
    Date,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy import text as sql

from bot.opening import opened_database
from bot.storage import migrate as migrating
from bot.storage.migrate import FLOOR, STEPS, is_current, migrate, raise_floor, upgrade, works
from bot.storage.schema import meta
from bot.storage.sql.connect import opened
from bot.storage.sql.database import StoreUnavailable
from config.settings import Settings

BEFORE = "0022"
"""The release before: move it on when one is made. Steps after it must leave its processes working."""
STEPS_SINCE = sorted(path.name[:4] for path in (STEPS / "versions").glob("0*.py") if path.name[:4] > BEFORE)
READ_FLOOR = select(meta.c.value).where(meta.c.name == FLOOR)
AT = datetime(2026, 11, 25, 1, tzinfo=UTC)
SAMPLES = (
    (Boolean, True),
    (Integer, 1),
    (Float, 1.0),
    (Numeric, 1),
    (Date, date(2026, 11, 25)),
    (LargeBinary, b"1"),
    (String, "1"),
)
"""The same everywhere, so that what refers to another table finds it."""


def columns(conn) -> dict[tuple[str, str], tuple[str, bool, bool]]:
    """(table, column) → its type, whether it may be left out, whether it may be NULL."""
    looked = inspect(conn)
    return {
        (table, column["name"]): (
            str(column["type"]),
            column["nullable"] or column["default"] is not None or bool(column.get("autoincrement") is True),
            column["nullable"],
        )
        for table in looked.get_table_names()
        for column in looked.get_columns(table)
    }


def unique(conn) -> set[tuple[str, tuple[str, ...]]]:
    looked = inspect(conn)
    tables = looked.get_table_names()
    constraints = {(t, tuple(one["column_names"])) for t in tables for one in looked.get_unique_constraints(t)}
    return constraints | {
        (t, tuple(one["column_names"])) for t in tables for one in looked.get_indexes(t) if one["unique"]
    }


@pytest.mark.parametrize("step", STEPS_SINCE)
async def test_a_step_takes_nothing_away_and_asks_for_nothing_new(tmp_path, step):
    """Unless it says so by the floor: then processes that do not know it no longer start."""

    def work(conn) -> None:
        upgrade(conn, f"{int(step) - 1:04d}")
        before, keys, floor = columns(conn), unique(conn), conn.execute(READ_FLOOR).scalar()
        upgrade(conn, step)
        after = columns(conn)
        old_tables = {table for table, _ in before}
        if conn.execute(READ_FLOOR).scalar() == floor:
            assert before.items() <= after.items(), (
                "a column went or changed: expand first, contract in a later release"
            )
            assert {key for key in unique(conn) - keys if key[0] in old_tables} == set()
        for (table, column), (_, may_be_left_out, _) in after.items():
            if table in old_tables and (table, column) not in before:
                assert may_be_left_out, f"{table}.{column}: the release before does not write it; give it a default"

    async with opened(f"sqlite:///{tmp_path / 'new.db'}") as database:
        await database.run(work)


def reflected(conn) -> MetaData:
    """The tables as the release before knows them."""
    known = MetaData()
    known.reflect(conn)
    return known


def a_row(table, n: int = 1) -> dict[str, object]:
    """A row with all columns that must be given."""
    serial = next(iter(table.primary_key)) if len(table.primary_key) == 1 else None
    row = {}
    for column in table.columns:
        numbers_itself = column is serial and isinstance(column.type, Integer)
        if column.server_default is None and not column.nullable and not numbers_itself:
            row[column.name] = next((value for kind, value in SAMPLES if isinstance(column.type, kind)), AT)
    return row if n == 1 else row | {name: f"{n}" for name in ("key", "reference") if name in row}


async def test_what_the_release_before_writes_is_taken_by_the_newest_schema(tmp_path):
    def work(conn) -> None:
        upgrade(conn, BEFORE)
        known = reflected(conn)
        upgrade(conn)
        for table in known.sorted_tables:
            if table.name not in ("alembic_version", "meta"):
                conn.execute(insert(table), a_row(table))
                conn.execute(select(*table.columns))

    async with opened(f"sqlite:///{tmp_path / 'new.db'}") as database:
        await database.run(work)


@pytest.fixture
async def old(new_postgres_url):
    """A PostgreSQL as the release before left it."""
    async with opened(await new_postgres_url()) as database:
        await database.run(lambda conn: upgrade(conn, BEFORE))
        yield database


async def test_turns_go_on_while_postgres_is_migrated(old):
    known = await old.run(reflected)
    done = asyncio.Event()
    written = []

    async def write(lane: int) -> None:
        n = 0
        while not done.is_set() or n < 5:
            n += 1
            number = 1000 * lane + n + 1
            await old.run(
                lambda conn, number=number: [
                    conn.execute(insert(known.tables[name]), a_row(known.tables[name], number))
                    for name in ("inbox", "outbox")
                ]
            )
            written.append(number)

    lanes = [asyncio.create_task(write(lane)) for lane in range(4)]
    await asyncio.sleep(0.2)
    await migrate(old)
    done.set()
    await asyncio.gather(*lanes)
    assert await old.run(is_current)
    for name in ("inbox", "outbox"):
        count = select(func.count()).select_from(known.tables[name])
        assert await old.run(lambda conn, count=count: conn.execute(count).scalar()) == len(written)


async def test_a_dump_in_the_way_holds_nobody_up(old, monkeypatch):
    """A change of a table waits for all who read it, and whoever comes later waits behind it: so it steps back."""
    monkeypatch.setattr(migrating, "LOCK_WAIT_MS", 200)
    monkeypatch.setattr(migrating, "STEP_BACK_S", 0.1)
    known = await old.run(reflected)
    reading, read = asyncio.Event(), asyncio.Event()

    async def dump() -> None:
        async with old._engine.connect() as conn:
            await conn.execute(sql("LOCK TABLE outbox IN ACCESS SHARE MODE"))
            reading.set()
            await read.wait()

    dumping = asyncio.create_task(dump())
    await reading.wait()
    moving = asyncio.create_task(migrate(old))
    for n in range(2, 12):
        row = a_row(known.tables["outbox"], n)
        await asyncio.wait_for(old.run(lambda conn, row=row: conn.execute(insert(known.tables["outbox"]), row)), 2)
        await asyncio.sleep(0.05)
    assert not moving.done()
    read.set()
    await dumping
    await asyncio.wait_for(moving, 10)
    assert await old.run(is_current)


async def test_a_version_starts_on_a_later_schema_unless_it_lacks_something(sqlite_url, tmp_path):
    given = Settings(data_dir=Path(tmp_path), secret_key="k" * 32)
    async with opened(sqlite_url) as database:
        await database.run(lambda conn: conn.execute(sql("UPDATE alembic_version SET version_num = '9999'")))
        assert await database.run(works)
    async with opened_database(given) as database:
        await database.run(lambda conn: raise_floor(conn, "9998"))
        await database.run(lambda conn: raise_floor(conn, "9999"))
        assert not await database.run(works)
    with pytest.raises(StoreUnavailable, match="later one"):
        async with opened_database(given):
            pass
