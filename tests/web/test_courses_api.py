"""The API on who has learned what."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.course import courses
from bot.domain.events import CertificateEarned, PickupRefused, QuizAnswered
from bot.domain.training import Certificate
from bot.storage.record import record

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


async def got(client, **query):
    async with client.get("/api/v1/courses", params=query) as answer:
        return answer.status, await answer.json()


async def test_courses_and_people_are_told_by_station(client, database, seal):
    status, page = await got(client, station="LH01")
    assert status == 200
    assert [(c["number"], c["pieces"]) for c in page["courses"]] == [(n, 5) for n in range(1, 7)]
    (boss,) = page["people"]
    assert (boss["station"], boss["last_at"], boss["needs"], boss["certificates"]) == ("LH01", None, [], [])
    person, piece = boss["person"], courses()[1].pieces[2]
    earned = Certificate(number="CK1", person=person, station="LH01", course="parcels", right=4, pieces=5, at=NOW)
    events = [
        QuizAnswered(person=person, course="parcels", piece=piece.key, right=True, at=NOW),
        QuizAnswered(person=person, course="parcels", piece="wrong_code", right=False, at=NOW),
        CertificateEarned(certificate=earned),
    ]
    await database.run(lambda conn: record(conn, events, seal=seal, at=NOW))
    _, page = await got(client, county="青石县")
    boss = next(one for one in page["people"] if one["station"] == "LH01")
    told = {one["course"]: (one["answered"], one["right"], one["pieces"]) for one in boss["progress"]}
    assert told["parcels"] == (2, 1, 5)
    assert told["cash"] == (0, 0, 5)
    assert [(one["number"], one["course"]) for one in boss["certificates"]] == [("CK1", "parcels")]


async def test_what_a_manager_needs_follows_from_the_mistakes_of_the_week(client, database, seal):
    wrong = PickupRefused(station="LH01", code="1", at=datetime.now(UTC))
    await database.run(lambda conn: record(conn, [wrong], seal=seal, at=NOW))
    _, page = await got(client, station="LH01")
    (boss,) = page["people"]
    assert boss["mistakes"] == {"wrong_codes": 1}
    assert boss["needs"] == ["parcels"]


async def test_nobody_runs_what_is_not_there_and_a_bad_cursor_is_named(client):
    assert (await got(client, station="nowhere"))[1]["people"] == []
    assert (await got(client, cursor="?"))[0] == 400
