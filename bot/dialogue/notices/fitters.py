"""What those who install appliances hear, by SMS to the team's phone."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.notices.around import SMS_LENGTH, Around, cut
from bot.dialogue.replies import render
from bot.dialogue.saying import brief
from bot.domain.letter import Letter
from bot.domain.order import Order
from bot.domain.people import NAMELESS

SOMEBODY = f"一位{NAMELESS}"
"""Whose data were erased."""


def to_fitter(order: Order, around: Around, notice: str, **said: str) -> Iterable[Letter]:
    """Nothing where no phone is known."""
    if not around.fitter:
        return
    known = {"who": order.recipient or SOMEBODY, "goods": brief(order, 24), "number": order.number, **said}
    text = cut(render(f"notices.{notice}", "sms", **known), SMS_LENGTH)
    yield Letter(
        key=f"{order.number}:{notice}:{around.at.timestamp():.0f}",
        to=f"sms:{around.fitter}",
        notice=notice,
        text=text,
        sms=text,
        params={"thing": brief(order, width=20), "time": f"{around.at:%Y-%m-%d %H:%M}"},
    )


def visit_off(order: Order, around: Around) -> Iterable[Letter]:
    """The whole order is cancelled, and with it a visit that was still to come."""
    if order.installation is not None and order.installation.date >= around.at.date():
        yield from to_fitter(order, around, "fitter_off")
