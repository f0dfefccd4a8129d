"""Fitters' half-days in the database: taken once, given back, never given twice."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from importlib import import_module
from random import Random

import pytest
from made import NOON, a_station, an_order
from sqlalchemy import select, text

from bot.domain.events import InstallationDropped, InstallationMoved, OrderMoved, OrderPlaced, ReadinessTold
from bot.domain.installation import Team
from bot.domain.order import Installation, Status
from bot.storage.delivery import installations, teams
from bot.storage.network import stations
from bot.storage.record import SlotFull, record
from bot.storage.schema import installation_bookings, installation_slots
from bot.storage.sql.postgres import POOL
from bot.storage.trade import orders

DAY = date(2026, 12, 1)
STATION = a_station()


def visit(day=DAY, period=None):
    return Installation(date=day, period=period)


@pytest.fixture
def prepare(database, seal):
    async def prepare(capacity=2):
        def work(conn):
            stations.save(conn, seal, [STATION, a_station("OT", "邻村", county="邻县")], at=NOON)
            teams.save(
                conn,
                seal,
                [Team(county=STATION.county, name="老马班", phone="+8613900000009", half_day_capacity=capacity)],
            )

        await database.run(work)

    return prepare


@pytest.fixture
def run(database, seal):
    async def run(*events):
        await database.run(lambda conn: record(conn, events, seal=seal, at=NOON, now=NOON))

    return run


@pytest.fixture
def taken(database):
    """Half-day → how many places are taken, and that the bookings say the same."""

    async def taken():
        def work(conn):
            rows = conn.execute(select(installation_slots)).all()
            booked = conn.execute(select(installation_bookings)).all()
            found = {(row.county, row.date, row.half): row.taken for row in rows if row.taken}
            counted: dict = {}
            for row in booked:
                counted[row.county, row.date, row.half] = counted.get((row.county, row.date, row.half), 0) + 1
            assert found == counted
            assert all(row.taken <= row.capacity for row in rows)
            return {(day, half): count for (_, day, half), count in found.items()}

        return await database.run(work)

    return taken


async def test_a_day_without_a_half_takes_the_morning_first_then_the_afternoon(prepare, run, taken):
    await prepare(capacity=1)
    await run(OrderPlaced(order=an_order(installation=visit())))
    await run(OrderPlaced(order=an_order(installation=visit())))
    assert await taken() == {(DAY, "morning"): 1, (DAY, "afternoon"): 1}
    with pytest.raises(SlotFull):
        await run(OrderPlaced(order=an_order(installation=visit())))


async def test_an_order_that_finds_no_room_leaves_nothing_behind(prepare, run, database, seal):
    await prepare(capacity=1)
    await run(OrderPlaced(order=an_order(installation=visit(period="morning"))))
    late = an_order(installation=visit(period="morning"))
    with pytest.raises(SlotFull):
        await run(OrderPlaced(order=late))
    assert await database.run(lambda conn: orders.find(conn, seal, late.number)) is None


async def test_counties_have_room_of_their_own_and_one_without_a_team_what_is_configured(prepare, run, database, seal):
    await prepare(capacity=1)
    await run(OrderPlaced(order=an_order(installation=visit(period="morning"))))
    await run(OrderPlaced(order=an_order(station="OT", county="邻县", installation=visit(period="morning"))))
    found = await database.run(lambda conn: installations.diary(conn, seal, STATION, NOON.date()))
    assert (found.team.name, found.team.phone) == ("老马班", "+8613900000009")
    assert found.free(DAY) == ("afternoon",)
    other = a_station("OT", "邻村", county="邻县")
    found = await database.run(lambda conn: installations.diary(conn, seal, other, NOON.date()))
    assert found.team == Team(county="邻县", city=other.city, province=other.province)


async def test_moving_cancelling_and_dropping_give_the_place_back(prepare, run, taken, database, seal):
    await prepare(capacity=1)
    first, second = an_order(installation=visit(period="morning")), an_order(installation=visit(period="afternoon"))
    await run(OrderPlaced(order=first), OrderPlaced(order=second))
    await run(ReadinessTold(number=first.number, question="earth", answer="no"))
    with pytest.raises(SlotFull):
        await run(InstallationMoved(number=first.number, date=DAY, period="evening"))
    await run(InstallationMoved(number=first.number, date=DAY + timedelta(days=1), time="09:00"))
    assert await taken() == {(DAY, "afternoon"): 1, (DAY + timedelta(days=1), "morning"): 1}
    told = await database.run(lambda conn: installations.readiness(conn, [first.number]))
    assert told == {first.number: {"earth": "no"}}
    await run(InstallationDropped(number=first.number))
    await run(OrderMoved(number=second.number, to=Status.CANCELLED, at=NOON, by="villager"))
    assert await taken() == {}
    found = await database.run(lambda conn: orders.find(conn, seal, first.number))
    assert (found.installation, found.status) == (None, Status.PLACED)
    await run(InstallationMoved(number=first.number, date=DAY))
    assert await taken() == {(DAY, "morning"): 1}


async def test_a_team_that_grows_has_room_at_once(prepare, run, taken):
    await prepare(capacity=1)
    await run(OrderPlaced(order=an_order(installation=visit(period="morning"))))
    await prepare(capacity=2)
    await run(OrderPlaced(order=an_order(installation=visit(period="morning"))))
    assert await taken() == {(DAY, "morning"): 2}


async def test_a_hundred_at_once_never_get_more_than_there_is(postgres, seal):
    """Orders, moves and cancellings in parallel, on three days of three places each half."""

    def begin(conn):
        stations.save(conn, seal, [STATION], at=NOON)
        teams.save(conn, seal, [Team(county=STATION.county, half_day_capacity=3)])

    await postgres.run(begin)
    dice = Random(5)  # noqa: S311 - the same hundred every time
    # Whoever waits longer for a connection than a turn may take is told to come again: here nobody shall.
    connections = asyncio.Semaphore(POOL // 4)

    async def one(n):
        order = an_order(installation=visit(DAY + timedelta(days=n % 3), dice.choice([None, "morning", "evening"])))
        moved = InstallationMoved(number=order.number, date=DAY + timedelta(days=dice.randrange(3)))
        cancelled = OrderMoved(number=order.number, to=Status.CANCELLED, at=NOON, by="villager")
        done = 0
        for event in (OrderPlaced(order=order), moved, cancelled)[: dice.randint(1, 3)]:
            try:
                async with connections:
                    await postgres.run(lambda conn, event=event: record(conn, [event], seal=seal, at=NOON, now=NOON))
            except SlotFull:
                if event is not moved:
                    break
            else:
                done += 1
        return done

    await asyncio.gather(*(one(n) for n in range(100)))

    def count(conn):
        slots = conn.execute(select(installation_slots)).all()
        booked = conn.execute(select(installation_bookings)).all()
        return {(s.date, s.half): s.taken for s in slots if s.taken}, [(b.date, b.half) for b in booked]

    slots, booked = await postgres.run(count)
    assert slots == {slot: booked.count(slot) for slot in set(booked)}
    assert max(slots.values()) == 3
    held = {
        order.number
        for order in await postgres.run(lambda conn: orders.installations(conn, seal))
        if order.status is not Status.CANCELLED
    }
    assert len(held) == len(booked)


async def test_what_was_agreed_on_before_there_were_slots_takes_its_room(prepare, taken, database, seal):
    await prepare()
    filling = import_module("bot.storage.migrations.versions.0014_installations")

    def work(conn):
        for period, time, status in (
            (None, "", Status.PLACED),
            ("noon", "", Status.AT_STATION),
            ("afternoon", "10:00", Status.DELIVERED),
            ("morning", "", Status.CANCELLED),
        ):
            agreed = Installation(date=DAY, period=period, time=time)
            orders.add(conn, seal, an_order(installation=agreed, status=status))
        orders.add(conn, seal, an_order())
        for statement in filling.FILL:
            conn.execute(text(statement))

    await database.run(work)
    assert await taken() == {(DAY, "morning"): 2, (DAY, "afternoon"): 1}
