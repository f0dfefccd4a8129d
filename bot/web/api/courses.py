"""The courses for managers, and how far those who run stations are."""

from __future__ import annotations

from datetime import datetime

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.course import Mistake, courses
from bot.storage.sql.cursor import BadCursor
from bot.storage.training import learners
from bot.storage.training.learners import Learner
from bot.web.api.asking import answer, limit
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.api.shapes import Shape
from bot.web.keys import DATABASE, ZONE
from bot.web.problems import Problem


class CourseShape(Shape, frozen=True, kw_only=True):
    course: str
    """By which progress names it."""
    number: int
    title: str
    pieces: int


class CourseProgressShape(Shape, frozen=True, kw_only=True):
    course: str
    answered: int
    right: int
    """Of the answered ones, as answered last."""
    pieces: int


class CertificateShape(Shape, frozen=True, kw_only=True):
    number: str
    course: str
    right: int
    pieces: int
    at: datetime


class LearnerShape(Shape, frozen=True, kw_only=True):
    person: str
    station: str
    name: str
    """The station's."""
    manager_name: str
    progress: list[CourseProgressShape]
    certificates: list[CertificateShape]
    mistakes: dict[Mistake, int]
    """What went wrong at the station within the last week."""
    needs: list[str]
    """Courses that help against it."""
    last_at: datetime | None


class CoursePage(Shape, frozen=True, kw_only=True):
    courses: list[CourseShape]
    people: list[LearnerShape]
    """Those who run stations, by the stations' codes."""
    next: str | None


async def list_courses(request: web.Request) -> web.Response:
    query, most, now = request.query, limit(request), datetime.now(request.app[ZONE])

    def work(conn: Connection) -> CoursePage:
        page = learners.page(
            conn, now, county=query.get("county"), station=query.get("station"), limit=most, after=query.get("cursor")
        )
        return CoursePage(courses=_courses(), people=[_shape(one) for one in page.rows], next=page.next)

    try:
        return answer(await request.app[DATABASE].run(work))
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad


def _courses() -> list[CourseShape]:
    return [CourseShape(course=c.key, number=c.number, title=c.title, pieces=len(c.pieces)) for c in courses()]


def _shape(one: Learner) -> LearnerShape:
    return LearnerShape(
        person=one.person,
        station=one.station,
        name=one.name,
        manager_name=one.manager_name,
        progress=[
            CourseProgressShape(course=key, answered=at.answered, right=at.known, pieces=at.pieces)
            for key, at in one.standing.items()
        ],
        certificates=[
            CertificateShape(number=c.number, course=c.course, right=c.right, pieces=c.pieces, at=c.at)
            for c in one.certificates
        ],
        mistakes=dict(one.mistakes),
        needs=list(one.needs),
        last_at=one.last_at,
    )


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/courses",
            summary="The courses for managers, and what those who run stations know and need",
            answer=CoursePage,
            query=(AT_STATION, ("county", "only in this county, by its name"), *PAGING),
        ),
        list_courses,
    ),
)
