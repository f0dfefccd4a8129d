"""Goods nobody fetches: the villager is reminded, then the manager, then they go back to the county."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.dialogue.replies import render
from bot.dialogue.saying import brief
from bot.domain.events import AlertRaised, Event, OrderMoved, ParcelWaited
from bot.domain.order import Order, Status
from bot.domain.waiting import Step, days_left, next_step
from bot.storage.privacy.seal import Seal
from bot.storage.trade import waiting


def look(conn: Connection, seal: Seal, now: datetime) -> Iterable[Event]:
    """The steps due at `now`, one an order."""
    for order, done in waiting.due(conn, seal, now):
        step = next_step(done)
        if step is not None:
            yield from _take(order, step, now)


def _take(order: Order, step: Step, now: datetime) -> Iterator[Event]:
    """What is brought home is no villager's to fetch, so of that the manager hears, and it never goes back by itself."""
    home = order.delivery == "home"
    yield ParcelWaited(number=order.number, days=step.days, does="alert" if home else step.does, at=now)
    if home or step.does != "remind":
        yield _alert(order, step, now, "shipping.not_brought" if home else f"shipping.overdue_{step.does}")
    if step.does == "return" and not home:
        yield OrderMoved(number=order.number, to=Status.RETURNED, at=now, by="system", reason="uncollected")


def _alert(order: Order, step: Step, now: datetime, key: str) -> AlertRaised:
    back = now.date() + timedelta(days=days_left(step.days))
    return AlertRaised(
        station=order.station,
        kind="overdue",
        level="warning",
        text=render(
            key,
            "wechat",
            slip=order.slip,
            who=order.recipient,
            goods=brief(order, 24),
            days=step.days,
            back=f"{back.month}月{back.day}日",
            number=order.number,
        ),
        key=f"overdue:{order.number}:{step.days}",
        person=order.person,
    )


OVERDUE = Chore(name="parcels_overdue", every=timedelta(minutes=2), do=look)
