"""Column types that mean the same on SQLite and PostgreSQL: aware times and exact quantities."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Row, Text
from sqlalchemy.types import TypeDecorator

THOUSAND = Decimal(1000)
AnyRow = Row[*tuple[Any, ...]]
"""A row of whatever columns; the repositories turn it into a struct at once."""
Serial = BigInteger().with_variant(Integer(), "sqlite")
"""A growing id: SQLite counts by itself only in a column that is exactly INTEGER."""


class Instant(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite has no zones, so there the UTC is implied; what comes back is always aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; times are aware")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return value if value is None or value.tzinfo is not None else value.replace(tzinfo=UTC)


class Words(TypeDecorator[str]):
    """Text that people wrote. What no database takes is dropped: PostgreSQL refuses NUL, both refuse half a surrogate
    pair, and neither may cost a villager the whole message."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None or (value.isprintable() and value.isascii()):
            return value
        return value.replace("\0", "").encode(errors="ignore").decode()


class Quantity(TypeDecorator[Decimal]):
    """A decimal quantity as an integer of thousandths: exact, and `left >= wanted` is counted by the database itself.

    SQLite has no decimals: NUMERIC would become a float there.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else int((value * THOUSAND).to_integral_value(ROUND_HALF_UP))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else _plain(Decimal(value) / THOUSAND)


def _plain(value: Decimal) -> Decimal:
    """2 rather than 2.000, and never 2E+1."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
