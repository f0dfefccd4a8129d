"""Writes down what stations are told, what they teach, and what comes onto their shelves."""

from __future__ import annotations

from bot.domain import events as happened
from bot.storage.messages import broadcasts
from bot.storage.network import alerts, county_words
from bot.storage.trade import stock
from bot.storage.writing.pen import Writers

WRITERS: Writers = {
    happened.AlertRaised: lambda pen, event: alerts.add(pen.conn, pen.seal, event, pen.at),
    happened.BroadcastSent: lambda pen, event: broadcasts.add(pen.conn, pen.seal, event),
    happened.WordTaught: lambda pen, event: county_words.teach(pen.conn, event),
    happened.WordForgotten: lambda pen, event: (
        None if county_words.forget(pen.conn, event.county, event.word) else False
    ),
    happened.StockMoved: lambda pen, event: stock.move_shelf(
        pen.conn, event.station, event.sku, event.quantity, event.reason, event.at
    ),
}
