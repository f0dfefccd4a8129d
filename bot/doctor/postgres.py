"""PostgreSQL as somebody else set it up: whether it keeps what it is given, has room for all, and tells the same time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from bot.doctor.finding import Finding, fail, warn
from bot.storage.sql.postgres import POOL

KEEPS = ("fsync", "synchronous_commit", "full_page_writes")
"""With one of them off, what was acknowledged may be gone after a crash."""
_OFF = text("SELECT name FROM pg_settings WHERE name = ANY(:names) AND setting = 'off' ORDER BY name")
_ROOM = text(
    "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int, count(*)"
    " FROM pg_stat_activity WHERE backend_type = 'client backend'"
)
SOME_S, MUCH_S = 2, 20
"""Workers on several machines take each other's leases by their clocks; a lease is 30 s for a message, 90 s for a letter."""


def postgres(conn: Connection) -> list[Finding]:
    """What is wrong; [] on SQLite, which nobody else sets up."""
    if conn.dialect.name != "postgresql":
        return []
    return [*_keeping(conn), *_encoding(conn), *_room(conn), *_clock(conn)]


def _keeping(conn: Connection) -> Iterator[Finding]:
    for name in conn.execute(_OFF, {"names": list(KEEPS)}).scalars():
        said = f"{name} is off: an acknowledged message may be lost"
        yield fail("database", said, f"set {name} = on in postgresql.conf")


def _encoding(conn: Connection) -> Iterator[Finding]:
    encoding = conn.execute(text("SHOW server_encoding")).scalar()
    if encoding != "UTF8":
        yield fail("database", f"its encoding is {encoding}", "make it anew with --encoding=UTF8")


def _room(conn: Connection) -> Iterator[Finding]:
    most, used = conn.execute(_ROOM).one()
    if most - used < POOL:
        said = f"{used} of {most} connections are taken; a process of cunkou may want {POOL} at once"
        yield warn("database", said, "raise max_connections, or put a pooler in transaction mode between")


def _clock(conn: Connection) -> Iterator[Finding]:
    skew = (datetime.now(UTC) - conn.execute(text("SELECT clock_timestamp()")).scalar_one()).total_seconds()
    if abs(skew) > SOME_S:
        level = fail if abs(skew) > MUCH_S else warn
        said = f"this machine's clock is {abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} the database's"
        yield level("clock", said, "let chrony or systemd-timesyncd keep the time on both: leases go by it")
