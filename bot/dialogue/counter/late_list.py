"""哪些晚了: what should have come to the station and did not, and what should have been installed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.own_station import open_orders
from bot.dialogue.lexicon import said_whole
from bot.dialogue.saying import brief, short_day
from bot.domain.installation import is_overdue
from bot.domain.order import ON_THE_WAY, Order

MOST = 20


def asked(ex: Exchange) -> bool:
    """Say them where a manager asks, the longest promised first."""
    if not (ex.facts.person.manages and said_whole("late_list", ex.text)):
        return False
    today, orders = ex.facts.at.date(), open_orders(ex)
    late = sorted((order for order in orders if _is_late(order, today)), key=_first_promise)
    if late:
        ex.say("sheet.all_late", count=len(late), rows="\n".join(_row(order, today) for order in late[:MOST]))
    else:
        ex.say("sheet.none_late")
    say_missed(ex, orders)
    return True


def say_missed(ex: Exchange, orders: Iterable[Order]) -> None:
    """The visits among them whose day passed; nothing where there are none."""
    missed = [order for order in orders if is_overdue(order, ex.facts.at.date())]
    if missed:
        rows = "、".join(f"{order.slip}号{order.recipient}{brief(order, 12)}" for order in missed[:MOST])
        ex.say("sheet.missed", count=len(missed), rows=rows)


def _is_late(order: Order, today: date) -> bool:
    moved = order.promised_first is not None and order.promised_first < today
    return order.status in ON_THE_WAY and (moved or order.promised_by < today)


def _first_promise(order: Order) -> date:
    return order.promised_first or order.promised_by


def _row(order: Order, today: date) -> str:
    now = "" if order.promised_by < today else f"，改到{short_day(order.promised_by, today)}"
    return f"{order.slip}号 {order.recipient} {brief(order, 16)}，说好{short_day(_first_promise(order))}{now}"
