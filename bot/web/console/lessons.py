"""Lessons at the counter's screen, with the same progress as by chat; and what the county's managers know and need."""

from __future__ import annotations

from datetime import datetime

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.dialogue.learning import drills
from bot.dialogue.learning import lessons as by_chat
from bot.domain.course import Course, Piece, courses
from bot.domain.course import course as course_of
from bot.domain.training import (
    Certificate,
    Mistakes,
    Progress,
    Standing,
    drill,
    following,
    next_piece,
    standing,
)
from bot.storage.training import learners, lessons, mistakes
from bot.web.console.acting import Done, act
from bot.web.console.guard import field, seat
from bot.web.console.parts import CONSOLE
from bot.web.keys import DATABASE, ZONE
from bot.web.pages import Refusal, render, see_other

PATH = "/console/training"
A_PAGE = 15
LONGEST_KEY, LONGEST_CHOICE = 40, 2


class Row(msgspec.Struct, frozen=True):
    """A course as the manager stands in it."""

    course: Course
    standing: Standing
    goes_on: Piece
    certificate: Certificate | None


async def show(request: web.Request) -> web.Response:
    """All courses, what is worth practising, and the certificates."""
    here, now = seat(request), datetime.now(request.app[ZONE])

    def work(conn: Connection) -> tuple[Progress, list[Certificate], Mistakes]:
        return (
            lessons.progress(conn, here.person.id),
            lessons.certificates_of(conn, [here.person.id]),
            mistakes.of_station(conn, here.station.code, now),
        )

    progress, earned, wrong = await request.app[DATABASE].run(work)
    return render(
        request,
        "console/training.j2",
        rows=[_row(course, progress, earned) for course in courses()],
        why=drills.why(wrong, "wechat"),
        drill=drill(courses(), wrong, progress),
    )


async def show_piece(request: web.Request) -> web.Response:
    course, piece = _meant(request.query.get("course", ""), request.query.get("piece", ""))
    return render(request, "console/lesson.j2", course=course, piece=piece)


async def answer(request: web.Request) -> web.Response:
    """Explain, and go on with what comes next."""
    course, piece = _meant(field(request, "course", LONGEST_KEY), field(request, "piece", LONGEST_KEY))
    said = field(request, "choice", LONGEST_CHOICE)
    choice = int(said) if said.isascii() and said.isdigit() else 0
    if not 1 <= choice <= len(piece.choices):
        raise Refusal(422)
    follows: list[Piece | None] = []

    def action(ex: Exchange, _: Connection) -> Done:
        by_chat.mark(ex, course, piece, choice)
        follows.append(following(course, piece, by_chat.progress(ex)))
        return Done("quiz", f"{course.title} {course.place(piece)}")

    await request.app[CONSOLE].sessions.say(seat(request).session, await act(request, action))
    at, after = seat(request).station.code, follows[-1]
    if after is None:
        return see_other(PATH, at=at)
    return see_other(f"{PATH}/piece", at=at, course=course.key, piece=after.key)


async def show_county(request: web.Request) -> web.Response:
    where, now = seat(request).county, datetime.now(request.app[ZONE])
    after = request.query.get("after") or None
    page = await request.app[DATABASE].run(lambda conn: learners.by_need(conn, now, where, limit=A_PAGE, after=after))
    needs = {one.station: [course for course in courses() if course.key in one.needs] for one in page.rows}
    whys = {one.station: drills.why(one.mistakes, "wechat") for one in page.rows}
    return render(request, "console/county_training.j2", page=page, courses=courses(), needs=needs, whys=whys)


def _row(course: Course, progress: Progress, earned: list[Certificate]) -> Row:
    certificate = next((one for one in earned if one.course == course.key), None)
    return Row(course, standing(course, progress), next_piece(course, progress), certificate)


def _meant(course_key: str, piece_key: str) -> tuple[Course, Piece]:
    course = course_of(course_key)
    piece = course.piece(piece_key) if course else None
    if course is None or piece is None:
        raise Refusal(404)
    return course, piece
