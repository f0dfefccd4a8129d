"""What people hear of their phones and of who answers them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.notices.around import Around, Writers
from bot.dialogue.replies import render
from bot.domain.events import HandoffClosed, PhoneCodeSent
from bot.domain.letter import Letter


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


WRITERS: Writers = {PhoneCodeSent: _phone_code, HandoffClosed: _handed_back}
