"""Orders as written: whole again, moved once, listed for the API."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from made import NOON, SECOND, a_line, an_order
from sqlalchemy.exc import IntegrityError

from bot.domain.order import Installation, OrderEvent, Status
from bot.storage.sql.cursor import BadCursor
from bot.storage.trade import order_numbers, orders


async def test_an_order_comes_back_as_it_was_placed(run):
    order = an_order(
        delivery="home",
        address="村东头第三家",
        lines=(a_line(), a_line("RICE", "0.5", 1234), a_line("SALT", "20")),
        installation=Installation(date=date(2026, 11, 28), period="morning", time="09:30"),
    )
    await run(orders.add, order)
    found = await run(orders.find, order.number)
    assert found.events == (OrderEvent(type="placed", at=NOON, by="villager"),)
    assert found == type(order)(
        **{name: getattr(order, name) for name in order.__struct_fields__} | {"events": found.events}
    )
    assert found.placed_at.tzinfo is not None
    assert [str(line.quantity) for line in found.lines] == ["2", "0.5", "20"]


@pytest.mark.parametrize("same", ["number", "draft", "slip"])
async def test_a_number_a_draft_and_an_open_slip_are_given_once(run, same):
    first = an_order()
    await run(orders.add, first)
    with pytest.raises(IntegrityError):
        await run(orders.add, an_order(**{same: getattr(first, same)}))


async def test_a_slip_is_free_again_once_its_order_is_closed(run, database):
    first = an_order(slip=7, status=Status.PLACED)
    await run(orders.add, first)
    assert await database.run(lambda conn: orders.move(conn, first, Status.CANCELLED, NOON))
    await run(orders.add, an_order(slip=7))


async def test_an_order_moves_from_the_state_one_saw_and_from_no_other(run, database):
    order = an_order()
    await run(orders.add, order)
    assert await database.run(lambda conn: orders.move(conn, order, Status.PACKED, NOON))
    assert not await database.run(lambda conn: orders.move(conn, order, Status.CANCELLED, NOON))
    assert (await run(orders.find, order.number)).status is Status.PACKED


async def test_slips_run_on_step_over_open_ones_and_begin_again(run, database):
    async def next_slip():
        return await database.run(lambda conn: order_numbers.next_slip(conn, "YL"))

    assert await next_slip() == 1
    await run(orders.add, an_order(slip=1))
    assert await next_slip() == 2
    await run(orders.add, an_order(slip=999, placed_at=NOON + SECOND))
    assert await next_slip() == 2
    await run(orders.add, an_order(slip=2, placed_at=NOON + 2 * SECOND, station="elsewhere"))
    assert await next_slip() == 2


async def test_of_numbers_the_first_that_is_free_is_taken_and_a_longer_one_only_then(run, database):
    async def free(*numbers):
        return await database.run(lambda conn: order_numbers.free_number(conn, numbers))

    await run(orders.add, an_order(number="261126123"))
    assert await free("261126124", "2611261234") == "261126124"
    assert await free("261126123", "2611261234") == "2611261234"
    assert await free("261126123") == "261126123"  # writing it fails, and the turn is taken again


async def test_own_orders_are_the_persons_newest_first(run):
    placed = [an_order(placed_at=NOON + timedelta(minutes=i)) for i in range(25)]
    for order in [*placed, an_order(person="psomebody")]:
        await run(orders.add, order)
    own = await run(orders.own, "pvillager")
    assert [order.number for order in own] == [order.number for order in reversed(placed[5:])]


async def test_a_stations_open_orders_are_its_oldest_first(run, database):
    placed = [an_order(placed_at=NOON - timedelta(minutes=i)) for i in range(3)]
    for order in [*placed, an_order(station="HP")]:
        await run(orders.add, order)
    await database.run(lambda conn: orders.move(conn, placed[1], Status.CANCELLED, NOON))
    assert [order.number for order in await run(orders.open_at, "YL")] == [placed[2].number, placed[0].number]


async def test_what_was_placed_or_moved_within_a_time_is_found(run, database):
    old, moved, new = (an_order(placed_at=NOON - timedelta(days=days)) for days in (9, 9, 0))
    for order in (old, moved, new):
        await run(orders.add, order)
    await database.run(lambda conn: orders.move(conn, moved, Status.PACKED, NOON + SECOND))
    touched = await run(orders.touched, "YL", NOON, NOON + timedelta(days=1))
    assert {order.number for order in touched} == {moved.number, new.number}


async def test_pages_hold_every_order_once_newest_first(run):
    placed = [an_order(placed_at=NOON + (i // 3) * SECOND) for i in range(10)]
    for order in placed:
        await run(orders.add, order)
    seen, after = [], None
    while True:
        page = await run(orders.page, limit=3, after=after)
        seen += [order.number for order in page.rows]
        if page.next is None:
            break
        after = page.next
    assert seen == [o.number for o in sorted(placed, key=lambda o: (o.placed_at, o.number), reverse=True)]


async def test_orders_are_filtered_by_person_station_and_status(run):
    wanted = an_order(person="pa", station="HP")
    for order in (wanted, an_order(person="pa"), an_order(station="HP")):
        await run(orders.add, order)
    page = await run(orders.page, person="pa", station="HP", status="placed")
    assert [order.number for order in page.rows] == [wanted.number]
    assert (await run(orders.page, person="pa", status="packed")).rows == []


@pytest.mark.parametrize("cursor", ["nonsense", "!!!", "W10", "锁"])
async def test_what_is_no_cursor_is_refused(run, cursor):
    with pytest.raises(BadCursor):
        await run(orders.page, after=cursor)


async def test_installations_are_listed_by_day(run):
    for day in (28, 26, 27):
        await run(orders.add, an_order(installation=Installation(date=date(2026, 11, day))))
    await run(orders.add, an_order())
    found = await run(orders.installations)
    assert [order.installation.date.day for order in found] == [26, 27, 28]
    assert found[0].lines[0].quantity == Decimal(2)


async def test_orders_of_one_second_come_in_the_order_they_were_placed_in_whatever_their_numbers(run):
    for slip, number in ((1, "261125900"), (2, "261125100"), (3, "261125500")):
        await run(orders.add, an_order(number=number, slip=slip, person="pa", placed_at=NOON))
    first = await run(orders.page, person="pa", limit=2)
    rest = await run(orders.page, person="pa", limit=2, after=first.next)
    assert [order.slip for order in first.rows + rest.rows] == [3, 2, 1]
    assert [order.slip for order in await run(orders.own, "pa")] == [3, 2, 1]
