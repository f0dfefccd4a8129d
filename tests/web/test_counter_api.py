"""The API on what passes over a station's counter: cash, and alerts taken note of."""

from __future__ import annotations

import pytest

from bot.domain.cash import Entry, reversal
from bot.domain.events import AlertRaised, CashEntered
from bot.storage.record import record
from tests.web.conftest import NOW


@pytest.fixture
def happens(database, seal):
    async def happen(*events):
        await database.run(lambda conn: record(conn, events, seal=seal, at=NOW))

    return happen


async def got(client, path, **query):
    async with client.get(path, params=query) as answer:
        return answer.status, await answer.json()


async def test_cash_is_told_with_the_balance_newest_first(client, happens):
    entries = [
        Entry(key="a", station="LH01", kind="taken", amount_fen=8550, person="李大爷", number="261125001"),
        Entry(key="b", station="LH01", kind="handed_in", amount_fen=-5000),
    ]
    for entry in (*entries, reversal(entries[0])):
        await happens(CashEntered(entry=entry, by="boss", at=NOW))
    status, page = await got(client, "/api/v1/cash", station="LH01", limit="2")
    assert (status, page["balance_fen"]) == (200, -5000)
    assert [(e["kind"], e["amount_fen"], e["reverses"]) for e in page["entries"]] == [
        ("reversal", -8550, "a"),
        ("handed_in", -5000, None),
    ]
    _, page = await got(client, "/api/v1/cash", station="LH01", cursor=page["next"])
    assert [(e["person"], e["order"], e["by"]) for e in page["entries"]] == [("李大爷", "261125001", "boss")]


@pytest.mark.parametrize(
    ("query", "status"), [({}, 400), ({"station": "nowhere"}, 404), ({"station": "LH01", "cursor": "?"}, 400)]
)
async def test_whose_cash_must_be_said_rightly(client, query, status):
    assert (await got(client, "/api/v1/cash", **query))[0] == status


async def test_an_alert_is_taken_note_of_once(client, happens):
    for n in "ab":
        await happens(AlertRaised(station="LH01", kind="handoff", level="urgent", text="找您", key=n))
    _, page = await got(client, "/api/v1/alerts")
    newest, other = page["alerts"]
    times = []
    for _ in range(2):
        async with client.post(f"/api/v1/alerts/{newest['id']}/acknowledge") as answer:
            assert answer.status == 200
            times.append((await answer.json())["acknowledged_at"])
    assert times[0] is not None
    assert times[0] == times[1]
    _, page = await got(client, "/api/v1/alerts")
    assert [a["acknowledged_at"] is None for a in page["alerts"]] == [False, True]
    assert page["alerts"][1]["id"] == other["id"]


@pytest.mark.parametrize("number", ["0", "x", "99999999999999999999"])
async def test_an_alert_nobody_raised_is_not_found(client, number):
    async with client.post(f"/api/v1/alerts/{number}/acknowledge") as answer:
        assert answer.status == 404
