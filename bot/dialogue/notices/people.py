"""What people hear of their phones and of who answers them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.notices.around import SMS_LENGTH, Around, Writers, cut
from bot.dialogue.replies import render
from bot.domain.events import HandoffClosed, PhoneCodeSent, SignInCodeSent, VillagerAnswered
from bot.domain.letter import Letter


def _phone_code(event: PhoneCodeSent, around: Around) -> Iterable[Letter]:
    text = render("notices.phone_code", "sms", code=event.code)
    yield Letter(
        key=f"phone_code:{event.person}:{around.at.timestamp():.0f}",
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


def answer_key(event: VillagerAnswered) -> str:
    return f"answer:{event.person}:{event.at.timestamp():.6f}"


def _answered(event: VillagerAnswered, around: Around) -> Iterable[Letter]:
    said = {"manager": (around.station.manager_name if around.station else "") or "站长", "text": event.text}
    yield Letter(
        key=answer_key(event),
        to=event.person,
        notice="answer",
        text=render("notices.answer", "wechat", **said),
        sms=cut(render("notices.answer", "sms", **said), SMS_LENGTH),
        params={"thing": cut(event.text, 20), "time": f"{around.at:%Y-%m-%d %H:%M}"},
    )


def _sign_in_code(event: SignInCodeSent, around: Around) -> Iterable[Letter]:
    text = render("notices.sign_in_code", "sms", code=event.code)
    yield Letter(
        key=f"sign_in_code:{event.person}:{event.at.timestamp():.6f}",
        to=event.person,
        notice="sign_in_code",
        text=text,
        sms=text,
        params={"character_string": event.code, "time": f"{around.at:%Y-%m-%d %H:%M}"},
    )


WRITERS: Writers = {
    PhoneCodeSent: _phone_code,
    HandoffClosed: _handed_back,
    VillagerAnswered: _answered,
    SignInCodeSent: _sign_in_code,
}
