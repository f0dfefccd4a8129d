"""Writes down what villagers ask for in vain, and what they sell."""

from __future__ import annotations

from bot.domain import events as happened
from bot.storage import demand, listings
from bot.storage.writing.pen import Writers

WRITERS: Writers = {
    happened.DemandHeard: lambda pen, event: demand.add(pen.conn, event),
    happened.ListingOffered: lambda pen, event: listings.add(pen.conn, event, pen.at),
}
