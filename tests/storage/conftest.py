"""Work on a database, as one line of a test."""

from __future__ import annotations

import pytest
from made import NOON, NOW

from bot.storage.record import record


@pytest.fixture
def run(database, seal):
    """Runs a function of storage with connection and seal before its arguments."""
    return lambda function, *given, **named: database.run(lambda conn: function(conn, seal, *given, **named))


@pytest.fixture
def happen(database, seal):
    """Records events as one turn does."""
    return lambda *happened: database.run(lambda conn: record(conn, happened, seal=seal, at=NOON, now=NOW))
