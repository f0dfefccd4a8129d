"""Fitters' visits whose day is over and nothing was installed: the villager is asked for another day, the county hears of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.dialogue.replies import render
from bot.dialogue.saying import brief
from bot.domain.events import AlertRaised, Event, VisitPassed
from bot.domain.installation import OFFERED_BY_LETTER, RULES, goods_there, is_overdue
from bot.domain.order import Order
from bot.domain.people import Station
from bot.storage.delivery import installations
from bot.storage.network import stations
from bot.storage.privacy.seal import Seal

AT_ONCE = 200
NAMED = 5
"""How many visits an alert names."""


def look(conn: Connection, seal: Seal, now: datetime) -> Iterable[Event]:
    """The visits of the days before, each once."""
    opens, closes = RULES.passed
    if not opens <= now.time() < closes:
        return
    missed: dict[str, list[Order]] = defaultdict(list)
    for order, day in installations.passed(conn, seal, now.date(), AT_ONCE):
        if is_overdue(order, now.date()):
            missed[order.station].append(order)
        else:
            yield VisitPassed(number=order.number, day=day, outcome="done", at=now)
    yield from _missed(conn, seal, missed, now)


def _missed(conn: Connection, seal: Seal, missed: dict[str, list[Order]], now: datetime) -> Iterator[Event]:
    by_centre: dict[str, list[tuple[Station, Order]]] = defaultdict(list)
    for code, of_it in missed.items():
        station = stations.find(conn, seal, code) or Station(code=code, name="", county=of_it[0].county)
        centre = stations.centre_of(conn, seal, station) or station
        for order in of_it:
            by_centre[centre.code].append((station, order))
            yield _passed(conn, seal, station, order, now)
            if order.person is None and centre.code != code:
                yield _to_be_asked(order)
    for centre_code, rows in by_centre.items():
        yield _alert(centre_code, rows, now.date())


def _passed(conn: Connection, seal: Seal, station: Station, order: Order, now: datetime) -> VisitPassed:
    """From tomorrow on, for today's vans are on their way; and not before the goods are there."""
    day = _day(order)
    if now.date() - day > timedelta(days=RULES.asked_within_days):
        return VisitPassed(number=order.number, day=day, outcome="long_missed", at=now)
    since = max(goods_there(order, station, now), now.date() + timedelta(days=1))
    free = installations.diary(conn, seal, station, since).first_free(since, OFFERED_BY_LETTER)
    return VisitPassed(number=order.number, day=day, outcome="missed", at=now, days=free)


def _to_be_asked(order: Order) -> AlertRaised:
    """Whom no letter reaches is asked by who runs the station."""
    return AlertRaised(
        station=order.station,
        kind="fitter_missed",
        level="warning",
        text=render(
            "manager.fitter_missed_ask",
            "wechat",
            slip=order.slip,
            who=order.recipient,
            goods=brief(order, 24),
            day=_said(order),
            number=order.number,
        ),
        key=f"fitter_missed:{order.number}:{_day(order)}",
    )


def _alert(centre: str, rows: Sequence[tuple[Station, Order]], today: date) -> AlertRaised:
    named = "、".join(f"{s.name}{o.slip}号{o.recipient}（{brief(o, 12)}，{_said(o)}）" for s, o in rows[:NAMED])
    more = f"等{len(rows)}单" if len(rows) > NAMED else ""
    return AlertRaised(
        station=centre,
        kind="fitter_missed",
        level="warning",
        text=render("manager.fitter_missed", "wechat", count=len(rows), rows=named + more),
        key=f"fitter_missed:{centre}:{today}:{rows[0][1].number}",
    )


def _day(order: Order) -> date:
    return order.installation.date if order.installation else date.min


def _said(order: Order) -> str:
    return f"{_day(order).month}月{_day(order).day}日"


PASSED_VISITS = Chore(name="visits_passed", every=timedelta(minutes=5), do=look)
