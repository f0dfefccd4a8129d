"""Cash over a station's counter: what is entered, and whether it is what was due."""

from __future__ import annotations

from bot.dialogue.counter import deeds
from bot.dialogue.counter.questions import ConfirmCash
from bot.dialogue.exchange import Exchange
from bot.dialogue.talk import Deed
from bot.domain.cash import Entry, Kind
from bot.domain.codes import draft_id
from bot.domain.events import CashEntered
from bot.domain.money import yuan


def taken(ex: Exchange, fen: int, who: str = "") -> None:
    """Enter what was paid; where it was for the parcel handed over just now and differs from what is due for that, ask
    first: of what was paid online nothing is."""
    number, recipient, due_fen = _handed_over_just_now(ex)
    if who not in ("", recipient):
        number, due_fen = "", 0
    if (due_fen or number) and fen != due_fen:
        ask(ex, ConfirmCash(person=who or recipient, number=number, amount_fen=fen, due_fen=due_fen))
    else:
        enter_taken(ex, fen, who or recipient, number)


def ask(ex: Exchange, question: ConfirmCash) -> None:
    ex.ask(
        question,
        "counter.differs" if question.due_fen else "counter.paid_already",
        who=question.person,
        money=yuan(question.amount_fen),
        due=yuan(question.due_fen),
    )


def enter_taken(ex: Exchange, fen: int, who: str, number: str) -> None:
    if enter(ex, "taken", fen, person=who, number=number):
        ex.say("counter.taken", who=who or "现金", money=yuan(fen), hand=yuan(in_hand(ex)))


def enter(ex: Exchange, kind: Kind, fen: int, *, person: str = "", number: str = "") -> bool:
    """False where no station is known. `fen` is what it adds to the cash in hand."""
    station = ex.station
    if station is None:
        return False
    entry = Entry(
        key=draft_id(ex.facts.dice), station=station.code, kind=kind, amount_fen=fen, person=person, number=number
    )
    ex.cause(CashEntered(entry=entry, by=ex.facts.person.id, at=ex.facts.at))
    words = f"{'收' if fen > 0 else '交'}{person}{yuan(abs(fen))}元"
    deeds.note(ex, Deed(what="cash", at=ex.facts.at, words=words, cash=(entry,)))
    return True


def in_hand(ex: Exchange) -> int:
    """In fen, with what this very turn entered."""
    code = ex.station.code if ex.station else ""
    new = (event.entry for event in ex.events if isinstance(event, CashEntered))
    return ex.facts.cash_fen(code) + sum(entry.amount_fen for entry in new if entry.station == code)


def _handed_over_just_now(ex: Exchange) -> tuple[str, str, int]:
    """Number, recipient and sum in fen of what was handed over last, which the money is for: of several parcels only the sum
    is plain, and ('', '', 0) where there was none."""
    deed = deeds.last_within(ex, "handed_over")
    orders = [ex.facts.order(step.number) for step in deed.steps] if deed is not None else []
    found = [order for order in orders if order is not None]
    due = sum(order.due_fen for order in found)
    return (found[0].number, found[0].recipient, due) if len(found) == 1 else ("", "", due)
