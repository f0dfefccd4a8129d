"""What villagers and fitters hear of a visit: moved, off, and the evening before."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from bot.dialogue.notices.around import SMS_LENGTH, Around, Writers, cut
from bot.dialogue.notices.orders import about_order
from bot.dialogue.replies import render
from bot.dialogue.saying import PERIODS, brief, fitting_said, time_said
from bot.domain.events import FitterAnnounced, InstallationDropped, InstallationMoved
from bot.domain.installation import TO_FIT
from bot.domain.letter import Letter
from bot.domain.order import ON_THE_WAY, Installation, Order


def _moved(event: InstallationMoved, around: Around) -> Iterable[Letter]:
    """The fitter hears of it, and the villager where it was not her doing."""
    order = around.order
    if order is None or order.installation is None:
        return
    day = fitting_said(order.installation, around.at.date())
    yield from _to_fitter(order, around, "fitter_moved", day=day, where=order.address)
    if event.by != "villager" and order.person is not None:
        key = f"{order.number}:fitting:{around.at.timestamp():.0f}"
        yield about_order(order, around, "fitting_moved", key=key, day=day)


def _dropped(_event: InstallationDropped, around: Around) -> Iterable[Letter]:
    if around.order is not None:
        yield from _to_fitter(around.order, around, "fitter_off")


def _announced(_event: FitterAnnounced, around: Around) -> Iterable[Letter]:
    """Somebody should be at home; where the goods are late, another day should be named."""
    order = around.order
    if order is None or order.person is None or order.installation is None or order.status not in TO_FIT:
        return
    agreed = order.installation
    late = order.status in ON_THE_WAY and order.promised_by > agreed.date
    notice = "fitter_waits" if late else "fitter_tomorrow"
    key = f"{order.number}:fitter:{agreed.date}"
    yield replace(about_order(order, around, notice, key=key, when=_when(agreed)), urgent=False)


def _to_fitter(order: Order, around: Around, notice: str, **said: str) -> Iterable[Letter]:
    """By SMS to the team's phone, where one is known."""
    if not around.fitter:
        return
    known = {"who": order.recipient, "goods": brief(order, 24), "number": order.number, **said}
    text = cut(render(f"notices.{notice}", "sms", **known), SMS_LENGTH)
    yield Letter(
        key=f"{order.number}:{notice}:{around.at.timestamp():.0f}",
        to=f"sms:{around.fitter}",
        notice=notice,
        text=text,
        sms=text,
        params={"thing": brief(order, width=20), "time": f"{around.at:%Y-%m-%d %H:%M}"},
    )


def _when(agreed: Installation) -> str:
    period = PERIODS.get(agreed.period or "", "")
    return period + time_said(agreed.time, after=period)


WRITERS: Writers = {InstallationMoved: _moved, InstallationDropped: _dropped, FitterAnnounced: _announced}
