"""练一练: pieces of the courses chosen from what went wrong at the manager's own station lately."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.learning import lessons
from bot.dialogue.replies import render
from bot.domain.course import courses
from bot.domain.training import Mistakes, drill

MOST_NAMED = 2


def begin(ex: Exchange) -> None:
    code = ex.station.code if ex.station else ""
    mistakes = ex.facts.learning.mistakes(code)
    chosen = drill(courses(), mistakes, lessons.progress(ex))
    if not chosen:
        ex.say("training.drill_none")
        return
    if mistakes:
        ex.say("training.drill", why=why(mistakes, ex.facts.channel), count=len(chosen))
    else:
        ex.say("training.drill_missed", count=len(chosen))
    (of, piece), *rest = chosen
    lessons.begin(ex, of, piece, drilling=True, then=tuple(f"{course.key}/{other.key}" for course, other in rest))


def why(mistakes: Mistakes, channel: str) -> str:
    """What went wrong, in words, the most frequent first."""
    worst = sorted(mistakes, key=lambda one: -mistakes[one])[:MOST_NAMED]
    return "，".join(render(f"training.why_{one}", channel, count=mistakes[one]) for one in worst)
