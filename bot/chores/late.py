"""Orders that will not be there on the day promised: seen ahead, so that manager and villager hear of it before it is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.dialogue.replies import render
from bot.dialogue.saying import brief
from bot.domain.events import AlertRaised, Event, OrderDelayed
from bot.domain.lateness import MOST_MOVED, moved_by_itself
from bot.domain.legs import LEGS, PLACES, legs_from
from bot.domain.order import Order, Status
from bot.domain.people import Station
from bot.domain.promise import expected
from bot.storage.network import promises, stations
from bot.storage.privacy.seal import Seal

DAY = (time(8), time(21))
"""When people are told."""
NAMED = 5
"""How many orders an alert names."""


def look(conn: Connection, seal: Seal, now: datetime) -> Iterable[Event]:
    """What is late by the legs that are left, and what should have been reported at its station by now."""
    if not DAY[0] <= now.time() < DAY[1]:
        return
    by_station: dict[str, list[Order]] = defaultdict(list)
    for order in [*promises.left_behind(conn, seal, now.date()), *_riding(conn, seal, now)]:
        by_station[order.station].append(order)
    for code, coming in by_station.items():
        station = stations.find(conn, seal, code)
        if station is not None:
            yield from at_risk(station, coming, now)


def _riding(conn: Connection, seal: Seal, now: datetime) -> list[Order]:
    """What the lorry should have brought: asked for once a day, and moved when the day is given up."""
    last = LEGS[PLACES["county"][-1]]
    if now.time() < last.arrives_by:
        return []
    return promises.riding(conn, seal, now.date(), unasked=now.time() < last.given_up_at)


def at_risk(station: Station, coming: Sequence[Order], now: datetime) -> Iterator[Event]:
    """What follows for one station's orders, as things stand at `now` (in the service's zone)."""
    until = {order.number: expected(order.status, order.stock_place, now, station).day for order in coming}
    overdue = [order for order in coming if until[order.number] > order.promised_by]
    late = [order for order in overdue if moved_by_itself(order) < MOST_MOVED]
    yield from _stuck(station, [order for order in overdue if moved_by_itself(order) == MOST_MOVED], now)
    if late:
        day = max(until[order.number] for order in late)
        yield _alert("order_late", station, late, now.date(), until=f"{day.month}月{day.day}日")
    for order in late:
        yield OrderDelayed(number=order.number, at=now, by="system", until=until[order.number])
    if now.time() >= legs_from("county", station)[-1].arrives_by:
        here = [o for o in coming if o.status is Status.IN_TRANSIT and o.promised_by <= now.date() and o not in overdue]
        if here:
            yield _alert("unreported", station, here, now.date())


def _stuck(station: Station, stuck: Sequence[Order], now: datetime) -> Iterator[Event]:
    """After so many new days nobody is told another: the villager that it is being looked into, once, and the manager, so
    urgently that the county hears of it where nobody reacts."""
    for order in stuck:
        yield OrderDelayed(number=order.number, at=now, by="system")
        yield AlertRaised(
            station=station.code,
            kind="order_late",
            level="urgent",
            text=render(
                "shipping.stuck",
                "wechat",
                slip=order.slip,
                who=order.recipient,
                goods=brief(order, 24),
                times=MOST_MOVED,
                number=order.number,
            ),
            key=f"stuck:{order.number}",
            person=order.person,
        )


def _alert(kind: str, station: Station, about: Sequence[Order], today: date, **said: str) -> AlertRaised:
    rows = "、".join(f"{order.slip}号{order.recipient}（{brief(order, 12)}）" for order in about[:NAMED])
    more = f"等{len(about)}单" if len(about) > NAMED else ""
    return AlertRaised(
        station=station.code,
        kind="order_late" if kind == "order_late" else "unreported",
        level="warning",
        text=render(f"shipping.{kind}", "wechat", count=len(about), rows=rows + more, **said),
        key=f"{kind}:{station.code}:{today}" + (f":{about[0].number}" if kind == "order_late" else ""),
    )


LATE = Chore(name="promises_at_risk", every=timedelta(minutes=2), do=look)
