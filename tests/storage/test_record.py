"""Events become rows and letters, all together or not at all."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import pytest
from made import NOON, NOW, SECOND, a_line, a_station, an_article, an_order

from bot.domain import events
from bot.domain.events import (
    AlertRaised,
    BroadcastSent,
    DemandHeard,
    ErasureRequested,
    HandoffClosed,
    HandoffOpened,
    InstallationMoved,
    ListingOffered,
    OptedIn,
    OptedOut,
    OrderDelayed,
    OrderMoved,
    OrderPlaced,
    PhoneCodeSent,
    PhoneLinked,
    PickupRefused,
    StationBound,
)
from bot.domain.order import IllegalMove, Installation, Status
from bot.storage.market import listings
from bot.storage.messages import outbox
from bot.storage.network import alerts, stations
from bot.storage.persons import people
from bot.storage.record import WRITERS, NumberTaken, OrderChanged, Retake, StockShort
from bot.storage.trade import demand, orders, pickups, products, stock

WECHAT, PHONE = "wechat:oMother", "sms:+8613800000000"


@pytest.fixture
async def mother(run):
    station = a_station(manager_wechat="oBoss", manager_phone="+8613900000001")
    await run(stations.save, [station], at=NOON)
    return await run(people.find_or_make, WECHAT, NOON)


async def leased(run):
    return await run(outbox.lease, now=NOW, until=NOW + SECOND)


def moved(order, to, **more):
    return OrderMoved(number=order.number, to=to, at=NOON + SECOND, by="county", **more)


def an_alert(**changes):
    usual = {"station": "YL", "kind": "handoff", "level": "urgent", "text": "秋香找您", "key": "handoff:1"}
    return AlertRaised(**usual | changes)


def test_every_event_has_a_writer():
    kinds = {
        kind
        for kind in vars(events).values()
        if isinstance(kind, type) and issubclass(kind, events.Event) and kind is not events.Event
    }
    assert kinds == set(WRITERS)


async def test_a_placed_order_is_written_and_its_goods_set_aside(run, database, happen):
    await database.run(lambda conn: products.save(conn, [an_article(stock=Decimal(10))]))
    order = an_order()
    await happen(OrderPlaced(order=order))
    assert (await run(orders.find, order.number)).lines == order.lines
    assert await database.run(lambda conn: stock.left(conn, "SOY")) == 8


async def test_an_order_of_more_than_there_is_leaves_nothing(run, database, happen):
    await database.run(
        lambda conn: products.save(conn, [an_article(stock=Decimal(10)), an_article("RICE", stock=Decimal(1))])
    )
    order = an_order(lines=(a_line(), a_line("RICE")))
    with pytest.raises(StockShort):
        await happen(OrderPlaced(order=order))
    assert await run(orders.find, order.number) is None
    assert await database.run(lambda conn: stock.left(conn, "SOY")) == 10


async def test_parallel_orders_never_oversell(run, database, happen):
    await database.run(lambda conn: products.save(conn, [an_article(stock=Decimal(10))]))
    placed = [OrderPlaced(order=an_order()) for _ in range(12)]
    results = await asyncio.gather(*(happen(event) for event in placed), return_exceptions=True)
    assert [type(result) for result in results].count(StockShort) == 7
    assert results.count(None) == 5
    assert len((await run(orders.page)).rows) == 5


@pytest.mark.parametrize("same", ["number", "slip", "draft"])
async def test_a_number_that_is_taken_asks_for_the_turn_again(happen, same):
    first = an_order()
    await happen(OrderPlaced(order=first))
    with pytest.raises(NumberTaken):
        await happen(OrderPlaced(order=an_order(**{same: getattr(first, same)})))


async def test_cancelling_gives_the_goods_back_and_packing_does_not(database, happen):
    await database.run(lambda conn: products.save(conn, [an_article(stock=Decimal(10))]))
    cancelled, packed = an_order(), an_order()
    await happen(OrderPlaced(order=cancelled), OrderPlaced(order=packed))
    await happen(moved(cancelled, Status.CANCELLED), moved(packed, Status.PACKED))
    [count] = await database.run(stock.shelves)
    assert (count.quantity, count.reserved) == (8, 0)


async def test_an_order_goes_its_whole_way_and_remembers_it(run, happen):
    order = an_order()
    await happen(OrderPlaced(order=order))
    way = (Status.PACKED, Status.AT_COUNTY, Status.IN_TRANSIT)
    await happen(*(moved(order, to) for to in way), moved(order, Status.AT_STATION, pickup_code="4711"))
    await happen(moved(order, Status.COLLECTED))
    found = await run(orders.find, order.number)
    assert found.pickup_code == "4711"
    assert [event.type for event in found.events] == ["placed", *way, "at_station", "collected"]


async def test_what_cannot_be_is_refused_and_nothing_of_the_turn_kept(run, happen):
    order = an_order()
    await happen(OrderPlaced(order=order))
    with pytest.raises(IllegalMove, match="placed"):
        await happen(OrderDelayed(number=order.number, at=NOON, by="county"), moved(order, Status.COLLECTED))
    found = await run(orders.find, order.number)
    assert (found.status, len(found.events)) == (Status.PLACED, 1)


async def test_an_order_nobody_has_is_a_lookup_error(happen):
    with pytest.raises(LookupError):
        await happen(moved(an_order(), Status.PACKED))


async def test_two_who_move_an_order_at_once_move_it_once(run, happen):
    order = an_order()
    await happen(OrderPlaced(order=order))
    results = await asyncio.gather(*(happen(moved(order, Status.PACKED)) for _ in range(6)), return_exceptions=True)
    assert results.count(None) == 1
    assert all(isinstance(result, IllegalMove) for result in results if result)
    assert issubclass(OrderChanged, Retake)
    assert len((await run(orders.find, order.number)).events) == 2


async def test_two_parcels_at_a_station_never_have_one_code(happen):
    first, second = (an_order(status=Status.IN_TRANSIT) for _ in range(2))
    await happen(OrderPlaced(order=first), OrderPlaced(order=second))
    await happen(moved(first, Status.AT_STATION, pickup_code="4711"))
    with pytest.raises(NumberTaken):
        await happen(moved(second, Status.AT_STATION, pickup_code="4711"))
    await happen(moved(first, Status.COLLECTED))
    await happen(moved(second, Status.AT_STATION, pickup_code="4711"))


async def test_an_arrival_tells_the_villager_once(run, happen, mother):
    order = an_order(person=mother.id, status=Status.IN_TRANSIT)
    await happen(OrderPlaced(order=order))
    await happen(moved(order, Status.AT_STATION, pickup_code="4711"))
    with pytest.raises(IllegalMove):
        await happen(moved(order, Status.AT_STATION, pickup_code="4712"))
    [letter] = await leased(run)
    assert letter.recipient == mother.id
    assert "4711" in letter.letter.text
    assert "4711" in letter.letter.sms


async def test_a_delay_moves_the_promise_and_is_told(run, happen, mother):
    order = an_order(person=mother.id)
    await happen(OrderPlaced(order=order))
    await happen(OrderDelayed(number=order.number, at=NOON, by="county", until=date(2026, 11, 30)))
    found = await run(orders.find, order.number)
    assert (found.promised_by, found.events[-1].type) == (date(2026, 11, 30), "late")
    assert len(await leased(run)) == 1


async def test_an_installation_moves(run, happen):
    order = an_order(installation=Installation(date=date(2026, 11, 28), period="morning"))
    await happen(OrderPlaced(order=order))
    await happen(InstallationMoved(number=order.number, date=date(2026, 11, 29), time="14:00"))
    assert (await run(orders.find, order.number)).installation == Installation(date=date(2026, 11, 29), time="14:00")


async def test_an_alert_is_raised_once_and_reaches_the_stations_manager(run, database, happen, mother):
    await happen(an_alert(person=mother.id))
    await happen(an_alert(person=mother.id))
    boss = await run(people.find, "wechat:oBoss")
    [letter] = await leased(run)
    assert (letter.recipient, letter.letter.text) == (boss.id, "秋香找您")
    assert letter.addresses == {"wechat": "oBoss", "sms": "+8613900000001"}
    [alert] = (await run(alerts.page)).rows
    assert (alert.kind, alert.acknowledged_at) == ("handoff", None)
    assert await database.run(lambda conn: alerts.acknowledge(conn, "YL", NOON)) == 1
    assert await database.run(lambda conn: alerts.acknowledge(conn, "YL", NOON)) == 0


async def test_alerts_are_listed_newest_first_by_station(database, happen, seal):
    await happen(*(an_alert(key=f"k{i}", station="YL" if i % 2 else "HP") for i in range(6)))
    first = await database.run(lambda conn: alerts.page(conn, seal, station="YL", limit=2))
    rest = await database.run(lambda conn: alerts.page(conn, seal, station="YL", limit=2, after=first.next))
    ids = [alert.id for alert in first.rows + rest.rows]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 3
    assert rest.next is None


async def test_a_handoff_opens_and_closes(run, happen, mother):
    await happen(StationBound(person=mother.id, station="YL"))
    await happen(HandoffOpened(person=mother.id, until=NOON + timedelta(hours=1)))
    assert (await run(people.load, mother.id)).handed_off_until == NOON + timedelta(hours=1)
    assert len(await run(people.in_handoff, "YL", NOON)) == 1
    await happen(HandoffClosed(person=mother.id))
    assert (await run(people.load, mother.id)).handed_off_until is None


async def test_opting_out_and_in_again(run, happen, mother):
    await happen(OptedOut(person=mother.id))
    assert (await run(people.load, mother.id)).opted_out
    await happen(OptedIn(person=mother.id))
    assert not (await run(people.load, mother.id)).opted_out


async def test_a_phone_is_proved_by_its_code_and_linked(run, happen, mother):
    await happen(PhoneCodeSent(person=mother.id, phone="+8613800000000", code="123456"))
    [letter] = await leased(run)
    assert letter.addresses == {"sms": "+8613800000000"}
    assert "123456" in letter.letter.sms
    await happen(PhoneLinked(person=mother.id, phone="+8613800000000"))
    assert (await run(people.find, PHONE)).id == mother.id


async def test_wrong_codes_count_for_a_quarter_of_an_hour(database, happen):
    times = (NOON - timedelta(minutes=20), NOON - timedelta(minutes=5), NOON)
    await happen(*(PickupRefused(station="YL", code="0000", at=at) for at in times))
    await happen(PickupRefused(station="HP", code="9" * 500, at=NOON))
    assert await database.run(lambda conn: pickups.wrong_codes(conn, "YL", NOON)) == 2


async def test_what_is_not_carried_is_remembered_as_demand(database, happen, mother):
    heard = [("风油精", "pa"), ("风油精", "pb"), ("灯芯绒布料", "pa"), ("灯芯绒布料", "pa"), ("长" * 500, "pc")]
    await happen(*(DemandHeard(person=person, station="YL", mention=what, at=NOON) for what, person in heard))
    wanted = await database.run(lambda conn: demand.most_wanted(conn, station="YL"))
    assert wanted[:2] == [("风油精", 2, 2), ("灯芯绒布料", 1, 2)]


async def test_what_a_villager_sells_is_listed(database, happen, mother):
    offered = {"goods": "苹果", "quantity": Decimal("300.5"), "unit": "斤", "price_fen": 250, "price_unit": "斤"}
    await happen(ListingOffered(key="l1", person=mother.id, station="YL", **offered))
    [listing] = (await database.run(listings.page)).rows
    assert (listing.seller, listing.quantity, listing.status) == (mother.id, Decimal("300.5"), "draft")


async def test_an_erased_person_is_forgotten(run, happen, mother):
    await happen(ErasureRequested(person=mother.id))
    assert await run(people.find, WECHAT) is None


async def test_a_broadcast_goes_to_the_stations_villagers_but_not_to_its_sender(run, happen, mother):
    boss = await run(people.find_or_make, "wechat:oBoss", NOON)
    await happen(StationBound(person=mother.id, station="YL"), StationBound(person=boss.id, station="YL"))
    await happen(BroadcastSent(station="YL", person=boss.id, text="明天修路", at=NOON))
    letters = [one.letter for one in await leased(run)]
    assert [(letter.to, letter.urgent, letter.marketing) for letter in letters] == [(mother.id, False, False)]
    assert "明天修路" in letters[0].text
