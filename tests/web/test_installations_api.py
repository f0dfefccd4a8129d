"""Installations over the API: by day and county, as a sheet, moved by the county."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.domain.events import InstallationMoved, OrderPlaced, PhoneLinked, ReadinessTold
from bot.domain.installation import Team
from bot.domain.order import Installation, Order, OrderLine
from bot.storage.delivery import teams
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import outbox
from tests.web.conftest import NOW, STATION

LATER = datetime.now(UTC).date() + timedelta(days=9)
"""Far enough to be moved at whatever hour the tests run."""


@pytest.fixture
async def agreed(client, database, seal):
    """An air conditioner on a morning, of somebody with a phone and a strange name; the team takes one visit a half-day."""

    def work(conn) -> None:
        teams.save(conn, seal, [Team(county=STATION.county, phone="+8613900000009", half_day_capacity=1)])
        person = people.find_or_make(conn, seal, "wechat:oVillager", NOW)
        for number, period in (("261125001", "morning"), ("261125002", "evening")):
            order = Order(
                number=number,
                slip=int(number[-1]),
                person=person.id,
                recipient="=HYPERLINK(1)",
                placed_by="villager",
                station=STATION.code,
                county=STATION.county,
                delivery="home",
                address="3组18号",
                lines=(OrderLine(sku="K1", name="格力空调", unit="台", quantity=Decimal(1), price_fen=199900),),
                placed_at=NOW,
                promised_by=date(2026, 11, 26),
                installation=Installation(date=LATER, period=period, time="09:30" if period == "morning" else ""),
                draft=f"draft-{number}",
            )
            told = ReadinessTold(number=number, question="wall", answer="is_not")
            record(conn, [OrderPlaced(order=order), told], seal=seal, at=NOW, now=datetime.now(UTC))
        linked = PhoneLinked(person=person.id, phone="+8613800000001")
        record(conn, [linked], seal=seal, at=NOW, now=datetime.now(UTC))

    await database.run(work)


async def numbers(client, **query) -> list[str]:
    async with client.get("/api/v1/installations", params=query) as answer:
        assert answer.status == 200
        return [row["order"] for row in (await answer.json())["installations"]]


async def test_installations_are_found_by_day_and_county(agreed, client):
    assert await numbers(client) == ["261125001", "261125002"]
    assert await numbers(client, date=str(LATER), county=STATION.county) == ["261125001", "261125002"]
    assert await numbers(client, date=str(LATER + timedelta(days=1))) == []
    assert await numbers(client, county="别的县") == []
    async with client.get("/api/v1/installations", params={"date": "tomorrow"}) as answer:
        assert answer.status == 400


async def test_what_should_have_been_installed_is_shown_as_overdue(agreed, client, database, seal):
    yesterday = datetime.now(UTC).astimezone(NOW.tzinfo).date() - timedelta(days=1)
    moved = InstallationMoved(number="261125001", date=yesterday)
    await database.run(lambda conn: record(conn, [moved], seal=seal, at=NOW))
    assert await numbers(client) == ["261125002", "261125001"]  # what is to come first
    assert await numbers(client, overdue="true", station=STATION.code) == ["261125001"]
    assert await numbers(client, overdue="true", date=str(LATER)) == []
    async with client.get("/api/v1/installations", params={"date": str(yesterday)}) as answer:
        assert [row["overdue"] for row in (await answer.json())["installations"]] == [True]
    async with client.get("/api/v1/installations", params={"overdue": "yes"}) as answer:
        assert answer.status == 400


async def test_the_sheet_is_a_table_with_phones_and_what_was_told(agreed, client):
    async with client.get("/api/v1/installations/sheet", params={"date": str(LATER)}) as answer:
        assert (answer.status, answer.content_type) == (200, "text/csv")
        assert str(LATER) in answer.headers["Content-Disposition"]
        rows = list(csv.reader(io.StringIO((await answer.read()).decode("utf-8-sig"))))
    assert rows[0][:4] == ["时段", "钟点", "站", "号"]
    assert [row[:5] for row in rows[1:]] == [
        ["上午", "09:30", "LH01", "1", "261125001"],
        ["下午", "", "LH01", "2", "261125002"],
    ]
    assert rows[1][5:10] == ["'=HYPERLINK(1)", "13800000001", "3组18号", "格力空调1台", "外墙不能挂外机"]


async def test_the_sheet_can_be_printed_and_nothing_of_it_is_markup(agreed, client):
    query = {"date": str(LATER), "county": STATION.county, "format": "html"}
    async with client.get("/api/v1/installations/sheet", params=query) as answer:
        page = await answer.text()
        assert (answer.status, answer.content_type) == (200, "text/html")
    assert "共2单" in page
    assert "外墙不能挂外机" in page
    async with client.get("/api/v1/installations/sheet", params={"format": "pdf"}) as answer:
        assert answer.status == 400


async def test_the_sheet_needs_the_token(agreed, client):
    async with client.get("/api/v1/installations/sheet", headers={"Authorization": "Bearer no"}) as answer:
        assert answer.status == 401


async def test_the_county_moves_a_visit_where_there_is_room_and_all_are_told(agreed, client, database):
    where = "/api/v1/installations/261125001"
    async with client.post(where, json={"date": str(LATER), "time": "14:00"}) as answer:
        assert answer.status == 409
    day = str(LATER + timedelta(days=1))
    async with client.post(where, json={"date": day, "period": "noon"}) as answer:
        assert (answer.status, (await answer.json())["half"]) == (200, "afternoon")
    assert await numbers(client, date=day) == ["261125001"]
    sent = await database.run(lambda conn: list(conn.execute(select(outbox.c.notice)).scalars()))
    assert {"fitter_moved", "order_fitting_moved"} <= set(sent)


@pytest.mark.parametrize(
    ("number", "asked", "status"),
    [
        ("261125009", {"date": "2027-12-01"}, 404),
        ("261125001", {"date": "2020-01-01"}, 422),
        ("261125001", {"date": "soon"}, 422),
        ("261125001", {"date": "2027-12-01", "time": "25:00"}, 422),
        ("261125003", {"date": "2027-12-01"}, 409),
    ],
)
async def test_what_cannot_be_moved_is_refused(agreed, client, place, number, asked, status):
    await place("261125003", slip=3)
    async with client.post(f"/api/v1/installations/{number}", json=asked) as answer:
        assert answer.status == status
