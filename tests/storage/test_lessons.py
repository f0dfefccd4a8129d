"""Answers and certificates are kept by person; mistakes are counted from what happened at the stations."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from sqlalchemy import event, func, select

from bot.domain.events import (
    AlertEscalated,
    AlertRaised,
    AlertsAcknowledged,
    CertificateEarned,
    LessonReminded,
    PickupRefused,
    QuizAnswered,
)
from bot.domain.training import Certificate
from bot.storage.network import alerts
from bot.storage.persons import people
from bot.storage.record import NumberTaken, record
from bot.storage.schema import outbox
from bot.storage.training import lessons, mistakes

NOON = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
EARLIER = NOON - timedelta(days=2)


def answered(*, right, piece="first_word", person="p", at=NOON):
    return QuizAnswered(person=person, course="service", piece=piece, right=right, at=at)


def certificate(number="CK1", person="p", course="service"):
    return Certificate(number=number, person=person, station="YL", course=course, right=4, pieces=5, at=NOON)


def alert(key, kind="handoff", level="urgent"):
    return AlertRaised(station="YL", kind=kind, level=level, text="秀英找您", key=key)


@pytest.fixture
def happens(database, seal):
    async def write(*events, at=NOON):
        await database.run(lambda conn: record(conn, events, seal=seal, at=at))

    return write


async def test_answers_are_counted_and_the_last_one_says_what_is_known(database, happens):
    await happens(answered(right=True), answered(right=False), answered(right=False, person="q"))
    progress = await database.run(lambda conn: lessons.progress(conn, "p"))
    (told,) = progress.values()
    assert (told.right, told.wrong, told.knows, told.at) == (1, 1, False, NOON)
    await happens(answered(right=True))
    progress = await database.run(lambda conn: lessons.progress(conn, "p"))
    assert progress["service", "first_word"].knows
    assert progress["service", "first_word"].right == 2


async def test_a_course_gives_one_certificate_and_a_number_is_given_once(database, happens):
    await happens(CertificateEarned(certificate=certificate()))
    await happens(CertificateEarned(certificate=certificate("CK2")))
    assert await database.run(lambda conn: lessons.certificates_of(conn, ["p"])) == [certificate()]
    with pytest.raises(NumberTaken):
        await happens(CertificateEarned(certificate=certificate(person="q")))


async def test_what_went_wrong_is_counted_by_station_within_a_week(database, happens):
    await happens(*(PickupRefused(station="YL", code="1111", at=NOON) for _ in range(3)))
    await happens(PickupRefused(station="YL", code="1111", at=NOON - timedelta(days=8)))
    await happens(alert("a"), alert("b", "complaint"), alert("c", "unreported", "warning"), at=EARLIER)
    await happens(alert("news", level="info"), at=EARLIER)
    await happens(alert("just_now"))
    found = await database.run(lambda conn: mistakes.of_stations(conn, ["YL", "DW"], NOON))
    assert found == {"YL": {"wrong_codes": 3, "late_alerts": 3, "complaints": 1, "unreported": 1}}


async def test_what_was_seen_in_time_is_no_mistake_but_what_the_county_heard_of_is(database, happens):
    await happens(alert("seen"), at=EARLIER)
    await happens(AlertsAcknowledged(station="YL", at=EARLIER))
    assert not await database.run(lambda conn: mistakes.of_station(conn, "YL", NOON))
    await happens(alert("late"), at=EARLIER)
    newest = await database.run(alerts.newest)
    await happens(AlertEscalated(alert=newest, at=EARLIER), AlertsAcknowledged(station="YL", at=EARLIER))
    assert await database.run(lambda conn: mistakes.of_station(conn, "YL", NOON)) == {"late_alerts": 1}


async def test_a_reminder_is_written_once_a_week(database, happens):
    said = LessonReminded(person="p", station="YL", at=NOON, text="回“练一练”")
    letters = select(func.count()).select_from(outbox)
    for at, count in ((NOON, 1), (NOON, 1), (NOON + timedelta(days=7), 2)):
        await happens(replace(said, at=at))
        assert await database.run(lambda conn: conn.execute(letters).scalar_one()) == count


async def test_the_erased_have_learned_nothing(database, happens, seal):
    await happens(answered(right=True), CertificateEarned(certificate=certificate()))
    await database.run(lambda conn: people.erase(conn, seal, "p", NOON))
    assert not await database.run(lambda conn: lessons.progress(conn, "p"))
    assert not await database.run(lambda conn: lessons.certificates_of(conn, ["p"]))


async def test_what_was_learned_by_one_contact_is_kept_by_the_person(database, happens):
    await happens(answered(right=True, person="old"), answered(right=False, person="old", piece="answer_soon"))
    await happens(answered(right=False))
    await database.run(lambda conn: lessons.hand_on(conn, "old", "p"))
    progress = await database.run(lambda conn: lessons.progress(conn, "p"))
    assert {piece: told.knows for (_, piece), told in progress.items()} == {"first_word": False, "answer_soon": False}


async def test_mistakes_are_found_by_indexes(sqlite):
    def work(conn):
        sent = []

        def note(_conn, _cursor, sql, parameters, _context, _many):
            sent.append((sql, parameters))

        event.listen(conn, "before_cursor_execute", note)
        mistakes.of_stations(conn, ["YL", "DW"], NOON)
        event.remove(conn, "before_cursor_execute", note)
        return [
            row[3] for sql, parameters in sent for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
        ]

    plan = await sqlite.run(work)
    assert not [step for step in plan if step.startswith("SCAN") and "USING" not in step], plan
    assert {"ix_alerts_weighty", "ix_pickup_attempts_station_at"} <= {word for step in plan for word in step.split()}
