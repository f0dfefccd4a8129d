"""What becomes of parcels that a manager tells of by their owner: they are here, or gone; which one is asked where
several can be meant."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.counter.questions import WhichParcel
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers import arrived, handed_over
from bot.dialogue.saying import brief, numbered, paid_mark
from bot.domain.order import ON_THE_WAY, Order, Status

MOST, MOST_SMS = 5, 3


def settle(ex: Exchange, orders: Sequence[Order], *, gone: bool) -> None:
    """Write down that these arrived, or were fetched."""
    if not gone:
        arrived.arrive(ex, orders)
        arrived.report(ex, orders)
        return
    for order in orders:
        handed_over.give(ex, order)
        ex.say("parcel.gone_paid" if order.is_paid else "parcel.gone", **handed_over.told(order))


def put(ex: Exchange, question: WhichParcel) -> None:
    """Ask which of the parcels it was; of a single one, whether it was that."""
    orders = still_there(ex, question)
    if not orders:
        ex.settled()
    elif len(orders) == 1:
        key = "parcel.one_fetched" if question.gone else "parcel.one_arrived"
        ex.ask(question, key, **handed_over.told(orders[0]))
    else:
        rows = numbered(f"{o.slip}号{o.recipient} {brief(o, 12 if ex.sms else 24)}{paid_mark(o)}" for o in orders)
        ex.ask(question, "parcel.which_fetched" if question.gone else "parcel.which_arrived", rows=rows)


def ask_of(ex: Exchange, orders: Sequence[Order], *, gone: bool) -> None:
    put(ex, WhichParcel(numbers=tuple(order.number for order in orders[: MOST_SMS if ex.sms else MOST]), gone=gone))


def still_there(ex: Exchange, question: WhichParcel) -> list[Order]:
    """The parcels that are still where they were when it was asked."""
    where = (Status.AT_STATION,) if question.gone else ON_THE_WAY
    found = (ex.facts.order(number) for number in question.numbers)
    return [order for order in found if order is not None and order.status in where]
