"""The pages for merchants: charts drawn here, behind the token, and nothing of others'."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import insert

from bot.domain.events import StationBound, SurveyAnswered, SurveyClosed, SurveyJoined, SurveyLeft
from bot.domain.insight import Line, cells, week_of
from bot.storage.insights import merchants, weeks
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import insight_cells

NOW = datetime.now(UTC)
WEEK = week_of(NOW.date()) - timedelta(days=14)
MERCHANT = "安康日化"
LINES = [
    *(
        Line(kind="bought", person=f"p{n}", merchant=MERCHANT, county="青石县", category="洗护", sku="X", gap="same", part="new")
        for n in range(12)
    ),
    *(Line(kind="bought", person=f"p{n}", merchant="别家", county="松岭县", category="洗护", sku="Y") for n in range(30)),
    *(
        Line(kind="word", person=f"p{n}", merchant=MERCHANT, category="洗护", sku="X", words="泡泡水") for n in range(6)
    ),
    *(Line(kind="missing", person=f"p{n}", county="青石县", words="<b>风油精") for n in range(6)),
]  # fmt: skip  # a table, a row a line


@pytest.fixture
async def token(client, database) -> str:
    def work(conn) -> str:
        conn.execute(insert(insight_cells), [weeks.row(WEEK, cell) for cell in cells(LINES)])
        return merchants.new_token(conn, MERCHANT, NOW)

    return await database.run(work)


@pytest.fixture
async def page(client, token):
    async with client.post("/insights/sign-in", data={"token": token}, allow_redirects=False) as answer:
        assert answer.status == 303
        cookie = answer.cookies["cunkou_merchant"]
    assert cookie["httponly"]
    assert cookie["path"] == "/insights"

    async def get(path: str, status: int = 200):
        async with client.get(path, cookies={"cunkou_merchant": token}) as answer:
            assert answer.status == status, await answer.text()
            return await answer.text() if "text" in answer.content_type else await answer.read()

    return get


async def test_charts_are_svg_made_here_of_the_merchants_own_figures(page):
    text = await page("/insights")
    drawings = [part.partition("</svg>")[0] + "</svg>" for part in text.split("<svg")[1:]]
    for drawing in drawings:
        ET.fromstring("<svg" + drawing)  # noqa: S314 - of our own
    assert len(drawings) >= 4
    assert "青石县" in text
    assert "松岭县" not in text
    assert "到" in text.partition("最近12周")[2][:12], "until when it tells"
    assert "哪一类货" in text
    assert "泡泡水：X" in text, "a word with the article it is said for"
    assert "<b>风油精" not in text
    assert "&lt;b&gt;风油精" in text
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")


async def test_without_a_token_there_is_only_the_sign_in(client, token):
    for cookies in ({}, {"cunkou_merchant": "cm_nobody"}):
        for path in ("/insights", "/insights/files/demand", "/insights/surveys/hair_washing"):
            async with client.get(path, cookies=cookies) as answer:
                text = await answer.text()
                assert "商家登录" in text
                assert "青石县" not in text
    async with client.post("/insights/sign-in", data={"token": "cm_wrong"}) as answer:
        assert answer.status == 403
    async with client.post(
        "/insights/sign-in", data={"token": token}, headers={"Origin": "https://evil.example"}
    ) as answer:
        assert answer.status == 403


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/insights/offers/new?q=%E7%B1%B3", "/insights/offers/new?q=%E7%B1%B3"),
        ("https://evil.example/", "/insights"),
        ("//evil.example/insights/", "/insights"),
        ("/console", "/insights"),
        ("/insights/../console", "/insights"),
        ("/insights\r\nX: y", "/insights"),
    ],
)
async def test_signing_in_leads_back_to_the_page_that_was_asked_for_and_nowhere_else(client, token, asked, goes):
    async with client.post("/insights/sign-in", data={"token": token, "to": asked}, allow_redirects=False) as answer:
        assert answer.headers["Location"] == goes


async def test_the_page_that_was_asked_for_is_kept_until_the_token_is_right(client, token):
    async with client.get("/insights/offers", headers={"Accept": "text/html"}) as answer:
        assert 'name="to" value="/insights/offers"' in await answer.text()
    async with client.post("/insights/sign-in", data={"token": "cm_no", "to": "/insights/offers"}) as answer:
        assert 'name="to" value="/insights/offers"' in await answer.text()


async def test_tables_can_be_taken_along(page):
    assert "X" in await page("/insights/files/demand?by=sku&format=csv")
    assert (await page("/insights/files/demand?format=xlsx"))[:2] == b"PK"
    await page("/insights/files/nothing", status=404)
    await page("/insights/files/demand?format=exe", status=400)
    await page("/insights/surveys/nothing", status=404)


async def test_a_survey_is_told_when_it_has_ended(client, database, seal, page, token):
    def work(conn) -> None:
        for n in range(7):
            who = people.find_or_make(conn, seal, f"wechat:o{n}", NOW).id
            of = {"person": who, "survey": "hair_washing", "at": NOW}
            events = [
                StationBound(person=who, station="LH01"), SurveyJoined(**of),
                SurveyAnswered(question="water", answer="太阳能", **of), SurveyLeft(done=True, **of),
            ]  # fmt: skip  # a table, a row a line
            record(conn, events, seal=seal, at=NOW)

    await database.run(work)
    assert "约5人" in await page("/insights/surveys/hair_washing")
    headers = {"Authorization": f"Bearer {token}"}
    async with client.get("/api/v1/surveys", headers=headers) as answer:
        (one,) = (await answer.json())["surveys"]
        assert (one["finished"], one["ended"]) == (5, False)
    await database.run(lambda conn: record(conn, [SurveyClosed(survey="hair_washing", at=NOW)], seal=seal, at=NOW))
    assert "太阳能" in await page("/insights/surveys/hair_washing")
    async with client.get("/api/v1/surveys/hair_washing", headers=headers) as answer:
        assert [(row["answer"], row["people"]) for row in (await answer.json())["results"]] == [("太阳能", 5)]
    other = await database.run(lambda conn: merchants.new_token(conn, "别家", NOW))
    async with client.get("/api/v1/surveys/hair_washing", headers={"Authorization": f"Bearer {other}"}) as answer:
        assert answer.status == 404
