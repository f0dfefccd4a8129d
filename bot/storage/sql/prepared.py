"""Statements of every turn, without what SQLAlchemy does anew each time.

A statement stays what it is: SQLAlchemy Core over the one set of tables. It is turned into SQL once for a dialect and goes to
the driver's own cursor from then on, five times as quick on SQLite. What is not asked in nearly every turn needs none of it.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.selectable import CompoundSelect

_Processor = Callable[[Any], Any]
_Takers = tuple[tuple[int, _Processor], ...]
_Key = tuple[str | int, ...]
"""A dialect, and how long each list among the values is: so many marks stand in the words."""


class _Sql(NamedTuple):
    """A statement as one dialect spells it."""

    words: str
    takes: tuple[tuple[str, _Processor | None], ...]
    """The values by name, in the order the driver takes them, and what makes of each what it takes."""
    fixed: Mapping[str, Any]
    """Values of the statement's own: limits, constants."""
    lists: Mapping[str, list[str]]
    """Under which names the members of a list are given."""


class _Prepared:
    """Spelt when a dialect is first met."""

    def __init__(self, build: Callable[[Dialect], Any], columns: Sequence[str] = (), lists: Sequence[str] = ()) -> None:
        self._build, self._columns, self._lists = build, list(columns) or None, lists
        self._spelt: dict[_Key, _Sql] = {}

    def _send(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> Any:
        """The cursor that has executed this for all rows. Raises as Connection.execute does."""
        if not conn.in_transaction():
            conn.begin()
        key: _Key = (conn.dialect.name, *(len(rows[0][name]) for name in self._lists))
        sql = self._spelt.get(key) or self._spell(conn.dialect, key, rows[0])
        given = [_values(sql, row) for row in rows]
        cursor = conn.connection.cursor()
        try:
            if len(given) == 1:
                cursor.execute(sql.words, given[0])
            else:
                cursor.executemany(sql.words, given)
        except Exception as error:
            raise _as_usual(conn, cursor, sql, given, error) from error
        return cursor

    def _spell(self, dialect: Dialect, key: _Key, row: Mapping[str, Any]) -> _Sql:
        compiled = self._build(dialect).compile(dialect=dialect, column_keys=self._columns)
        state = compiled.construct_expanded_state(dict(row))
        given = {*row, *(name for names in state.parameter_expansion.values() for name in names)}
        givers = {**_givers(compiled.binds, dialect), **state.processors}
        fixed = {name: value for name, value in state.parameters.items() if name not in given}
        sql = self._spelt[key] = _Sql(
            words=state.statement,
            takes=tuple((name, givers.get(name)) for name in state.positiontup),
            fixed=fixed,
            lists=dict(state.parameter_expansion),
        )
        return sql


class Asking(_Prepared):
    """A SELECT, asked with values by the names of its bindparams; `lists` are those that take several."""

    def __init__(self, query: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]], *lists: str) -> None:
        super().__init__(lambda _dialect: query, lists=lists)
        self.query = query
        columns = list(query.selected_columns)
        self._row: Any = row_of([str(column.key) for column in columns])
        self._types = [column.type for column in columns]
        self._takers: dict[str, _Takers] = {}

    def all(self, conn: Connection, **values: Any) -> list[Any]:
        """The rows: named tuples of what the columns' types make of the values."""
        cursor = self._send(conn, (values,))
        takers = self._takers.get(conn.dialect.name)
        if takers is None:
            takers = self._find_takers(conn.dialect, cursor)
        rows = cursor.fetchall()
        cursor.close()
        return [self._read(row, takers) for row in rows]

    def first(self, conn: Connection, **values: Any) -> Any:
        """The first row, or None."""
        rows = self.all(conn, **values)
        return rows[0] if rows else None

    def _find_takers(self, dialect: Dialect, cursor: Any) -> _Takers:
        """What makes of the driver's values those of the columns' types."""
        found: list[tuple[int, _Processor]] = []
        for place, (kind, told) in enumerate(zip(self._types, cursor.description, strict=True)):
            if take := kind.dialect_impl(dialect).result_processor(dialect, told[1]):
                found.append((place, take))
        takers = self._takers[dialect.name] = tuple(found)
        return takers

    def _read(self, row: Sequence[Any], takers: _Takers) -> Any:
        values = list(row)
        for place, take in takers:
            values[place] = take(values[place])
        return self._row._make(values)


class Writing(_Prepared):
    """An INSERT of some columns, others take their defaults; or an UPDATE, by its bindparams. `build` spells it for a
    dialect."""

    def __init__(self, build: Callable[[Dialect], Insert | Update], *columns: str) -> None:
        super().__init__(build, columns)

    def one(self, conn: Connection, row: Mapping[str, Any]) -> bool:
        """Write a row of exactly these columns; False where the statement left alone what was there."""
        cursor = self._send(conn, (row,))
        written: int = cursor.rowcount
        cursor.close()
        return written == 1

    def many(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write rows of exactly these columns."""
        if rows:
            self._send(conn, rows).close()


def row_of(columns: list[str]) -> Any:
    """The type of rows of these columns."""
    return namedtuple("Row", columns)  # noqa: PYI024 - which columns, only the query knows


def _givers(binds: Mapping[str, Any], dialect: Dialect) -> dict[str, _Processor]:
    found = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
    return {name: give for name, give in found.items() if give}


def _values(sql: _Sql, given: Mapping[str, Any]) -> tuple[Any, ...]:
    whole = given
    if sql.fixed or sql.lists:
        whole = {**sql.fixed, **given}
        for name, members in sql.lists.items():
            whole.update(zip(members, given[name], strict=True))
    return tuple([whole[name] if give is None else give(whole[name]) for name, give in sql.takes])


def _as_usual(conn: Connection, cursor: Any, sql: _Sql, given: Any, error: Exception) -> BaseException:
    """The error as SQLAlchemy would raise it; a connection that is gone is not used again."""
    dialect, driver = conn.dialect, conn.dialect.loaded_dbapi
    if driver is None or not isinstance(error, driver.Error):
        return error
    gone = dialect.is_disconnect(error, conn.connection.dbapi_connection, cursor)
    if gone:
        conn.invalidate(error)
    hidden = conn.engine.hide_parameters  # what people wrote does not get into logs by an error
    return DBAPIError.instance(sql.words, given, error, driver.Error, hidden, gone, dialect)
