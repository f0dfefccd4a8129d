"""Writes down what villagers ask for in vain."""

from __future__ import annotations

from bot.domain import events as happened
from bot.storage import demand
from bot.storage.writing.pen import Writers

WRITERS: Writers = {
    happened.DemandHeard: lambda pen, event: demand.add(pen.conn, event),
}
