"""INSERT … ON CONFLICT, which SQLAlchemy spells once for each database. Built once for each table, then kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from bot.storage.sql.prepared import Writing

T = TypeVar("T")


def in_batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size`, so that an import of any length needs little memory."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def insert_new(conn: Connection, table: Table) -> Insert:
    """An insert that leaves rows alone whose key (any unique one) is there already."""
    return _insert_new(conn.dialect.name, table)


def upsert(conn: Connection, table: Table, *keeping: str) -> Insert:
    """An insert that overwrites the row of the same primary key, but for the columns `keeping`."""
    return _upsert(conn.dialect.name, table, keeping)


def writing_new(table: Table, *columns: str) -> Writing:
    """The same, prepared, of rows that have exactly these columns."""
    return Writing(lambda dialect: _insert_new(dialect.name, table), *columns)


@cache
def _insert_new(dialect: str, table: Table) -> Insert:
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


@cache
def _upsert(dialect: str, table: Table, keeping: tuple[str, ...]) -> Insert:
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    key = list(table.primary_key.columns)
    new = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column not in key and column.name not in keeping
    }
    return statement.on_conflict_do_update(index_elements=key, set_=new)


def adding(conn: Connection, table: Table) -> Insert:
    """An insert that adds its counts to the row of the same primary key, where there is one."""
    return _adding(conn.dialect.name, table)


@cache
def _adding(dialect: str, table: Table) -> Insert:
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    key = list(table.primary_key.columns)
    sums = {column.name: column + statement.excluded[column.name] for column in table.columns if column not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=sums)
