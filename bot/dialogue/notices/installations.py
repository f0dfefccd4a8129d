"""What villagers and fitters hear of a visit: moved, off, and the evening before."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from bot.dialogue.notices.around import Around, Writers
from bot.dialogue.notices.fitters import to_fitter
from bot.dialogue.notices.orders import about_order
from bot.dialogue.saying import PERIODS, day_said, fitting_said, short_day, time_said
from bot.domain.events import FitterAnnounced, InstallationDropped, InstallationMoved, VisitPassed
from bot.domain.installation import OFFERED_BY_LETTER, TO_FIT
from bot.domain.letter import Letter
from bot.domain.order import ON_THE_WAY, Installation


def _moved(event: InstallationMoved, around: Around) -> Iterable[Letter]:
    """The fitter hears of it, and the villager where it was not her doing."""
    order = around.order
    if order is None or order.installation is None:
        return
    day = fitting_said(order.installation, around.at.date())
    yield from to_fitter(order, around, "fitter_moved", day=day, where=order.address)
    if event.by != "villager" and order.person is not None:
        key = f"{order.number}:fitting:{around.at.timestamp():.0f}"
        notice = "fitting_moved_because" if event.reason else "fitting_moved"
        yield about_order(order, around, notice, key=key, day=day, reason=event.reason)


def _dropped(event: InstallationDropped, around: Around) -> Iterable[Letter]:
    order = around.order
    if order is None:
        return
    yield from to_fitter(order, around, "fitter_off")
    if event.by != "villager" and order.person is not None:
        key = f"{order.number}:fitting_off:{around.at.timestamp():.0f}"
        yield about_order(order, around, "fitting_off", key=key, reason=event.reason)


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


def _passed(event: VisitPassed, around: Around) -> Iterable[Letter]:
    """Another day is offered, once; who may have been installed for is asked that too."""
    order, today = around.order, around.at.date()
    if order is None or order.person is None:
        return
    if len(event.days) < OFFERED_BY_LETTER:
        notice = "fitter_passed_full"
    else:
        notice = "fitter_passed_coming" if order.status in ON_THE_WAY else "fitter_passed"
    days = {f"day{n}": day_said(day, today) for n, day in enumerate(event.days, 1)}
    short = {f"short{n}": short_day(day) for n, day in enumerate(event.days, 1)}
    was, key = short_day(event.day), f"{order.number}:fitter_passed:{event.day}"
    yield replace(about_order(order, around, notice, key=key, was=was, **days, **short), urgent=False)


def _when(agreed: Installation) -> str:
    period = PERIODS.get(agreed.period or "", "")
    return period + time_said(agreed.time, after=period)


WRITERS: Writers = {
    InstallationMoved: _moved,
    InstallationDropped: _dropped,
    FitterAnnounced: _announced,
    VisitPassed: _passed,
}
