"""A fitter's visit as the county sees it: put on another half-day that has room, or called off; everybody hears why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.dialogue.fitting import rebooking
from bot.dialogue.replies import render as said_to
from bot.dialogue.saying import brief, fitting_said
from bot.domain.events import AlertRaised, Event, InstallationDropped, InstallationMoved
from bot.domain.installation import RULES, Diary, Half, half_of
from bot.domain.order import Installation, Order
from bot.storage.network import stations
from bot.web.console.acting import Done, act_and_show, exchange
from bot.web.console.county_orders import LONGEST_NUMBER, fittable, own_order
from bot.web.console.guard import field, seat
from bot.web.keys import DATABASE
from bot.web.pages import Refusal, render, words

PATH = "/console/county/visit"
LIST = "/console/county/installations"
DAYS_SHOWN = 10
LONGEST_REASON, LONGEST_SLOT = 30, 32
"""A reason must fit into one SMS with the goods and the day."""


class Slot(msgspec.Struct, frozen=True):
    """A half-day with room."""

    date: date
    half: Half
    left: int

    @property
    def key(self) -> str:
        return f"{self.date}:{self.half}"


class Unfit(Exception):
    """What was filled in cannot be done; the key says why."""


async def show(request: web.Request) -> web.Response:
    """The visit, the half-days with room (`from`: from that day on), and two ways to change it."""
    number = request.query.get("number", "").strip()[:LONGEST_NUMBER]
    return await _page(request, number, since=_day(request.query.get("from", "")))


async def change(request: web.Request) -> web.Response:
    """Another half-day, or nobody comes; what was typed stays where that cannot be."""
    number, reason = field(request, "number", LONGEST_NUMBER), field(request, "reason", LONGEST_REASON)
    slot, drops = field(request, "slot", LONGEST_SLOT), field(request, "do", LONGEST_SLOT) == "drop"

    def action(ex: Exchange, conn: Connection) -> Done:
        order = _to_fit(conn, request, number)
        if not reason:
            raise Unfit("visit_reason")
        return _drop(ex, order, reason) if drops else _move(ex, order, slot, reason)

    try:
        return await act_and_show(request, action, LIST)
    except Unfit as unfit:
        typed = {"said": words(f"said.{unfit}"), "chosen": slot, "reason": reason, "drops": drops}
        return await _page(request, number, status=422, since=_day(slot.partition(":")[0]), **typed)


async def _page(
    request: web.Request, number: str, *, status: int = 200, since: date | None = None, **typed: Any
) -> web.Response:
    def work(conn: Connection) -> dict[str, Any]:
        ex = exchange(conn, request, seat(request))
        order = _to_fit(conn, request, number)
        names = stations.names(conn, [order.station])
        return {
            "order": order,
            "where": names.get(order.station, order.station),
            "slots": list(slots(ex, order, since)),
        }

    found = await request.app[DATABASE].run(work)
    shown = {"said": "", "chosen": "", "reason": "", "drops": False, "longest": LONGEST_REASON} | typed
    return render(request, "console/county_visit.j2", status=status, **found, **shown)


def slots(ex: Exchange, order: Order, since: date | None = None) -> Iterator[Slot]:
    """Half-days of the next days with room, from when the goods can be there; not the one it is on now."""
    diary, first = rebooking.diary_around(ex, order), rebooking.first_day(ex, order)
    now = order.installation
    for day in diary.first_free(max(first, since or first), DAYS_SHOWN):
        for half in diary.free(day):
            if not _is_over(day, half, ex.facts.at) and not (now and (now.date, half_of(now)) == (day, half)):
                yield Slot(day, half, _left(diary, day, half))


def _left(diary: Diary, day: date, half: Half) -> int:
    return diary.team.half_day_capacity - diary.taken.get((day, half), 0)


def _is_over(day: date, half: Half, at: datetime) -> bool:
    """Whether the vans of that half-day have left."""
    begins = RULES.moved_until if half == "morning" else RULES.afternoon_from
    return day < at.date() or (day == at.date() and at.time() >= begins)


def _move(ex: Exchange, order: Order, asked: str, reason: str) -> Done:
    if not asked:
        raise Unfit("visit_when")
    slot = next((one for one in slots(ex, order, _day(asked.partition(":")[0])) if one.key == asked), None)
    if slot is None:
        raise Unfit("visit_full")
    agreed = Installation(date=slot.date, period=slot.half)
    day = fitting_said(agreed, ex.facts.at.date())
    ex.cause(
        InstallationMoved(number=order.number, date=slot.date, period=slot.half, by="county", reason=reason),
        _pass_on(ex, order, "county_moved_fitting", day=day, reason=reason),
    )
    ex.said.append(words("said.visit_moved", number=order.number, day=day))
    return Done("visit_moved", f"{order.number} {day}")


def _drop(ex: Exchange, order: Order, reason: str) -> Done:
    if order.installation is None:
        raise Refusal(409, "not_now")
    ex.cause(
        InstallationDropped(number=order.number, by="county", reason=reason),
        _pass_on(ex, order, "county_dropped_fitting", reason=reason),
    )
    ex.said.append(words("said.visit_dropped", number=order.number))
    return Done("visit_dropped", order.number)


def _pass_on(ex: Exchange, order: Order, key: str, **said: str) -> Event:
    """The station knows too; where the villager cannot be written to, its manager tells them."""
    pass_on = "" if order.person else said_to("manager.pass_on", "wechat")
    known = {"who": order.recipient or "乡亲", "goods": brief(order, 20), "number": order.number, **said}
    return AlertRaised(
        station=order.station,
        kind="message",
        level="info" if order.person else "warning",
        text=said_to(f"manager.{key}", "wechat", pass_on=pass_on, **known),
        key=f"visit:{order.number}:{ex.facts.at:%Y%m%d%H%M%S%f}",
        person=order.person,
    )


def _to_fit(conn: Connection, request: web.Request, number: str) -> Order:
    """Raises Refusal 404 for an order of another county, 409 for one that has nothing left to be installed."""
    order = own_order(conn, request, number)
    if not fittable(request, order):
        raise Refusal(409, "nothing_to_fit")
    return order


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
