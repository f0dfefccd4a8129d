"""Which kind of goods shall be shown?"""

from __future__ import annotations

import msgspec

from bot.dialogue.basket import showing
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.questions import ChooseCategory
from bot.dialogue.saying import numbered
from intents.acts import Act

PAGE = 9


def ask(ex: Exchange, question: ChooseCategory) -> None:
    page = question.names[question.start : question.start + PAGE]
    rows = numbered((name.rpartition("/")[2] for name in page), question.start + 1)
    ex.ask(question, "browse.categories_more" if len(question.names) > PAGE else "browse.categories", rows=rows)


def more(ex: Exchange, question: ChooseCategory) -> None:
    start = question.start + PAGE
    ask(ex, msgspec.structs.replace(question, start=start if start < len(question.names) else 0))


def answer(ex: Exchange, question: ChooseCategory, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit and heard.digit <= len(question.names):
        showing.category(ex, question.names[heard.digit - 1])
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        ex.settled()
        ex.say("offer.left")
        return ()
    if heard.puzzling:
        named = [name for name in question.names if heard.text.strip() and heard.text.strip() in name]
        if len(named) == 1:
            showing.category(ex, named[0])
            return ()
    return None
