"""What people answered in courses, and their certificates."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, delete, exists, func, or_, select, update

from bot.domain.events import QuizAnswered
from bot.domain.training import Answered, Certificate, Progress
from bot.storage.schema import certificates, course_progress, inbox, lesson_reminders, stations
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.retake import NumberTaken
from bot.storage.sql.upsert import insert_new

_CERTIFIED = select(certificates.c.number).where(
    certificates.c.person == bindparam("person"), certificates.c.course == bindparam("in_course")
)

_ANSWERED = Answered.__struct_fields__
_PROGRESS = select(course_progress.c.person, *(course_progress.c[name] for name in _ANSWERED)).where(
    course_progress.c.person.in_(bindparam("people", expanding=True))
)
_KNOWN = select(course_progress.c.person, course_progress.c.course, course_progress.c.piece).where(
    course_progress.c.person.in_(bindparam("people", expanding=True)), course_progress.c.knows
)


def answer(conn: Connection, event: QuizAnswered) -> None:
    """Count an answer; the last one says whether the piece is known."""
    row = {"person": event.person, "course": event.course, "piece": event.piece, "knows": False, "at": event.at}
    conn.execute(insert_new(conn, course_progress), row | {"right": 0, "wrong": 0})
    table = course_progress.c
    counted = table.right if event.right else table.wrong
    own = (table.person == event.person, table.course == event.course, table.piece == event.piece)
    conn.execute(
        update(course_progress).where(*own).values({counted: counted + 1, "knows": event.right, "at": event.at})
    )


def progress(conn: Connection, person: str) -> Progress:
    return progress_of(conn, [person]).get(person, {})


def known_of(conn: Connection, people: Collection[str]) -> dict[str, set[tuple[str, str]]]:
    """Person → (course, piece) of what they know; without those who know nothing."""
    found: dict[str, set[tuple[str, str]]] = {}
    for person, course, piece in conn.execute(_KNOWN, {"people": sorted(people)}):
        found.setdefault(person, set()).add((course, piece))
    return found


def progress_of(conn: Connection, people: Collection[str]) -> dict[str, dict[tuple[str, str], Answered]]:
    """Person → how they answered; without those who answered nothing."""
    found: dict[str, dict[tuple[str, str], Answered]] = {}
    for person, *told in conn.execute(_PROGRESS, {"people": sorted(people)}):
        answered = Answered(**dict(zip(_ANSWERED, told, strict=True)))
        found.setdefault(person, {})[answered.course, answered.piece] = answered
    return found


def certify(conn: Connection, certificate: Certificate) -> bool:
    """Write a certificate; False where the person has one of this course. Raises NumberTaken."""
    row = {name: getattr(certificate, name) for name in Certificate.__struct_fields__}
    if conn.execute(insert_new(conn, certificates), row).rowcount == 1:
        return True
    if conn.execute(_CERTIFIED, {"person": certificate.person, "in_course": certificate.course}).first() is None:
        raise NumberTaken(certificate.number)
    return False


def certificates_of(conn: Connection, people: Collection[str]) -> list[Certificate]:
    """These people's certificates, oldest first."""
    query = select(certificates).where(certificates.c.person.in_(sorted(people)))
    return [_certificate(row) for row in conn.execute(query.order_by(certificates.c.at, certificates.c.number))]


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A manager whose week is over."""

    person: str
    station: str
    new: bool
    """Whether they were never looked at before."""


def due(conn: Connection, now: datetime, *, limit: int) -> list[Due]:
    """Those who run a station and ever wrote, and were not looked at within the last week: a network that was imported
    is no list of people who asked to hear of courses."""
    wrote = exists().where(inbox.c.person == stations.c.manager)
    query = (
        select(
            stations.c.manager,
            func.min(stations.c.code).label("station"),
            func.min(lesson_reminders.c.due_at).label("due_at"),
        )
        .outerjoin(lesson_reminders, lesson_reminders.c.person == stations.c.manager)
        .where(stations.c.manager.is_not(None), stations.c.level != "county", stations.c.status == "open")
        .where(
            ~stations.c.withdrawn, or_(lesson_reminders.c.due_at <= now, lesson_reminders.c.due_at.is_(None) & wrote)
        )
        .group_by(stations.c.manager)
        .order_by(stations.c.manager)
        .limit(limit)
    )
    return [Due(person=row.manager, station=row.station, new=row.due_at is None) for row in conn.execute(query)]


def note_reminder(conn: Connection, person: str, due_at: datetime) -> bool:
    """Look at the person again at `due_at`; False where that is settled already, so that nothing is said twice."""
    conn.execute(
        insert_new(conn, lesson_reminders), {"person": person, "due_at": datetime.fromtimestamp(0, due_at.tzinfo)}
    )
    later = update(lesson_reminders).where(lesson_reminders.c.person == person, lesson_reminders.c.due_at < due_at)
    return conn.execute(later.values(due_at=due_at)).rowcount == 1


def forget(conn: Connection, person: str) -> None:
    """All of a person's learning, when their data is erased."""
    for table in (course_progress, certificates, lesson_reminders):
        conn.execute(delete(table).where(table.c.person == person))


def hand_on(conn: Connection, former: str, person: str) -> None:
    """What was learned under another contact belongs to the person; where both answered, what the person answered stays."""
    for table, key in ((course_progress, ("course", "piece")), (certificates, ("course",))):
        mine = table.alias()
        both = select(mine.c.person).where(mine.c.person == person, *(mine.c[name] == table.c[name] for name in key))
        conn.execute(update(table).where(table.c.person == former, ~both.exists()).values(person=person))


def _certificate(row: AnyRow) -> Certificate:
    return Certificate(**{name: getattr(row, name) for name in Certificate.__struct_fields__})
