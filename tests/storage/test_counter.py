"""What is taken back, and cash: the history keeps all, goods and letters follow, the balance is the sum."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import NOON, SECOND, a_line, a_station, an_article, an_order
from sqlalchemy import select

from bot.domain.cash import Entry, balance_fen, reversal
from bot.domain.events import BroadcastSent, CashEntered, OrderMoved, OrderMoveUndone, OrderPlaced
from bot.domain.order import IllegalMove, Status
from bot.storage.messages import broadcasts, outbox
from bot.storage.money import cash
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import outbox as letters
from bot.storage.sql.retake import OrderChanged
from bot.storage.trade import orders, products, stock


@pytest.fixture
async def happens(database, seal):
    def village(conn):
        stations.save(conn, seal, [a_station()], at=NOON)
        products.save(conn, [an_article(stock=Decimal(10))])
        return people.find_or_make(conn, seal, "wechat:oMother", NOON).id

    person = await database.run(village)

    async def happen(*events):
        await database.run(lambda conn: record(conn, events, seal=seal, at=NOON))

    happen.person = person
    return happen


@pytest.fixture
def sees(database, seal):
    async def see(number):
        return await database.run(lambda conn: orders.find(conn, seal, number))

    return see


def way_to_station(order, code="4821"):
    for to in (Status.PACKED, Status.AT_COUNTY, Status.IN_TRANSIT, Status.AT_STATION):
        here = to is Status.AT_STATION
        yield OrderMoved(number=order.number, to=to, at=NOON, by="manager", pickup_code=code if here else None)


def undone(order, was=Status.AT_STATION, back_to=Status.PLACED):
    return OrderMoveUndone(number=order.number, was=was, back_to=back_to, at=NOON)


async def written(database):
    rows = await database.run(
        lambda conn: conn.execute(select(letters.c.notice, letters.c.status).order_by("id")).all()
    )
    return [tuple(row) for row in rows]


async def test_an_arrival_taken_back_keeps_its_history_and_gives_the_goods_back(happens, sees, database):
    order = an_order(person=happens.person)
    await happens(OrderPlaced(order=order), *way_to_station(order))
    assert await database.run(lambda conn: stock.left(conn, "SOY")) == 8
    await happens(undone(order))
    now = await sees(order.number)
    assert (now.status, now.pickup_code) == (Status.PLACED, None)
    assert [event.type for event in now.events][-2:] == ["at_station", "undone"]
    assert await database.run(stock.shelves) == [stock.Count("", "SOY", Decimal(10), Decimal(2))]


async def test_a_letter_nobody_began_to_send_is_held_back(happens, database):
    order = an_order(person=happens.person)
    await happens(OrderPlaced(order=order), *way_to_station(order))
    await happens(undone(order))
    assert await written(database) == [("order_at_station", "cancelled")]
    await happens(*way_to_station(order, "5930"))
    assert await written(database) == [("order_at_station", "cancelled"), ("order_at_station", "pending")]


async def test_a_letter_that_went_is_put_right(happens, database, seal):
    order = an_order(person=happens.person)
    await happens(OrderPlaced(order=order), *way_to_station(order))

    def send(conn):
        ids = conn.execute(select(letters.c.id)).scalars().all()
        outbox.begin(conn, ids, way="wechat", reference="1", now=NOON)
        outbox.sent(conn, ids, now=NOON)

    await database.run(send)
    await happens(undone(order))
    assert await written(database) == [("order_at_station", "sent"), ("order_not_here_yet", "pending")]


async def test_a_step_is_taken_back_once_and_only_where_it_led(happens):
    order = an_order(person=happens.person)
    await happens(OrderPlaced(order=order), *way_to_station(order))
    with pytest.raises(OrderChanged):
        await happens(undone(order, Status.COLLECTED, Status.AT_STATION))
    with pytest.raises(IllegalMove):
        await happens(undone(order, back_to=Status.CANCELLED))
    done = await asyncio.gather(*(happens(undone(order)) for _ in range(4)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["NoneType", *["OrderChanged"] * 3]


async def test_goods_of_the_shelf_handed_over_by_mistake_stand_there_again(happens, sees, database):
    def on_shelf(conn):
        return stock.shelves(conn, station="YL")

    await database.run(lambda conn: stock.set_shelves(conn, [("YL", "SOY", Decimal(3))]))
    order = an_order(status=Status.AT_STATION, from_shelf=True, lines=(a_line(),), pickup_code="4821")
    await happens(OrderPlaced(order=order), OrderMoved(number=order.number, to=Status.COLLECTED, at=NOON, by="manager"))
    assert await database.run(on_shelf) == [stock.Count("YL", "SOY", Decimal(1), Decimal(0))]
    await happens(undone(order, Status.COLLECTED, Status.AT_STATION))
    assert await database.run(on_shelf) == [stock.Count("YL", "SOY", Decimal(3), Decimal(2))]
    assert (await sees(order.number)).pickup_code == "4821"
    assert await database.run(lambda conn: stock.sold_since(conn, "YL", NOON - SECOND)) == {}


def entered(key, fen=8500, **more):
    kind = "taken" if fen > 0 else "handed_in"
    entry = Entry(**{"key": key, "station": "YL", "kind": kind, "amount_fen": fen} | more)
    return CashEntered(entry=entry, by="boss", at=NOON)


async def test_cash_is_written_once_and_reversed_once(happens, database):
    async def balance():
        return await database.run(lambda conn: cash.balance_fen(conn, "YL"))

    taken = entered("a", person="李大爷")
    await happens(taken, taken, entered("b", -5000), entered("other", station="HP"))
    assert await balance() == 3500
    back = CashEntered(entry=reversal(taken.entry), by="boss", at=NOON)
    await happens(back, back)
    assert await balance() == -5000
    page = await database.run(lambda conn: cash.page(conn, "YL", limit=2))
    assert [(row.entry.kind, row.entry.amount_fen, row.entry.person) for row in page.rows] == [
        ("reversal", -8500, "李大爷"),
        ("handed_in", -5000, ""),
    ]
    (first,) = (await database.run(lambda conn: cash.page(conn, "YL", after=page.next))).rows
    assert first.entry == taken.entry


async def test_broadcasts_of_the_day_are_counted(happens, database):
    await happens(*(BroadcastSent(station="YL", person="boss", text="停电", at=NOON) for _ in range(2)))
    counts = await database.run(lambda conn: [broadcasts.count_since(conn, "YL", NOON + n * SECOND) for n in (0, 1)])
    assert counts == [2, 0]


fens = st.integers(1, 10**9)


@given(st.lists(st.tuples(fens, st.sampled_from([1, -1]), st.booleans()), max_size=40))
def test_the_balance_is_the_sum_of_what_was_not_taken_back(steps):
    book = [
        Entry(key=str(n), station="YL", kind="taken" if sign > 0 else "handed_in", amount_fen=sign * fen)
        for n, (fen, sign, _) in enumerate(steps)
    ]
    undone_ones = [reversal(entry) for entry, (_, _, back) in zip(book, steps, strict=True) if back]
    kept = sum(sign * fen for fen, sign, back in steps if not back)
    assert balance_fen([*book, *undone_ones]) == kept
    assert type(balance_fen(book)) is int
