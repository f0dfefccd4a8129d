"""今天多少单: the station's day in numbers, and what still lies there."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers import day_sheet
from bot.dialogue.handlers.own_station import open_orders
from bot.dialogue.lexicon import said_in
from bot.dialogue.saying import brief, paid_mark
from bot.domain.money import yuan
from bot.domain.order import ON_THE_WAY, RECEIVED, OrderEvent, Status
from intents.acts import Summary

MOST = 20


def summary(ex: Exchange, _said: tuple[Summary, ...]) -> None:
    if said_in("uncollected", ex.text):
        day_sheet.uncollected(ex)
        return
    today = ex.facts.at.date()
    zone = ex.facts.at.tzinfo
    days = [order for code in ex.facts.person.manages for order in ex.facts.day_orders(code)]
    new = [o for o in days if o.placed_at.astimezone(zone).date() == today and o.status is not Status.CANCELLED]
    gone = [o for o in days if o.status in RECEIVED and _collected_on(o.events, ex)]
    lying = [o for o in open_orders(ex) if o.status is Status.AT_STATION]
    due = [o for o in open_orders(ex) if o.status in ON_THE_WAY and o.promised_by <= today]
    ex.say(
        "manager.summary",
        new=len(new),
        money=yuan(sum(order.total_fen for order in new)),
        collected=len(gone),
        lying=len(lying),
        due=len(due),
    )
    if lying:
        rows = "\n".join(f"{o.slip}号 {o.recipient} {brief(o, 16)}{paid_mark(o)}" for o in lying[:MOST])
        ex.say("manager.lying", rows=rows)
    if due:
        ex.say("manager.due", rows="、".join(f"{o.slip}号" for o in due[:MOST]))


def _collected_on(events: Iterable[OrderEvent], ex: Exchange) -> bool:
    zone, today = ex.facts.at.tzinfo, ex.facts.at.date()
    done = (Status.COLLECTED, Status.DELIVERED)
    return any(event.type in done and event.at.astimezone(zone).date() == today for event in events)
