"""Lessons by chat: the list of courses, a piece with its question, and what an answer to it means."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import ChooseCourse, Lesson
from bot.dialogue.replies import render
from bot.domain.course import Course, Piece, course, courses, in_parts
from bot.domain.events import CertificateEarned, QuizAnswered
from bot.domain.people import Station
from bot.domain.training import (
    Answered,
    Certificate,
    Progress,
    certificate_number,
    following,
    next_piece,
    standing,
)

"""From a village station by its town to the county."""


def progress(ex: Exchange) -> Progress:
    """With what was answered in this very turn."""
    new = [event for event in ex.events if isinstance(event, QuizAnswered)]
    told = {(e.course, e.piece): Answered(course=e.course, piece=e.piece, knows=e.right, at=e.at) for e in new}
    return {**ex.facts.learning.progress(), **told}


def show_list(ex: Exchange) -> None:
    ex.ask(ChooseCourse(), "training.list", rows="\n".join(_rows(ex)))


def _rows(ex: Exchange) -> Iterable[str]:
    known, passed = progress(ex), {one.course for one in ex.facts.learning.certificates()}
    for one in courses():
        stands = standing(one, known)
        key = "training.row_passed" if one.key in passed else "training.row"
        yield render(
            key, ex.facts.channel, number=one.number, title=one.title, known=stands.known, pieces=stands.pieces
        )


def open_course(ex: Exchange, number: int) -> None:
    """Go on with the course of this number where it was left."""
    found = next((one for one in courses() if one.number == number), None)
    if found is None:
        ex.say("training.no_course", number=number)
        return
    begin(ex, found, next_piece(found, progress(ex)))


def begin(ex: Exchange, of: Course, piece: Piece, *, drilling: bool = False, then: tuple[str, ...] = ()) -> None:
    """Tell a piece; on WeChat with its question, by SMS part by part."""
    lesson = Lesson(course=of.key, piece=piece.key, stage="ask", at=ex.facts.at, drilling=drilling, then=then)
    if ex.sms:
        read_part(ex, lesson, 0)
        return
    ex.say(
        "training.lesson", course=of.title, place=of.place(piece), of=len(of.pieces), title=piece.title, text=piece.text
    )
    put_question(ex, lesson, piece)


def read_part(ex: Exchange, lesson: Lesson, part: int) -> None:
    """A part of the text, or, after the last one, the question."""
    found = meant(lesson)
    if found is None:
        return
    of, piece = found
    parts = in_parts(piece.text)
    if part >= len(parts):
        put_question(ex, lesson, piece)
        return
    title = f"{of.place(piece)}/{len(of.pieces)}{piece.title}：" if part == 0 else ""
    ex.ask(lesson.moved("read", ex.facts.at, part=part), "training.part", title=title, text=parts[part])


def put_question(ex: Exchange, lesson: Lesson, piece: Piece) -> None:
    mark = "" if ex.sms else ". "
    rows = (f"{n}{mark}{choice}" for n, choice in enumerate(piece.choices, 1))
    ex.ask(lesson.moved("ask", ex.facts.at), "training.ask", ask=piece.ask, choices="\n".join(rows))


def meant(lesson: Lesson) -> tuple[Course, Piece] | None:
    """What a lesson is about; None where the course has changed since."""
    of = course(lesson.course)
    piece = of.piece(lesson.piece) if of else None
    return (of, piece) if of and piece else None


def mark(ex: Exchange, of: Course, piece: Piece, choice: int | None) -> None:
    """Note an answer, by its number or None for “I do not know”, and explain it; the last one right earns the certificate."""
    right = choice == piece.right
    ex.cause(QuizAnswered(person=ex.facts.person.id, course=of.key, piece=piece.key, right=right, at=ex.facts.at))
    if right:
        ex.say("training.right", why=piece.why)
    else:
        solution = {"number": piece.right, "choice": piece.choices[piece.right - 1], "why": piece.why}
        ex.say("training.wrong" if choice else "training.unsure", **solution)
    _certify(ex, of)


def go_on(ex: Exchange, lesson: Lesson, of: Course, piece: Piece) -> None:
    """After an answer: offer what comes next, or say that this was all."""
    if upcoming := _next_of(ex, lesson, of, piece):
        course_key, piece_key, then = upcoming
        follows = Lesson(
            course=course_key, piece=piece_key, stage="next", at=ex.facts.at, drilling=lesson.drilling, then=then
        )
        put_next(ex, follows)
        return
    ex.settled()
    if lesson.drilling:
        ex.say("training.drill_done")
    elif not any(isinstance(event, CertificateEarned) for event in ex.events):
        stands = standing(of, progress(ex))
        ex.say("training.finished", course=of.title, known=stands.known, pieces=stands.pieces)
        if not stands.passed:
            ex.say("training.not_yet", number=of.number)


def put_next(ex: Exchange, lesson: Lesson) -> None:
    found = meant(lesson)
    if found is not None:
        ex.ask(lesson, "training.next", title=found[1].title)


def _next_of(ex: Exchange, lesson: Lesson, of: Course, piece: Piece) -> tuple[str, str, tuple[str, ...]] | None:
    """Course and piece that come next, and what of a drill comes after them."""
    if lesson.drilling:
        first, *rest = lesson.then or ("",)
        course_key, _, piece_key = first.partition("/")
        return (course_key, piece_key, tuple(rest)) if first else None
    after = following(of, piece, progress(ex))
    return (of.key, after.key, ()) if after else None


def _certify(ex: Exchange, of: Course) -> None:
    stands, station = standing(of, progress(ex)), ex.station
    if station is None or not stands.passed or any(one.course == of.key for one in ex.facts.learning.certificates()):
        return
    number = certificate_number(ex.facts.at, ex.facts.dice)
    earned = Certificate(
        number=number,
        person=ex.facts.person.id,
        station=station.code,
        course=of.key,
        right=stands.known,
        pieces=stands.pieces,
        at=ex.facts.at,
    )
    ex.cause(CertificateEarned(certificate=earned))
    ex.say("training.earned", course=of.title, known=stands.known, pieces=stands.pieces, number=number)
    _tell_county(ex, station, of, earned)


def _tell_county(ex: Exchange, station: Station, of: Course, earned: Certificate) -> None:
    centre = ex.facts.centre_over(station)
    if centre is not None:
        ex.alert(
            "trained",
            "info",
            "training.earned_county",
            about=earned.number,
            station=centre.code,
            manager=f"{station.name}{station.manager_name or ex.name}",
            course=of.title,
            known=earned.right,
            pieces=earned.pieces,
            number=earned.number,
        )
