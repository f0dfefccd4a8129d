"""What a manager hears who runs a station no longer."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.notices.around import Around, Writers
from bot.dialogue.replies import render
from bot.domain.events import ManagerAppointed, ManagerDismissed
from bot.domain.letter import Letter


def _replaced(event: ManagerAppointed, around: Around) -> Iterable[Letter]:
    for person in around.former:
        if person != event.person:
            yield _letter(person, around, "manager_replaced", at=event.at.timestamp())


def _dismissed(event: ManagerDismissed, around: Around) -> Iterable[Letter]:
    for person in around.former:
        yield _letter(person, around, "manager_dismissed", at=event.at.timestamp())


def _letter(person: str, around: Around, notice: str, *, at: float) -> Letter:
    station = around.station
    said = {
        "station": station.name if station else "服务站",
        "who": (station.manager_name if station else "") or "别人",
    }
    return Letter(
        key=f"{notice}:{station.code if station else ''}:{person}:{at:.0f}",
        to=person,
        notice=notice,
        text=render(f"notices.{notice}", "wechat", **said),
        sms=render(f"notices.{notice}", "sms", **said),
        params={"thing": said["station"], "time": f"{around.at:%Y-%m-%d %H:%M}"},
        urgent=False,
    )


WRITERS: Writers = {ManagerAppointed: _replaced, ManagerDismissed: _dismissed}
