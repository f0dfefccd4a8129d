"""今日单: what is to be done at the station today. 谁的还没取: what lies there, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec.structs import replace

from bot.dialogue.counter import late_list
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.own_station import open_orders
from bot.dialogue.market import village_goods
from bot.dialogue.orders.parted import divided
from bot.dialogue.saying import PERIODS, brief, paid_mark
from bot.domain.money import yuan
from bot.domain.order import ON_THE_WAY, Order, Status
from bot.domain.parcel import Part
from intents.acts import DaySheet

MOST, MOST_ALERTS = 20, 3
_URGENCY = {"urgent": 0, "warning": 1, "info": 2}


def day_sheet(ex: Exchange, _said: tuple[DaySheet, ...]) -> None:
    today = ex.facts.at.date()
    orders = open_orders(ex)
    due = [order for order in orders if order.status in ON_THE_WAY and order.promised_by <= today]
    lying = [order for order in orders if order.status is Status.AT_STATION]
    fitted = [order for order in orders if order.installation and order.installation.date == today]
    ex.say("sheet.due", count=len(due), rows=_slips(due))
    parts = divided(ex, orders)
    if parts:
        here = [order for order in orders if order.number in parts]
        rows = "、".join(_in_part(order, parts[order.number]) for order in here[:MOST])
        ex.say("sheet.parted", count=len(here), rows=rows)
    ex.say("sheet.lying", count=len(lying), rows=_slips(lying))
    if fitted:
        rows = "、".join(f"{o.slip}号{o.recipient}{_when(o)}" for o in fitted[:MOST])
        ex.say("sheet.fitted", count=len(fitted), rows=rows)
    late_list.say_missed(ex, orders)
    village_goods.on_sheet(ex)
    _alerts(ex)
    cash = sum(ex.facts.cash_fen(code) for code in ex.facts.person.manages)
    if cash:
        ex.say("sheet.cash", money=yuan(cash))


def uncollected(ex: Exchange) -> None:
    """Who has not fetched what, longest waiting first."""
    lying = [order for order in open_orders(ex) if order.status is Status.AT_STATION]
    if not lying:
        if not village_goods.uncollected(ex):
            ex.say("sheet.none_lying")
        return
    rows = (
        f"{o.slip}号 {o.recipient} {brief(o, 16)}{paid_mark(o)} {waited(ex, o)}"
        for o in sorted(lying, key=_here_since)[:MOST]
    )
    ex.say("sheet.uncollected", count=len(lying), rows="\n".join(rows))
    village_goods.uncollected(ex)


def _in_part(order: Order, part: Part) -> str:
    return f"{order.slip}号{order.recipient}的{brief(replace(order, lines=part.here), 16)}"


def _slips(orders: Iterable[Order]) -> str:
    listed = "、".join(f"{order.slip}号{order.recipient}{paid_mark(order)}" for order in list(orders)[:MOST])
    return f"：{listed}" if listed else ""


def _when(order: Order) -> str:
    slot = order.installation
    return f"（{PERIODS.get(slot.period or '', '')}{slot.time}）" if slot and (slot.period or slot.time) else ""


def _alerts(ex: Exchange) -> None:
    open_alerts = [alert for code in ex.facts.person.manages for alert in ex.facts.alerts(code)]
    if open_alerts:
        first = sorted(open_alerts, key=lambda alert: _URGENCY.get(alert.level, len(_URGENCY)))[:MOST_ALERTS]
        ex.say("sheet.alerts", count=len(open_alerts), rows="\n".join(alert.text for alert in first))


def _here_since(order: Order) -> float:
    arrived = [event.at for event in order.events if event.type == Status.AT_STATION]
    return max(arrived, default=order.placed_at).timestamp()


def waited(ex: Exchange, order: Order) -> str:
    """How long its goods lie at the station."""
    days = timedelta(seconds=ex.facts.at.timestamp() - _here_since(order)).days
    return f"等了{days}天" if days > 0 else "今天到的"
