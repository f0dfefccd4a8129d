"""学习, 练一练, 证书: what a manager may learn, practise and show."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange
from bot.dialogue.learning import drills, lessons
from bot.dialogue.lexicon import said_in
from bot.dialogue.replies import render
from bot.domain.course import course
from intents.acts import Training
from intents.understand import read_choice

_NUMBERED = re.compile(r"(?:学|上|看|听)\s*(第?\s*[0-9一二两三四五六七八九十]{1,3}\s*[门课个]?)\s*[课程]*$")


def training(ex: Exchange, _said: tuple[Training, ...]) -> None:
    if said_in("certificates", ex.text):
        _certificates(ex)
    elif said_in("drills", ex.text):
        drills.begin(ex)
    elif number := _number(ex.text):
        lessons.open_course(ex, number)
    else:
        lessons.show_list(ex)


def _number(text: str) -> int:
    """学2, 上第三课; 0 where no course is named."""
    found = _NUMBERED.search(text.strip(" 。！!吧"))
    return (read_choice(found[1].strip("门课个")) or 0) if found else 0


def _certificates(ex: Exchange) -> None:
    rows = []
    for one in ex.facts.learning.certificates():
        of = course(one.course)
        day = f"{one.at.astimezone(ex.facts.at.tzinfo):%Y-%m-%d}"
        said = {"course": of.title if of else one.course, "number": one.number, "day": day}
        rows.append(render("training.certificate", ex.facts.channel, **said))
    if rows:
        ex.say("training.certificates", rows="\n".join(rows))
    else:
        ex.say("training.no_certificate")
