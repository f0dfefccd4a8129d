"""Writes down who runs which station."""

from __future__ import annotations

from bot.domain import events as happened
from bot.storage.persons import managing
from bot.storage.writing.pen import Writers

WRITERS: Writers = {
    happened.ManagerAppointed: lambda pen, event: managing.appoint(pen.conn, pen.seal, event),
    happened.ManagerDismissed: lambda pen, event: None if managing.dismiss(pen.conn, pen.seal, event) else False,
}
