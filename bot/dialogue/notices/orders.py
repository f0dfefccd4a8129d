"""What people hear of their orders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from bot.dialogue.notices.around import Around, Writers
from bot.dialogue.notices.families import child_of, helper_told, to_helper
from bot.dialogue.notices.fitters import visit_off
from bot.dialogue.replies import render
from bot.dialogue.saying import brief, day_said, paid_mark, short_day
from bot.domain.events import OrderDelayed, OrderMoved, OrderMoveUndone, ParcelWaited
from bot.domain.lateness import letter_key, told_from
from bot.domain.letter import Letter
from bot.domain.money import yuan
from bot.domain.order import REPLACED, UNDONE, Order, Status
from bot.domain.waiting import days_left


def _moved(event: OrderMoved, around: Around) -> Iterable[Letter]:
    yield from _owner_told(event, around)
    yield from helper_told(event, around)


def _owner_told(event: OrderMoved, around: Around) -> Iterable[Letter]:
    order = around.order
    if order is not None and event.to is Status.CANCELLED and event.reason != REPLACED:
        yield from visit_off(order, around)
    notice = _NOTICE_OF_STATUS.get(event.to)
    if order is None or order.person is None or notice is None or event.by == "villager":
        return
    if event.to is Status.CANCELLED and event.by == "manager" and order.placed_by.startswith("manager:"):
        return  # The manager takes back what he ordered at her door; nothing was sent about it yet.
    if event.to is Status.AT_STATION and order.delivery == "home":
        notice = "at_station_home"
    if event.to is Status.RETURNED and event.by == "system":
        notice = "uncollected"
    code = event.pickup_code or order.pickup_code or ""
    yield about_order(
        order,
        around,
        notice,
        key=status_key(order, event.to),
        code=code,
        reason=f"是{child_of(around)}取消的。" if event.by == "family" else event.reason,
        owing="钱付过了，不用再付" if order.is_paid else f"共{yuan(order.total_fen)}元{paid_mark(order)}",
    )


def _undone(event: OrderMoveUndone, around: Around) -> Iterable[Letter]:
    """What was said too early is put right; a parcel that lies at the station after all is nothing to hear of."""
    order = around.order
    if order is not None and order.person is not None and event.was is Status.AT_STATION:
        yield about_order(order, around, "not_here_yet", key=f"{status_key(order, event.was)}:undone")


def status_key(order: Order, to: Status) -> str:
    """Key of what is said when an order reaches a state; reached once more after a mistake, it is said once more."""
    mistakes = sum(event.type == UNDONE for event in order.events)
    return f"{order.number}:{to}" + (f":{mistakes}" if mistakes else "")


def _delayed(event: OrderDelayed, around: Around) -> Iterable[Letter]:
    order = around.order
    if order is None or order.person is None:
        return
    morning = told_from(order, around.at)
    read_on = (morning or around.at).date()
    notice = "late_until" if event.until else "late"
    key, helpers_key = delay_keys(order, event.until or event.at.date())
    letter = about_order(
        order,
        around,
        notice,
        key=key,
        day=day_said(event.until, read_on) if event.until else "",
        short_day=short_day(event.until) if event.until else "",
    )
    yield msgspec.structs.replace(letter, not_before=morning)
    if order.helper:
        day = f"，改到{short_day(event.until)}" if event.until else ""
        helped = to_helper(order, around, "helped_late", key=helpers_key, day=day)
        yield msgspec.structs.replace(helped, not_before=morning)


def delay_keys(order: Order, day: date) -> tuple[str, str]:
    """Keys of the letters that tell of the newest delay, to `day`: to the villager, and to who ordered it for them."""
    key = letter_key(order, day)
    return key, f"{key}:helper"


def _waited(event: ParcelWaited, around: Around) -> Iterable[Letter]:
    """A reminder goes by day, and not to who wants none."""
    order, person = around.order, around.person
    if event.does != "remind" or order is None or order.person is None or (person is not None and person.opted_out):
        return
    back = event.at.date() + timedelta(days=days_left(event.days))
    letter = about_order(
        order,
        around,
        "reminder",
        key=f"{order.number}:waited:{event.days}",
        code=order.pickup_code or "",
        days=str(event.days),
        back=f"{back.month}月{back.day}日",
    )
    yield msgspec.structs.replace(letter, urgent=False)
    if order.helper and around.helper is not None and not around.helper.opted_out:
        key = f"{order.number}:waited:{event.days}:helper"
        yield msgspec.structs.replace(
            to_helper(order, around, "helped_waits", key=key, days=str(event.days)), urgent=False
        )


def about_order(order: Order, around: Around, notice: str, *, key: str, **said: str) -> Letter:
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


_NOTICE_OF_STATUS = {
    Status.AT_STATION: "at_station",
    Status.OUT_FOR_DELIVERY: "out_for_delivery",
    Status.INSTALLED: "installed",
    Status.CANCELLED: "cancelled",
    Status.RETURNED: "returned",
    Status.REFUNDED: "refunded",
}
WRITERS: Writers = {OrderMoved: _moved, OrderMoveUndone: _undone, OrderDelayed: _delayed, ParcelWaited: _waited}
