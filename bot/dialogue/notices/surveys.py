"""Invitations to surveys, and their reminders: marketing, by day only, and never to who opted out."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.notices.around import SMS_LENGTH, Around, Writers, cut
from bot.dialogue.replies import render
from bot.domain.events import SurveyInvited, SurveyReminded
from bot.domain.letter import Letter
from bot.domain.survey import survey


def _invited(event: SurveyInvited, around: Around) -> Iterable[Letter]:
    of = survey(event.survey)
    if of is not None:
        said = {"invite": of.invite, "count": len(of.questions), "incentive": of.incentive}
        yield from _letter(event, around, f"survey:{of.key}:{event.person}", "survey.invite", said)


def _reminded(event: SurveyReminded, around: Around) -> Iterable[Letter]:
    of = survey(event.survey)
    if of is not None:
        said = {"title": of.title, "count": len(of.questions)}
        yield from _letter(event, around, f"survey:{of.key}:{event.person}:{event.count}", "survey.remind", said)


def _letter(
    event: SurveyInvited | SurveyReminded, around: Around, key: str, reply: str, said: dict[str, object]
) -> Iterable[Letter]:
    if around.person is None or around.person.opted_out:
        return
    text = render(reply, "wechat", **said)
    yield Letter(
        key=key,
        to=event.person,
        notice="survey",
        text=text,
        sms=cut(render(reply, "sms", **said), SMS_LENGTH),
        params={"thing": cut(str(said.get("title") or said["invite"]), 20), "time": f"{around.at:%Y-%m-%d %H:%M}"},
        urgent=False,
        marketing=True,
    )


WRITERS: Writers = {SurveyInvited: _invited, SurveyReminded: _reminded}
