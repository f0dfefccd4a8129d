"""Writes down how far parcels are."""

from __future__ import annotations

from bot.domain import events as happened
from bot.storage import load_stages, shipments
from bot.storage.writing.pen import Pen, Writers


def _moved(pen: Pen, event: happened.ParcelMoved) -> bool:
    farther = shipments.advance(pen.conn, event)
    if farther:
        load_stages.follow(pen.conn, event.number, event.at)
    return farther


WRITERS: Writers = {happened.ParcelMoved: _moved}
