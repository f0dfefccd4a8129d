"""Writes down how far parcels are."""

from __future__ import annotations

from bot.domain import events as happened
from bot.storage import shipments
from bot.storage.writing.pen import Writers

WRITERS: Writers = {
    happened.ParcelMoved: lambda pen, event: shipments.advance(pen.conn, event),
}
