"""A manager orders for somebody, and all of it stands on the shelf: from there, or from the county?"""

from __future__ import annotations

from typing import Literal

import msgspec

from bot.dialogue.basket.quote import first_promise
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.dialogue.questions import ChooseSource
from bot.dialogue.saying import day_said, short_day
from bot.dialogue.setting_aside import in_words, set_aside
from intents.acts import Act

SHELF, COUNTY = 1, 2


def ask(ex: Exchange, question: ChooseSource) -> None:
    station = ex.station
    if station is None:
        return
    first = first_promise(ex, station)
    ex.ask(
        question,
        "ask.source",
        goods=in_words(ex),
        who=ex.talk.basket.recipient,
        day=day_said(first.day, ex.facts.at.date()),
        short_day=short_day(first.day, ex.facts.at.date()),
    )


def answer(ex: Exchange, _question: ChooseSource, heard: Heard) -> tuple[Act, ...] | None:
    if heard.leaves or heard.digit == 0 or (heard.no and not heard.rest):
        set_aside(ex, "readback.left")
        return ()
    if heard.digit == SHELF or (heard.light and said_in("from_shelf", heard.text)):
        _take(ex, "shelf")
        return ()
    if heard.digit == COUNTY or (heard.light and said_in("from_county", heard.text)):
        _take(ex, "county")
        return ()
    return None


def _take(ex: Exchange, source: Literal["shelf", "county"]) -> None:
    ex.touch(msgspec.structs.replace(ex.talk.basket, source=source))
