"""Merchants ask for their figures with tokens of their own; attacks on the API get nothing out of it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert

from bot.domain.insight import Line, cells, week_of
from bot.storage.insights import merchants, weeks
from bot.storage.schema import insight_cells

NOW = datetime.now(UTC)
WEEK = week_of(NOW.date()) - timedelta(days=14)


def bought(merchant: str, sku: str, people: int, county: str = "青石县") -> list[Line]:
    return [
        Line(
            kind="bought", person=f"p{n}", merchant=merchant, county=county, category="粮油", sku=sku, gap="under10",
            quantity=Decimal(1), amount_fen=4500, part="new",
        )
        for n in range(people)
    ]  # fmt: skip  # a table, a row a line


LINES = [
    *bought("香禾", "R", 12),
    *bought("香禾", "R", 4, "柳河县"),
    *bought("清露", "X", 30),
    *(Line(kind="missing", person=f"p{n}", county="青石县", words="=风油精") for n in range(6)),
    *(Line(kind="left", person=f"q{n}", merchant="香禾", county="青石县", category="粮油", sku="R", gap="under10",
           part="no_order") for n in range(5)),
]  # fmt: skip  # a table, a row a line


@pytest.fixture
async def token(client, database) -> str:
    def work(conn) -> str:
        conn.execute(insert(insight_cells), [weeks.row(WEEK, cell) for cell in cells(LINES)])
        return merchants.new_token(conn, "香禾", NOW)

    return await database.run(work)


def asks(client, token):
    async def ask(report: str, **query):
        headers = {"Authorization": f"Bearer {token}"}
        async with client.get(f"/api/v1/insights/{report}", params=query, headers=headers) as answer:
            return answer.status, (await answer.json()).get("rows")

    return ask


async def test_a_merchant_sees_its_own_goods_alone(client, token):
    ask = asks(client, token)
    status, rows = await ask("demand", by="county")
    assert status == 200
    assert [(row["county"], row["people"], row["amount_fen"]) for row in rows] == [("青石县", 10, 54000)]
    assert await ask("demand", by="sku", sku="X", merchant="清露") == (200, [])
    assert (await ask("prices"))[1] == [
        {"gap": "under10", "name": "便宜5%到10%", "bought": 10, "left": 5, "bought_percent": 67}
    ]


async def test_everybody_learns_what_the_shop_does_not_carry(client, token):
    assert (await asks(client, token)("missing"))[1] == [{"words": "=风油精", "people": 5, "times": 5}]


async def test_the_shop_itself_sees_all_or_one_merchants(client, token):
    async with client.get("/api/v1/insights/demand", params={"by": "sku"}) as answer:
        assert {row["sku"] for row in (await answer.json())["rows"]} == {"R", "X"}
    async with client.get("/api/v1/insights/demand", params={"by": "sku", "merchant": "清露"}) as answer:
        assert {row["sku"] for row in (await answer.json())["rows"]} == {"X"}


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer cm_x", "Basic {token}", "Bearer {token}x", "Bearer " + "x" * 5000]
)
async def test_without_the_right_token_nothing_is_told(client, token, header):
    headers = {"Authorization": header.format(token=token)}
    async with client.get("/api/v1/insights/demand", headers=headers) as answer:
        assert answer.status == 401


async def test_a_merchants_token_opens_nothing_else(client, token):
    for path in ("/api/v1/orders", "/api/v1/stations", "/api/v1/outbox"):
        async with client.get(path, headers={"Authorization": f"Bearer {token}"}) as answer:
            assert answer.status == 401


async def test_no_range_no_column_and_no_filter_tells_of_the_four_of_the_other_county(client, token):
    ask = asks(client, token)
    shown = set()
    for by in ("week", "county", "category", "sku"):
        for only in ({}, {"county": "柳河县"}, {"county": "青石县"}, {"sku": "R"}, {"category": "粮油"}):
            for days in range(-16, 15):
                query = {"since": str(WEEK), "until": str(WEEK + timedelta(days=max(days, 0)))}
                if days % 5 == 0:
                    _, rows = await ask("demand", by=by, **only, **query)
                    shown |= {(row["people"], row["orders"], row["quantity"], row["amount_fen"]) for row in rows}
    assert shown == {(10, 10, 10.0, 54000)}


@pytest.mark.parametrize(
    "query", [{"by": "person"}, {"by": "station"}, {"since": "x"}, {"since": "2026-12-01", "until": "2026-01-01"},
              {"since": "1999-01-01"}, {"since": "0001-01-01"}, {"format": "pdf"}],
)  # fmt: skip  # a table, a row a line
async def test_what_cannot_be_asked_is_refused(client, token, query):
    async with client.get("/api/v1/insights/demand", params=query) as answer:
        assert answer.status == 400


async def test_tables_are_taken_along_and_words_are_no_formulas(client, token):
    headers = {"Authorization": f"Bearer {token}"}
    async with client.get("/api/v1/insights/missing", params={"format": "csv"}, headers=headers) as answer:
        rows = list(csv.reader(io.StringIO((await answer.read()).decode("utf-8-sig"))))
    assert rows == [["words", "people", "times"], ["'=风油精", "5", "5"]]
    async with client.get("/api/v1/insights/missing", params={"format": "xlsx"}, headers=headers) as answer:
        sheet = load_workbook(io.BytesIO(await answer.read())).active
    assert [[cell.value for cell in row] for row in sheet.rows] == [["words", "people", "times"], ["'=风油精", 5, 5]]
