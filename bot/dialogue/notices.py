"""Who hears of an event besides the reply, and in which words. Texts stand in `config/replies/notices.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec

from bot.dialogue.broadcasts import worded
from bot.dialogue.replies import render
from bot.dialogue.saying import brief, day_said, short_day
from bot.domain.events import AlertRaised, BroadcastSent, Event, HandoffClosed, OrderDelayed, OrderMoved, PhoneCodeSent
from bot.domain.letter import Letter
from bot.domain.money import yuan
from bot.domain.order import Order, Status
from bot.domain.people import Person, Station


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds an event, as it stands after it."""

    at: datetime
    """Aware, in the service's time zone."""
    order: Order | None = None
    """The order the event is about."""
    station: Station | None = None
    """The order's, the alert's or the person's station."""
    managers: tuple[str, ...] = ()
    """Person ids of those who run the station."""
    person: Person | None = None
    """Whom the event is about."""
    villagers: tuple[str, ...] = ()
    """Person ids of those who take the station's broadcasts, where the event is one."""


def letters(event: Event, around: Around) -> tuple[Letter, ...]:
    """Letters that this event causes; their keys are unique, so that recording it twice sends nothing twice."""
    write = WRITERS.get(type(event))
    return tuple(write(event, around)) if write else ()


def _moved(event: OrderMoved, around: Around) -> Iterable[Letter]:
    order = around.order
    notice = _NOTICE_OF_STATUS.get(event.to)
    if order is None or order.person is None or notice is None or event.by == "villager":
        return
    if event.to is Status.CANCELLED and event.by == "manager" and order.placed_by.startswith("manager:"):
        return  # The manager takes back what he ordered at her door; nothing was sent about it yet.
    if event.to is Status.AT_STATION and order.delivery == "home":
        notice = "at_station_home"
    code = event.pickup_code or order.pickup_code or ""
    yield _about_order(order, around, notice, key=f"{order.number}:{event.to}", code=code, reason=event.reason)


def _delayed(event: OrderDelayed, around: Around) -> Iterable[Letter]:
    order = around.order
    if order is None or order.person is None:
        return
    today = around.at.date()
    notice = "late_until" if event.until else "late"
    yield _about_order(
        order,
        around,
        notice,
        key=f"{order.number}:late:{event.until or event.at.date()}",
        day=day_said(event.until, today) if event.until else "",
        short_day=short_day(event.until) if event.until else "",
    )


def _about_order(order: Order, around: Around, notice: str, *, key: str, **said: str) -> Letter:
    station = around.station.name if around.station else "服务站"
    known = {"number": order.number, "goods": brief(order), "station": station, "total": yuan(order.total_fen), **said}
    return Letter(
        key=key,
        to=order.person or "",
        notice=f"order_{notice}",
        text=render(f"notices.{notice}", "wechat", **known),
        sms=render(f"notices.{notice}", "sms", **known | {"goods": brief(order, width=12)}),
        params={
            "thing": brief(order, width=20),
            "character_string": said.get("code") or order.number,
            "time": f"{around.at:%Y-%m-%d %H:%M}",
            "amount": f"{yuan(order.total_fen)}元",
        },
    )


def _alert(event: AlertRaised, around: Around) -> Iterable[Letter]:
    for manager in around.managers:
        yield Letter(
            key=f"alert:{event.key}:{manager}",
            to=manager,
            notice=f"alert_{event.kind}",
            text=event.text,
            sms=_cut(event.text, SMS_LENGTH),
            params={"thing": _cut(event.text, 20), "time": f"{around.at:%Y-%m-%d %H:%M}"},
            bundle=f"orders:{event.station}" if event.kind == "order_placed" else "",
        )


def _phone_code(event: PhoneCodeSent, around: Around) -> Iterable[Letter]:
    text = render("notices.phone_code", "sms", code=event.code)
    yield Letter(
        key=f"phone_code:{event.person}:{around.at.timestamp():.0f}:{event.code}",
        to=f"sms:{event.phone}",
        notice="phone_code",
        text=text,
        sms=text,
        params={"character_string": event.code},
    )


def _broadcast(event: BroadcastSent, around: Around) -> Iterable[Letter]:
    """To everybody who listens, but not to who sends it. It may wait for the morning."""
    if around.station is None:
        return
    for villager in around.villagers:
        if villager != event.person:
            yield Letter(
                key=f"broadcast:{event.person}:{event.at.timestamp():.0f}:{villager}",
                to=villager,
                notice="broadcast",
                text=worded(around.station, event.text, "wechat"),
                sms=worded(around.station, event.text, "sms"),
                params={"thing": _cut(event.text, 20), "time": f"{around.at:%Y-%m-%d %H:%M}"},
                urgent=False,
            )


def _handed_back(event: HandoffClosed, around: Around) -> Iterable[Letter]:
    """Whoever came back by himself knows it."""
    if event.by == "villager":
        return
    manager = (around.station.manager_name if around.station else "") or "站长"
    yield Letter(
        key=f"handed_back:{event.person}:{around.at:%Y%m%d%H%M%S}",
        to=event.person,
        notice="handed_back",
        text=render("notices.handed_back", "wechat", manager=manager),
        sms=render("notices.handed_back", "sms", manager=manager),
        params={"thing": "村口回来了", "time": f"{around.at:%Y-%m-%d %H:%M}"},
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


SMS_LENGTH = 130
"""Two parts of 67, less what the signature takes."""
_NOTICE_OF_STATUS = {
    Status.AT_STATION: "at_station",
    Status.OUT_FOR_DELIVERY: "out_for_delivery",
    Status.CANCELLED: "cancelled",
    Status.RETURNED: "returned",
    Status.REFUNDED: "refunded",
}
WRITERS: dict[type[Event], Callable[[Any, Around], Iterable[Letter]]] = {
    OrderMoved: _moved,
    OrderDelayed: _delayed,
    AlertRaised: _alert,
    PhoneCodeSent: _phone_code,
    HandoffClosed: _handed_back,
    BroadcastSent: _broadcast,
}
