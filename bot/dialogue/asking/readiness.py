"""Has the house what the appliance needs?"""

from __future__ import annotations

from msgspec.structs import replace

from bot.dialogue.exchange import Exchange
from bot.dialogue.fitting import readiness
from bot.dialogue.heard import Heard
from bot.dialogue.questions import IsReady
from bot.dialogue.replies import render
from bot.domain.events import ReadinessTold
from bot.domain.readiness import TOPICS
from intents.acts import Act


def ask(ex: Exchange, question: IsReady) -> None:
    readiness.put(ex, question, "fitting.ready_first")


def answer(ex: Exchange, question: IsReady, heard: Heard) -> tuple[Act, ...] | None:
    told = readiness.meant(question, heard.text)
    if told is None:
        ex.settled()
        return None
    topic, *rest = question.topics
    ex.cause(ReadinessTold(number=question.number, question=topic, answer=told))
    before = TOPICS[topic].advice.get(told) or render("fitting.ready_noted", ex.facts.channel)
    if rest:
        readiness.put(ex, replace(question, topics=tuple(rest), at=ex.facts.at), "fitting.ready_next", before + "\n")
    else:
        ex.settled()
        ex.quiet = True
        ex.say("fitting.ready_done", before="" if topic not in TOPICS or told not in TOPICS[topic].advice else before)
    return ()
