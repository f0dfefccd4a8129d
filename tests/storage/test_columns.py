"""Columns mean the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from made import NOON, NOW, a_message
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from bot.domain.events import DemandHeard
from bot.domain.message import Text, Unreadable
from bot.storage.messages import inbox
from bot.storage.record import record
from bot.storage.schema import demand, stock_moves


async def kept(database, table, **row):
    """The row as it comes back after it was written."""

    def work(conn):
        conn.execute(insert(table), row)
        return conn.execute(select(table)).one()

    return await database.run(work)


def a_move(**changes):
    return {"station": "YL", "sku": "SOY", "quantity": Decimal(1), "reason": "count", "at": NOON} | changes


@pytest.mark.parametrize(
    "quantity", ["0", "1", "0.5", "0.125", "-3.75", "20", "1000000", "123456.789", "2.000", "1E+2"]
)
async def test_quantities_are_exact_and_plainly_written(database, quantity):
    row = await kept(database, stock_moves, **a_move(quantity=Decimal(quantity)))
    assert row.quantity == Decimal(quantity)
    assert "E" not in str(row.quantity)


@pytest.mark.parametrize(
    "at",
    [
        NOON,
        datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-9))),
    ],
)
async def test_times_come_back_aware_and_the_same_instant(database, at):
    row = await kept(database, stock_moves, **a_move(at=at))
    assert row.at == at
    assert row.at.utcoffset() == timedelta(0)


async def test_a_time_without_a_zone_is_refused(database):
    with pytest.raises(StatementError, match="aware"):
        await kept(database, stock_moves, **a_move(at=NOON.replace(tzinfo=None)))


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("风油精", "风油精"),
        ("a\0b", "ab"),
        ("酱\ud800油", "酱油"),
        ("🍺" * 3, "🍺" * 3),
        ("'; DROP TABLE demand; --",) * 2,
    ],
)
async def test_whatever_people_write_can_be_stored(database, seal, said, stored):
    heard = DemandHeard(person="pa", station="YL", mention=said, at=NOON)
    await database.run(lambda conn: record(conn, [heard], seal=seal, at=NOON))
    assert await database.run(lambda conn: conn.execute(select(demand.c.mention)).scalars().all()) == [stored]


@pytest.mark.parametrize(("text", "content"), [("a\0b", Text(text="a\0b")), ("\ud800", Unreadable(kind="broken text"))])
async def test_whatever_comes_in_can_wait_in_the_inbox(database, seal, text, content):
    await database.run(lambda conn: inbox.add_pending(conn, seal, a_message(text=text), "pa", now=NOW, error=text))
    [waiting] = await database.run(lambda conn: inbox.pending_of(conn, seal, "pa"))
    assert waiting.inbound.content == content
