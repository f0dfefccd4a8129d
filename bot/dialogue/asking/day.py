"""On which day shall the fitter come?"""

from __future__ import annotations

from datetime import date

import msgspec

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.questions import ChooseDay
from bot.dialogue.saying import day_said, numbered
from bot.dialogue.setting_aside import set_aside
from bot.domain.order import Installation
from intents.acts import Act


def ask(ex: Exchange, question: ChooseDay) -> None:
    today = ex.facts.at.date()
    ex.ask(question, "ask.day", rows=numbered(day_said(day, today) for day in question.days))


def answer(ex: Exchange, question: ChooseDay, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit and heard.digit <= len(question.days):
        _take(ex, question.days[heard.digit - 1])
        return ()
    if heard.yes:
        _take(ex, question.days[0])
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        set_aside(ex, "readback.left")
        return ()
    return None


def _take(ex: Exchange, day: date) -> None:
    before = ex.talk.basket.installation
    installation = Installation(date=day, period=before.period if before else None)
    ex.touch(msgspec.structs.replace(ex.talk.basket, installation=installation))
