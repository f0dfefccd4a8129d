"""What passes over the counter beside parcels: cash taken and handed in, the shelf counted, and what to order for it."""

from __future__ import annotations

from decimal import Decimal

from bot.dialogue.basket import goods
from bot.dialogue.counter import cash, restock, shelf
from bot.dialogue.exchange import Exchange
from bot.domain.cash import MOST_FEN
from bot.domain.money import yuan
from intents.acts import CashBalance, CashHandedIn, CashTaken, CountStock, Restock

MOST_NAME = 20
_FEN = 100


def cash_taken(ex: Exchange, said: tuple[CashTaken, ...]) -> None:
    for act in said:
        if fen := _fen(ex, act.amount):
            cash.taken(ex, fen, act.person[:MOST_NAME])


def cash_handed_in(ex: Exchange, said: tuple[CashHandedIn, ...]) -> None:
    for act in said:
        fen = _fen(ex, act.amount)
        if fen > cash.in_hand(ex):
            ex.say("counter.not_so_much", money=yuan(fen), hand=yuan(cash.in_hand(ex)))
        elif fen and cash.enter(ex, "handed_in", -fen):
            ex.say("counter.handed_in", money=yuan(fen), hand=yuan(cash.in_hand(ex)))


def cash_balance(ex: Exchange, _said: tuple[CashBalance, ...]) -> None:
    ex.say("counter.balance", hand=yuan(cash.in_hand(ex)))


def count_stock(ex: Exchange, said: tuple[CountStock, ...]) -> None:
    goods.wish_for(ex, [item for act in said for item in act.items], "count")


def order_for_shelf(ex: Exchange, said: tuple[Restock, ...]) -> None:
    items = [item for act in said for item in act.items]
    if shelf.lacks_one(ex):
        ex.say("counter.no_shelf")
    elif items:
        restock.order(ex, items)
    else:
        restock.propose(ex)


def _fen(ex: Exchange, amount: Decimal) -> int:
    """Whole fen; 0 where it is none, or no sum for a chat."""
    fen = amount * _FEN
    if fen != fen.to_integral_value() or not 0 < fen <= MOST_FEN:
        ex.say("counter.how_much")
        return 0
    return int(fen)
