"""What each village's SMS cost: counted as they go out, priced as they are asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.letter import Letter
from bot.outbox import Outbox
from bot.ports import SendFailed, Sent
from bot.storage.messages import outbox, sms_bills
from bot.storage.persons import people

NOW = datetime(2026, 11, 30, 17, tzinfo=UTC)
"""The first of December, in China."""
PHONE = "sms:+8613800000001"


class Platform:
    """A channel whose one way takes what it is given, in two parts, or fails as it is told."""

    name, hooks = "sms", ()
    channel, repeatable, last_resort = "sms", False, False

    def __init__(self, failure=None):
        self.ways, self.failure = (self,), failure

    def fits(self, _letter):
        return True

    async def can_send(self, _letter, _address):
        return True

    async def send(self, _letter, _address, reference):
        if self.failure:
            raise self.failure
        return Sent(reference, "aliyun", 2)


@pytest.fixture
def send(database, seal):
    async def send(*recipients, failure=None):
        letters = [
            Letter(key=f"k{n}", to=to, notice="n", text="货到了", sms="货到了") for n, to in enumerate(recipients)
        ]
        await database.run(lambda conn: outbox.write(conn, seal, letters, now=NOW - timedelta(minutes=1)))
        zone = ZoneInfo("Asia/Shanghai")
        await Outbox(database, seal, [Platform(failure)], zone, clock=lambda: NOW, gather=timedelta(0)).tick()

    return send


async def bills(database, month="2026-12", **asked):
    asked = {"station": None, "limit": 10, "after": None} | asked
    return await database.run(lambda conn: sms_bills.page(conn, month, **asked))


async def villager(database, seal, contact=PHONE, station="HW0101"):
    def make(conn):
        person = people.find_or_make(conn, seal, contact, NOW).id
        people.change(conn, person, station=station)
        return person

    return await database.run(make)


async def test_what_goes_out_is_counted_for_the_village_and_the_month_there(send, database, seal):
    person = await villager(database, seal)
    await send(person, PHONE, "sms:+8613900000009")
    rows = (await bills(database)).rows
    assert [(row.station, row.provider, row.messages, row.parts) for row in rows] == [
        ("", "aliyun", 1, 2),
        ("HW0101", "aliyun", 2, 4),
    ]
    assert (await bills(database, "2026-11")).rows == []


async def test_what_did_not_go_costs_nothing(send, database, seal):
    await send(await villager(database, seal), failure=SendFailed("no_answer", "uncertain"))
    assert (await bills(database)).rows == []


async def test_a_number_on_the_blacklist_is_left_alone_from_then_on(send, database, seal):
    person = await villager(database, seal)
    await send(person, failure=SendFailed("black", "never", closes="opted_out"))

    def look(conn):
        return people.addresses(conn, seal, [person]), people.load(conn, seal, person).opted_out

    assert await database.run(look) == ({}, True)


async def test_bills_come_in_pages(database):
    def write(conn):
        for station in ("A", "B", "C"):
            for provider in ("aliyun", "tencent"):
                sms_bills.add(conn, "", provider=provider, parts=1, month="2026-12") if station == "A" else None

    await database.run(write)
    first = await bills(database, limit=1)
    second = await bills(database, limit=1, after=first.next)
    assert [first.rows[0].provider, second.rows[0].provider] == ["aliyun", "tencent"]
    assert second.next is None
    assert (await bills(database, station="nowhere")).rows == []


async def test_the_api_prices_them(client, database):
    def write(conn):
        for _ in range(3):
            sms_bills.add(conn, "", provider="aliyun", parts=1, month="2026-12")

    await database.run(write)
    async with client.get("/api/v1/sms/costs", params={"month": "2026-12"}) as answer:
        assert await answer.json() == {
            "month": "2026-12",
            "costs": [{"station": "", "provider": "aliyun", "messages": 3, "parts": 3, "cost_fen": 14}],
            "next": None,
        }


@pytest.mark.parametrize(
    "asked", [{"month": "2026-13"}, {"month": "lately"}, {"limit": "0"}, {"cursor": "never given out"}]
)
async def test_what_the_api_cannot_read_it_names(client, asked):
    async with client.get("/api/v1/sms/costs", params=asked) as answer:
        assert answer.status == 400
