"""Writes down cash, and who took note of which alerts."""

from __future__ import annotations

from bot.domain import events as happened
from bot.storage.money import cash
from bot.storage.network import alerts
from bot.storage.writing.pen import Pen, Writers


def _acknowledged(pen: Pen, event: happened.AlertsAcknowledged) -> None:
    alerts.acknowledge(pen.conn, event.station, event.at, alert=event.alert)


WRITERS: Writers = {
    happened.CashEntered: lambda pen, event: cash.add(pen.conn, event.entry, by=event.by, at=event.at),
    happened.AlertsAcknowledged: _acknowledged,
    happened.AlertEscalated: lambda pen, event: alerts.escalate(pen.conn, event.alert, event.at),
}
