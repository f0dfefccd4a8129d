"""What a parent hears of a child who orders for them, and the child of what became of it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from bot.dialogue.notices.around import Around, Writers, cut
from bot.dialogue.replies import render
from bot.dialogue.saying import brief, day_said, short_day
from bot.domain.events import (
    FamilyCodeUsed,
    OrderMoved,
    OrderPlaced,
    PaymentWished,
    TieAnswered,
    TieAsked,
    TieEnded,
)
from bot.domain.letter import Letter
from bot.domain.money import yuan
from bot.domain.order import Order, Status

SOMEBODY = "您家孩子"
_TOLD = {
    Status.AT_STATION: "helped_at_station",
    Status.COLLECTED: "helped_collected",
    Status.DELIVERED: "helped_delivered",
    Status.INSTALLED: "helped_installed",
    Status.CANCELLED: "helped_cancelled",
}
"""States of which the child hears."""


def _asked(event: TieAsked, around: Around) -> Iterable[Letter]:
    """By day, and to the phone where nobody has written by it yet. Whoever wants no marketing is not asked either."""
    parent = around.person
    if parent is not None and parent.opted_out:
        return
    to = event.parent if parent is not None and parent.channels else f"sms:{event.phone}"
    letter = _letter(around, to, f"family_asked:{_tie(event)}", "family_asked", {"child": event.name})
    yield replace(letter, urgent=False)


def _answered(event: TieAnswered, around: Around) -> Iterable[Letter]:
    said = {"parent": event.name or "那边", "word": event.word}
    notice = "family_agreed" if event.agreed else "family_declined"
    yield _letter(around, event.child, f"{notice}:{_tie(event)}", notice, said)


def _ended(event: TieEnded, around: Around) -> Iterable[Letter]:
    yield _letter(around, event.person, f"family_ended:{_tie(event)}", "family_ended", {"name": event.name})


def _joined(event: FamilyCodeUsed, around: Around) -> Iterable[Letter]:
    yield _letter(around, event.parent, f"family_joined:{_tie(event)}", "family_joined", {"child": event.name})


def _pay(event: PaymentWished, around: Around) -> Iterable[Letter]:
    """Once a day an order, however often the parent asks."""
    order = around.order
    if order is not None:
        due = yuan(order.due_fen)
        said = {"parent": event.name, "goods": brief(order, 24), "total": due, "link": event.link}
        key = f"family_pay:{order.number}:{event.child}:{event.at.date()}"
        letter = _letter(around, event.child, key, "family_pay", said | {"number": order.number})
        yield replace(letter, urgent=False)


def _placed(event: OrderPlaced, around: Around) -> Iterable[Letter]:
    order, today = event.order, around.at.date()
    if not order.helper or order.person is None:
        return
    said = {
        "child": child_of(around),
        "total": yuan(order.total_fen),
        "day": day_said(order.promised_by, today),
        "short_day": short_day(order.promised_by, today),
        "station": around.station.name if around.station else "服务站",
        "number": order.number,
    }
    letter = _letter(around, order.person, f"{order.number}:family", "family_placed", said | {"goods": brief(order)})
    sms = render("notices.family_placed", "sms", **said | {"goods": brief(order, width=12)})
    yield replace(letter, sms=sms, urgent=False)


def helper_told(event: OrderMoved, around: Around) -> Iterable[Letter]:
    """The child hears that it arrived and was fetched; of its own cancelling it knows."""
    order = around.order
    notice = _TOLD.get(event.to)
    if event.to is Status.RETURNED and event.by == "system":
        notice = "helped_uncollected"
    if order is None or not order.helper or notice is None or event.by == "family":
        return
    yield to_helper(order, around, notice, key=f"{order.number}:{event.to}:{len(order.events)}:helper")


def to_helper(order: Order, around: Around, notice: str, *, key: str, **said: str) -> Letter:
    station = around.station.name if around.station else "服务站"
    known = {"who": order.recipient, "goods": brief(order, 24), "station": station, "number": order.number, **said}
    return _letter(around, order.helper, key, notice, known)


def child_of(around: Around) -> str:
    """What the child who placed the order is called."""
    return (around.helper.name if around.helper else "") or SOMEBODY


def _letter(around: Around, to: str, key: str, notice: str, said: dict[str, str]) -> Letter:
    text = render(f"notices.{notice}", "wechat", **said)
    return Letter(
        key=key,
        to=to,
        notice=notice,
        text=text,
        sms=render(f"notices.{notice}", "sms", **said),
        params={"thing": cut(text, 20), "time": f"{around.at:%Y-%m-%d %H:%M}"},
    )


def _tie(event: TieAsked | TieAnswered | TieEnded | FamilyCodeUsed) -> str:
    return f"{event.parent}:{event.child}:{event.at.timestamp():.6f}"


WRITERS: Writers = {
    TieAsked: _asked,
    TieAnswered: _answered,
    TieEnded: _ended,
    FamilyCodeUsed: _joined,
    PaymentWished: _pay,
    OrderPlaced: _placed,
}
