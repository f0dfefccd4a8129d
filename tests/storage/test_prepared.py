"""Statements sent straight to the driver mean what they mean through SQLAlchemy, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from bot.storage.schema import inbox, stock, stock_moves
from bot.storage.sql.prepared import Asking, Writing

AT = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
MOVED = select(stock_moves).where(stock_moves.c.sku.in_(bindparam("skus", expanding=True))).order_by(stock_moves.c.sku)
ASK_MOVED = Asking(MOVED.limit(2), "skus")
MOVE = Writing(lambda _dialect: insert(stock_moves), "station", "sku", "quantity", "reason", "at")
COUNT = Writing(lambda _dialect: insert(stock), "station", "sku", "quantity")


def moves(*skus):
    return [{"station": "s", "sku": sku, "quantity": Decimal("2.5"), "reason": "count", "at": AT} for sku in skus]


async def test_rows_come_back_as_their_types_make_them_however_long_the_list_is(database):
    await database.run(lambda conn: MOVE.many(conn, moves("a", "b", "c")))
    for skus in (["a"], ["c", "a", "b"], [], ["a", "b"]):
        usual = await database.run(lambda conn, skus=skus: conn.execute(MOVED.limit(2), {"skus": skus}).all())
        quick = await database.run(lambda conn, skus=skus: ASK_MOVED.all(conn, skus=skus))
        assert [tuple(row) for row in usual] == quick
        assert all((row.quantity, row.at) == (Decimal("2.5"), AT) for row in quick)


async def test_what_was_written_before_an_error_is_gone_with_it(database):
    def fails(conn):
        MOVE.many(conn, moves("a", "b"))
        raise LookupError

    with pytest.raises(LookupError):
        await database.run(fails)
    assert await database.run(lambda conn: ASK_MOVED.first(conn, skus=["a", "b"])) is None


async def test_a_key_twice_is_the_usual_error_and_leaves_the_database_usable(database):
    row = {"station": "s", "sku": "a", "quantity": Decimal(1)}
    await database.run(lambda conn: COUNT.one(conn, row))
    with pytest.raises(IntegrityError) as twice:
        await database.run(lambda conn: COUNT.one(conn, row))
    assert "parameters hidden" in str(twice.value)
    assert await database.run(lambda conn: MOVE.one(conn, moves("a")[0]))


async def test_a_limit_of_the_statement_itself_holds(database):
    await database.run(lambda conn: MOVE.many(conn, moves("a", "b", "c")))
    assert len(await database.run(lambda conn: ASK_MOVED.all(conn, skus=["a", "b", "c"]))) == 2


def test_two_columns_of_one_name_are_refused_at_once():
    with pytest.raises(ValueError, match="duplicate"):
        Asking(select(inbox.c.key.label("same"), inbox.c.person.label("same")))
