"""The week's reminder of what a manager may practise."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.notices.around import Around, Writers, cut
from bot.domain.events import LessonReminded
from bot.domain.letter import Letter


def _reminder(event: LessonReminded, around: Around) -> Iterable[Letter]:
    """It can always wait, and who opted out hears nothing of it."""
    if event.text and (around.person is None or not around.person.opted_out):
        yield Letter(
            key=f"lessons:{event.person}:{event.at.date()}",
            to=event.person,
            notice="lessons",
            text=event.text,
            sms=event.text,
            params={"thing": cut(event.text, 20), "time": f"{around.at:%Y-%m-%d %H:%M}"},
            urgent=False,
        )


WRITERS: Writers = {LessonReminded: _reminder}
