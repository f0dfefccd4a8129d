"""A lesson: going on, answering its question, or leaving it; whatever else is said is done, and the lesson comes back."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.learning import lessons
from bot.dialogue.lexicon import said_whole
from bot.dialogue.questions import ChooseCourse, Lesson
from bot.domain.course import Course, Piece
from intents.acts import Act

FRESH = timedelta(hours=12)
"""A digit that comes later answers something else."""


def ask_which(ex: Exchange, _question: ChooseCourse) -> None:
    lessons.show_list(ex)


def answer_which(ex: Exchange, _question: ChooseCourse, heard: Heard) -> tuple[Act, ...] | None:
    if _stops(heard):
        ex.settled()
        ex.say("training.left")
        return ()
    if heard.digit is None:
        return None
    lessons.open_course(ex, heard.digit)
    return ()


def ask(ex: Exchange, lesson: Lesson) -> None:
    """Put it once more: by SMS the part that was told last."""
    found = lessons.meant(lesson)
    if found is None or ex.facts.at - lesson.at > FRESH:
        ex.settled()
    elif lesson.stage == "read":
        lessons.read_part(ex, lesson, lesson.part)
    elif lesson.stage == "next":
        lessons.put_next(ex, lesson)
    else:
        lessons.put_question(ex, lesson, found[1])


def more(ex: Exchange, lesson: Lesson) -> None:
    """M goes on, as it does where a reply has pages."""
    if lesson.stage == "ask":
        ask(ex, lesson)
    else:
        _go_on(ex, lesson)


def answer(ex: Exchange, lesson: Lesson, heard: Heard) -> tuple[Act, ...] | None:
    found = lessons.meant(lesson)
    if found is None or ex.facts.at - lesson.at > FRESH:
        ex.settled()
        return None
    if _stops(heard):
        ex.settled()
        ex.say("training.stopped")
        return ()
    if lesson.stage == "ask":
        return _answered(ex, lesson, heard, *found)
    if heard.digit == 1 or (heard.yes and heard.digit is None) or said_whole("lesson_on", heard.text):
        _go_on(ex, lesson)
        return ()
    return None


def _go_on(ex: Exchange, lesson: Lesson) -> None:
    found = lessons.meant(lesson)
    if lesson.stage == "read":
        lessons.read_part(ex, lesson, lesson.part + 1)
    elif found is not None:
        lessons.begin(ex, *found, drilling=lesson.drilling, then=lesson.then)


def _answered(ex: Exchange, lesson: Lesson, heard: Heard, of: Course, piece: Piece) -> tuple[Act, ...] | None:
    unsure = said_whole("not_sure", heard.text) or said_whole("lesson_unsure", heard.text)
    choice = None if unsure else _choice(heard, piece)
    if choice is None and not unsure:
        return None
    if choice is not None and not 1 <= choice <= len(piece.choices):
        ex.say("training.which", count=len(piece.choices))
        lessons.put_question(ex, lesson, piece)
        return ()
    lessons.mark(ex, of, piece, choice)
    lessons.go_on(ex, lesson, of, piece)
    return ()


def _choice(heard: Heard, piece: Piece) -> int | None:
    """The number said, or that of the choice whose words these are."""
    if heard.digit is not None:
        return heard.digit
    words = heard.text.strip(" 。！!")
    return next((n for n, choice in enumerate(piece.choices, 1) if words == choice), None)


def _stops(heard: Heard) -> bool:
    return heard.digit == 0 or heard.leaves or said_whole("lesson_stop", heard.text)
