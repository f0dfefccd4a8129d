"""Surveys ask only who agreed, remind three times at most, end at their quota, and tell of five people and more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from bot.chores.running import Chores
from bot.chores.surveys import SURVEYS
from bot.domain import survey as surveying
from bot.domain.events import (
    ErasureRequested,
    OptedOut,
    StationBound,
    SurveyAnswered,
    SurveyClosed,
    SurveyJoined,
    SurveyLeft,
    SurveysAllowed,
)
from bot.domain.people import Station
from bot.domain.survey import BadSurvey, band, choice, survey, survey_of
from bot.storage.insights.answers import Asked, ask
from bot.storage.network import stations
from bot.storage.offers import surveys
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import outbox, survey_answers

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)
HAIR = "hair_washing"


class Panel:
    def __init__(self, database, seal, who: list[str]) -> None:
        self.database, self.seal, self.who = database, seal, who
        self.worker = Chores(database, seal, ZONE, lambda: None, [SURVEYS])

    async def happens(self, *events, at=NOON) -> None:
        await self.database.run(lambda conn: record(conn, events, seal=self.seal, at=at, now=at))

    async def letters(self) -> list:
        return await self.database.run(lambda conn: conn.execute(select(outbox).order_by(outbox.c.id)).all())

    def answers(self, person: str, **told: str):
        yield SurveyJoined(person=person, survey=HAIR, at=NOON)
        for question, answer in told.items():
            yield SurveyAnswered(person=person, survey=HAIR, question=question, answer=answer, at=NOON)
        yield SurveyLeft(person=person, survey=HAIR, done=True, at=NOON)

    async def results(self, by="words", merchant="安康日化"):
        asked = Asked(
            kind="survey", by="category", also=by, merchant=merchant, since=date(2026, 1, 1), until=date(2027, 1, 1)
        )
        rows = await self.database.run(lambda conn: ask(conn, asked))
        return {(row.key, row.also): row.people for row in rows}


@pytest.fixture
async def panel(sqlite, seal) -> Panel:
    def build(conn) -> list[str]:
        stations.save(conn, seal, [Station(code="YL", name="杨柳站", county="河湾县")], at=NOON)
        return [people.find_or_make(conn, seal, f"wechat:o{n}", NOON).id for n in range(14)]

    panel = Panel(sqlite, seal, await sqlite.run(build))
    await panel.happens(*(StationBound(person=who, station="YL") for who in panel.who))
    return panel


async def test_only_who_agreed_is_invited_and_once(panel):
    await panel.happens(*(SurveysAllowed(person=who, allowed=True, at=NOON) for who in panel.who[:3]))
    await panel.happens(SurveysAllowed(person=panel.who[1], allowed=False, at=NOON), OptedOut(person=panel.who[2]))
    await panel.worker.tick(NOON.replace(hour=8))
    assert await panel.letters() == []
    for minutes in (0, 15, 30):
        await panel.worker.tick(NOON + timedelta(minutes=minutes))
    (letter,) = await panel.letters()
    assert (letter.recipient, letter.urgent, letter.marketing) == (panel.who[0], False, True)
    assert "参加" in letter.text


async def test_three_reminders_go_out_and_none_after_the_answer(panel):
    await panel.happens(*(SurveysAllowed(person=who, allowed=True, at=NOON) for who in panel.who[:2]))
    await panel.worker.tick(NOON)
    await panel.happens(*panel.answers(panel.who[1], times="2"))
    for days in range(1, 20):
        await panel.worker.tick(NOON + timedelta(days=days))
    sent = [letter.recipient for letter in await panel.letters()]
    assert sent.count(panel.who[0]) == 4
    assert sent.count(panel.who[1]) == 1


async def test_results_are_told_at_the_end_and_never_of_fewer_than_five(panel):
    for n, who in enumerate(panel.who[:12]):
        water = "电热水器" if n < 7 else "灶上烧"
        told = {"times": str(n % 2 + 2), "water": water, "uses": "肥皂" if n < 3 else "小袋装", "shelf": "https://x/1"}
        await panel.happens(*panel.answers(who, **told))
    await panel.worker.tick(NOON)
    assert await panel.results() == {}
    await panel.worker.tick(datetime(2027, 3, 1, 12, tzinfo=ZONE))
    assert await panel.results() == {
        ("times", "2–3"): 10,
        ("water", "电热水器"): 5,
        ("water", "灶上烧"): 5,
        ("uses", "小袋装"): 5,
        ("shelf", "有照片"): 10,
    }
    assert await panel.results(merchant="别人") == {}
    assert await panel.database.run(lambda c: c.execute(select(func.count()).select_from(survey_answers)).scalar()) == 0


async def test_a_full_quota_ends_it_and_it_ends_once(panel, monkeypatch):
    small = replace(survey(HAIR), quota=10)
    monkeypatch.setattr("bot.chores.surveys.surveys", lambda: (small,))
    for who in panel.who[:10]:
        await panel.happens(*panel.answers(who, water="太阳能"))
    await panel.worker.tick(NOON)
    assert await panel.results() == {("water", "太阳能"): 10}
    await panel.happens(*panel.answers(panel.who[11], water="太阳能"), SurveyClosed(survey=HAIR, at=NOON))
    assert await panel.results() == {("water", "太阳能"): 10}


async def test_partial_answers_are_kept_and_erased_with_the_person(panel):
    who = panel.who[0]
    await panel.happens(
        SurveyJoined(person=who, survey=HAIR, at=NOON),
        SurveyAnswered(person=who, survey=HAIR, question="times", answer="3", at=NOON),
    )
    (taking,) = await panel.database.run(lambda conn: surveys.takings(conn, who))
    assert (taking.status, taking.answered) == ("joined", {"times"})
    sealed = await panel.database.run(lambda conn: conn.execute(select(survey_answers.c.answer)).scalar())
    assert sealed != "3"
    await panel.happens(ErasureRequested(person=who))
    assert await panel.database.run(lambda conn: surveys.takings(conn, who)) == []


def test_the_surveys_of_the_shop_are_as_they_should_be():
    assert HAIR in {one.key for one in surveying.surveys()}


@pytest.mark.parametrize(("number", "said"), [(0, "0"), (1, "1"), (2, "2–3"), (3, "2–3"), (6, "4–6"), (9, "7以上")])
def test_numbers_are_told_by_bands(number, said):
    assert band(survey(HAIR).question("times"), number) == said


@pytest.mark.parametrize(
    ("text", "digit", "chosen"),
    [
        ("2", 2, "太阳能"),
        ("9", 9, None),
        ("太阳能", None, "太阳能"),
        ("灶上", None, "灶上烧"),
        ("水", None, None),
        ("", None, None),
    ],
)
def test_a_choice_is_its_number_or_its_words(text, digit, chosen):
    assert choice(survey(HAIR).question("water"), text, digit) == chosen


def test_a_bad_survey_is_named_with_all_that_is_wrong():
    said = {
        "title": "长" * 20, "merchant": "甲", "invite": "问", "consent": "好", "opens": date(2026, 2, 1),
        "closes": date(2026, 1, 1), "quota": 1,
        "questions": [{"key": "a", "kind": "choice", "ask": "?", "choices": ["一"]}, {"key": "a", "kind": "number", "ask": "?"}],
    }  # fmt: skip  # a table, a row a line
    with pytest.raises(BadSurvey) as bad:
        survey_of("x", said)
    for trouble in ("title", "closes", "quota", "same key", "choices must be 2", "bands"):
        assert trouble in str(bad.value)
