"""Surveys as they run: consents, invitations, answers, reminders, and their end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bot.domain.events import SurveyAnswered, SurveysAllowed
from bot.domain.insight import FEWEST, Line, cells, week_of
from bot.domain.survey import REMIND_AFTER, Status, Survey, Taking, band, line
from bot.storage.insights import weeks
from bot.storage.offers.consents import who_agreed
from bot.storage.privacy.seal import Seal
from bot.storage.schema import (
    insight_cells,
    persons,
    stations,
    survey_answers,
    survey_consents,
    survey_ends,
    survey_people,
)
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.upsert import insert_new, upsert

RUNNING: tuple[Status, ...] = ("invited", "joined")
LONGEST_TOLD = 40
SENT = "有照片"
_OF_SURVEY = select(survey_people).where(
    survey_people.c.survey == bindparam("of_survey"), survey_people.c.person == bindparam("of")
)
_DUE = (
    select(survey_people)
    .where(survey_people.c.remind_at <= bindparam("now"), survey_people.c.survey.in_(bindparam("open", expanding=True)))
    .order_by(survey_people.c.remind_at)
    .limit(bindparam("limit"))
)


class Waiting(msgspec.Struct, frozen=True):
    """Somebody who was asked and did not finish."""

    person: str
    survey: str
    reminders: int


def allow(conn: Connection, event: SurveysAllowed) -> None:
    if event.allowed:
        conn.execute(insert_new(conn, survey_consents), {"person": event.person, "at": event.at})
    else:
        conn.execute(delete(survey_consents).where(survey_consents.c.person == event.person))


def takings(conn: Connection, person: str) -> list[Taking]:
    """Every survey the person was invited to or takes part in, the last first."""
    told = select(survey_answers.c.survey, survey_answers.c.question).where(survey_answers.c.person == person)
    answered: dict[str, set[str]] = {}
    for row in conn.execute(told):
        answered.setdefault(row.survey, set()).add(row.question)
    query = select(survey_people).where(survey_people.c.person == person).order_by(survey_people.c.at.desc())
    return [
        Taking(survey=row.survey, status=row.status, answered=frozenset(answered.get(row.survey, ())))
        for row in conn.execute(query)
    ]


def stand(conn: Connection, survey: str, person: str, status: Status, at: datetime) -> bool:
    """Set how a person stands to a survey; False where they stood so already. Only who has not finished is reminded."""
    before = conn.execute(_OF_SURVEY, {"of_survey": survey, "of": person}).first()
    if before is not None and before.status == status:
        return False
    remind_at = at + REMIND_AFTER if status in RUNNING else None
    row = {"survey": survey, "person": person, "status": status, "at": at, "remind_at": remind_at}
    conn.execute(upsert(conn, survey_people, "reminders"), row | {"reminders": 0})
    return True


def answer(conn: Connection, seal: Seal, event: SurveyAnswered) -> None:
    """Keep an answer, over an earlier one to the same question; the reminder begins to wait anew."""
    row = {"survey": event.survey, "person": event.person, "question": event.question, "at": event.at}
    conn.execute(upsert(conn, survey_answers), row | {"answer": seal.seal(event.answer)})
    own = (survey_people.c.survey == event.survey, survey_people.c.person == event.person)
    conn.execute(
        update(survey_people)
        .where(*own, survey_people.c.remind_at.is_not(None))
        .values(remind_at=event.at + REMIND_AFTER)
    )


def finished(conn: Connection, survey: str) -> int:
    query = select(func.count()).where(survey_people.c.survey == survey, survey_people.c.status == "done")
    return conn.execute(query).scalar() or 0


def invited(conn: Connection, survey: str) -> int:
    """How many were invited or came by themselves, and have not refused."""
    query = select(func.count()).where(survey_people.c.survey == survey, survey_people.c.status != "declined")
    return conn.execute(query).scalar() or 0


def to_invite(conn: Connection, of: Survey, limit: int) -> list[str]:
    """Who agreed, lives where the survey is for, was not asked yet, and has no other survey open."""
    busy = select(survey_people.c.person).where(
        survey_people.c.person == survey_consents.c.person,
        (survey_people.c.survey == of.key) | survey_people.c.status.in_(RUNNING),
    )
    return who_agreed(conn, survey_consents, without=busy.exists(), counties=of.counties, limit=limit)


def due(conn: Connection, surveys: list[str], now: datetime, limit: int) -> list[Waiting]:
    """Who was asked by one of these surveys, did not finish, and is to be reminded."""
    rows = conn.execute(_DUE, {"open": surveys, "now": now, "limit": limit})
    return [Waiting(row.person, row.survey, row.reminders) for row in rows]


def note_reminder(conn: Connection, survey: str, person: str, count: int, remind_at: datetime | None) -> bool:
    """False where this reminder went already."""
    own = (survey_people.c.survey == survey, survey_people.c.person == person, survey_people.c.reminders == count - 1)
    return conn.execute(update(survey_people).where(*own).values(reminders=count, remind_at=remind_at)).rowcount == 1


def is_closed(conn: Connection, survey: str) -> bool:
    return conn.execute(select(survey_ends.c.survey).where(survey_ends.c.survey == survey)).first() is not None


def close(conn: Connection, seal: Seal, of: Survey, at: datetime) -> bool:
    """Write the results, once, and forget the answers; False where that was done before."""
    done = finished(conn, of.key)
    row = {"survey": of.key, "at": at, "people": done - done % FEWEST}
    if conn.execute(insert_new(conn, survey_ends), row).rowcount != 1:
        return False
    query = (
        select(survey_answers, stations.c.county)
        .outerjoin(persons, persons.c.id == survey_answers.c.person)
        .outerjoin(stations, stations.c.code == persons.c.station)
        .where(survey_answers.c.survey == of.key)
    )
    lines = [told for answered in conn.execute(query) for told in _told(seal, of, answered)]
    if found := cells(lines):
        conn.execute(insert(insight_cells), [weeks.row(week_of(of.opens), cell) for cell in found])
    conn.execute(delete(survey_answers).where(survey_answers.c.survey == of.key))
    conn.execute(update(survey_people).where(survey_people.c.survey == of.key).values(remind_at=None))
    return True


def forget(conn: Connection, person: str) -> None:
    for table in (survey_answers, survey_people, survey_consents):
        conn.execute(delete(table).where(table.c.person == person))


def hand_on(conn: Connection, former: str, person: str) -> None:
    """Two contacts turned out to be one person: what the person answered stays, and the former's fills the gaps."""
    for table, key in ((survey_answers, ("survey", "question")), (survey_people, ("survey",)), (survey_consents, ())):
        mine = table.alias()
        both = select(mine.c.person).where(mine.c.person == person, *(mine.c[name] == table.c[name] for name in key))
        conn.execute(update(table).where(table.c.person == former, ~both.exists()).values(person=person))
        conn.execute(delete(table).where(table.c.person == former))


def _told(seal: Seal, of: Survey, row: AnyRow) -> Iterator[Line]:
    """What counts of an answer; of a photo only that there is one."""
    question, said = of.question(row.question), seal.unseal(row.answer)
    if question is None or not said:
        return
    if question.kind == "number":
        said = band(question, Decimal(said))
    elif question.kind == "photo":
        said = SENT
    yield line(of, question.key, row.person, row.county or "", said.casefold()[:LONGEST_TOLD])
