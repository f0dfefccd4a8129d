"""What passes over the counter beside parcels: cash taken and handed in, the shelf counted, and what to order for it."""

from __future__ import annotations

from decimal import Decimal

from bot.dialogue import deeds, goods, restock
from bot.dialogue.exchange import Exchange
from bot.dialogue.talk import Deed
from bot.domain.cash import MOST_FEN, Entry, Kind
from bot.domain.codes import draft_id
from bot.domain.events import CashEntered
from bot.domain.money import yuan
from intents.acts import CashBalance, CashHandedIn, CashTaken, CountStock, Restock

MOST_NAME = 20
_FEN = 100


def cash_taken(ex: Exchange, said: tuple[CashTaken, ...]) -> None:
    for act in said:
        number, recipient = _handed_over_just_now(ex)
        who = act.person[:MOST_NAME] or recipient
        if (fen := _fen(ex, act.amount)) and _enter(ex, "taken", fen, person=who, number=number):
            ex.say("counter.taken", who=who or "现金", money=yuan(fen), hand=yuan(_in_hand(ex)))


def cash_handed_in(ex: Exchange, said: tuple[CashHandedIn, ...]) -> None:
    for act in said:
        fen = _fen(ex, act.amount)
        if fen > _in_hand(ex):
            ex.say("counter.not_so_much", money=yuan(fen), hand=yuan(_in_hand(ex)))
        elif fen and _enter(ex, "handed_in", -fen):
            ex.say("counter.handed_in", money=yuan(fen), hand=yuan(_in_hand(ex)))


def cash_balance(ex: Exchange, _said: tuple[CashBalance, ...]) -> None:
    ex.say("counter.balance", hand=yuan(_in_hand(ex)))


def count_stock(ex: Exchange, said: tuple[CountStock, ...]) -> None:
    goods.wish_for(ex, [item for act in said for item in act.items], "count")


def order_for_shelf(ex: Exchange, _said: tuple[Restock, ...]) -> None:
    restock.propose(ex)


def _fen(ex: Exchange, amount: Decimal) -> int:
    """Whole fen; 0 where it is none, or no sum for a chat."""
    fen = amount * _FEN
    if fen != fen.to_integral_value() or not 0 < fen <= MOST_FEN:
        ex.say("counter.how_much")
        return 0
    return int(fen)


def _enter(ex: Exchange, kind: Kind, fen: int, *, person: str = "", number: str = "") -> bool:
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


def _in_hand(ex: Exchange) -> int:
    """With what this very turn entered."""
    code = ex.station.code if ex.station else ""
    new = (event.entry for event in ex.events if isinstance(event, CashEntered))
    return ex.facts.cash_fen(code) + sum(entry.amount_fen for entry in new if entry.station == code)


def _handed_over_just_now(ex: Exchange) -> tuple[str, str]:
    """Number and recipient of the one parcel handed over last, which the money is for; ('', '') where that is not plain."""
    deed = deeds.last_within(ex, "handed_over")
    order = ex.facts.order(deed.steps[0].number) if deed is not None and len(deed.steps) == 1 else None
    return (order.number, order.recipient) if order is not None else ("", "")
