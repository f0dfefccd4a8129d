"""The shelf was counted: shall it be so?"""

from __future__ import annotations

from decimal import Decimal

from bot.dialogue.counter import counting, deeds
from bot.dialogue.counter.questions import ConfirmCount, Move
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.talk import Deed
from bot.domain.events import StockMoved
from intents.acts import Act


def ask(ex: Exchange, question: ConfirmCount) -> None:
    if not counting.under_way(ex):
        ex.settled()
        return
    ex.ask(question, "counter.count", rows=counting.rows(ex))


def answer(ex: Exchange, _question: ConfirmCount, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit == 1 or (heard.yes and heard.digit is None):
        _write_down(ex)
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        ex.change(count=None, asking=None)
        ex.say("counter.count_left")
        return ()
    return None


def _write_down(ex: Exchange) -> None:
    found, known, station = counting.under_way(ex), counting.on_record(ex), ex.station
    ex.change(count=None, asking=None)
    if station is None or not found:
        return
    moves = []
    for sku, quantity in found.items():
        before = known[sku].quantity if sku in known else Decimal(0)
        moves.append(Move(station=station.code, sku=sku, quantity=quantity, reason="count", before=before))
        ex.cause(StockMoved(station=station.code, sku=sku, quantity=quantity, reason="count", at=ex.facts.at))
    deeds.note(ex, Deed(what="counted", at=ex.facts.at, words=f"盘点{len(moves)}样", moves=tuple(moves)))
    ex.say("counter.counted", count=len(moves))
