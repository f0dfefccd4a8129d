"""What a turn may know, from real rows."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import SystemRandom

import pytest
from made import NOON, a_station, an_article, an_order

from bot.dialogue.facts import Facts
from bot.domain.alert import OpenAlert
from bot.domain.cash import Entry
from bot.domain.events import (
    AlertRaised,
    BroadcastSent,
    CashEntered,
    OptedOut,
    OrderPlaced,
    PersonNamed,
    StationBound,
    StockMoved,
)
from bot.domain.order import Status
from bot.domain.shelf import Standing
from bot.storage.facts import SqlFacts
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.trade import products, stock
from catalog.shop import Shop


@pytest.fixture
def ask(database, seal):
    """Asks the facts of a turn by `contact`: `await ask("wechat:oMother", lambda facts: facts.orders())`."""

    async def ask(contact, question, at=NOON):
        def work(conn):
            person = people.find_or_make(conn, seal, contact, at)
            facts: Facts = SqlFacts(
                conn, seal, person=person, contact=contact, channel=contact.partition(":")[0],
                at=at, shop=Shop(()), dice=SystemRandom(),
            )  # fmt: skip  # a table, a row a line
            return question(facts)

        return await database.run(work)

    return ask


@pytest.fixture
async def village(database, seal):
    """A station with its manager, and an order of oMother's there."""
    order = an_order(person=seal.person_id_of("wechat:oMother"))
    station = a_station(manager_wechat="oBoss")

    def work(conn):
        stations.save(conn, seal, [station, a_station("HP", "和平村")], at=NOON)
        people.find_or_make(conn, seal, "wechat:oMother", NOON)
        products.save(conn, [an_article(stock=Decimal(10))])
        stock.set_shelves(conn, [("YL", "SOY", Decimal(4))])
        record(conn, [OrderPlaced(order=order), StationBound(person=order.person, station="YL")], seal=seal, at=NOON)

    await database.run(work)
    return order


async def test_own_orders_are_known(ask, village):
    [order] = await ask("wechat:oMother", lambda facts: facts.orders())
    assert order.number == village.number
    assert await ask("wechat:oOther", lambda facts: facts.orders()) == []


async def test_an_order_is_shown_to_its_owner_and_its_manager_only(ask, village):
    for contact, seen in (("wechat:oMother", True), ("wechat:oBoss", True), ("wechat:oOther", False)):
        order = await ask(contact, lambda facts: facts.order(village.number))
        assert (order is not None) == seen
    assert await ask("wechat:oMother", lambda facts: facts.order("nothing")) is None


async def test_a_stations_orders_its_day_and_its_next_slip_are_known(ask, village):
    def question(facts):
        return facts.station_orders("YL"), facts.day_orders("YL"), facts.next_slip("YL")

    is_open, day, slip = await ask("wechat:oBoss", question)
    assert [order.number for order in is_open] == [order.number for order in day] == [village.number]
    assert slip == village.slip % 999 + 1
    assert (await ask("wechat:oBoss", question, at=NOON + timedelta(days=1)))[1] == []


async def test_the_day_is_the_villages_own(ask, village):
    """Noon in Shanghai is 04:00 UTC: at 23:59 it is the same day still, a minute later the next."""
    late = NOON.replace(hour=23, minute=59)
    assert len(await ask("wechat:oBoss", lambda facts: facts.day_orders("YL"), at=late)) == 1
    assert await ask("wechat:oBoss", lambda facts: facts.day_orders("YL"), at=late + timedelta(minutes=1)) == []


async def test_stations_are_found(ask, village):
    assert (await ask("wechat:oMother", lambda facts: facts.station("YL"))).name == "杨柳站"
    assert await ask("wechat:oMother", lambda facts: facts.station("nowhere")) is None
    assert [s.code for s in await ask("wechat:oMother", lambda facts: facts.stations_named("和平"))] == ["HP"]


async def test_stock_is_known(ask, village):
    def question(facts):
        return facts.left("SOY"), facts.left("nothing"), facts.shelf("YL", "SOY"), facts.shelf("HP", "SOY")

    assert await ask("wechat:oMother", question) == (8, None, 4, 0)


async def test_people_of_the_station_are_known(ask, village):
    def question(facts):
        return facts.people_in_handoff("YL"), facts.wrong_codes("YL"), facts.phone_of(facts.person.id)

    assert await ask("wechat:oMother", question) == ([], 0, "")
    assert (await ask("sms:+8613800000000", question))[2] == "+8613800000000"


async def test_what_was_asked_once_is_not_read_again(ask, village):
    def question(facts):
        return facts.orders() is facts.orders(), facts.station_orders("YL") is facts.station_orders("YL")

    assert await ask("wechat:oMother", question) == (True, True)


async def test_villagers_are_found_by_their_exact_name(ask, village, database, seal):
    mother = seal.person_id_of("wechat:oMother")
    await database.run(lambda conn: record(conn, [PersonNamed(person=mother, name="王秀英")], seal=seal, at=NOON))
    [known] = await ask("wechat:oBoss", lambda facts: facts.people_named("YL", "王秀英"))
    assert known.id == mother
    assert await ask("wechat:oBoss", lambda facts: facts.people_named("HP", "王秀英")) == []
    assert await ask("wechat:oBoss", lambda facts: facts.people_named("YL", "王秀")) == []
    assert await ask("wechat:oBoss", lambda facts: facts.people_named("YL", "")) == []


async def test_those_who_listen_are_bound_and_have_not_opted_out(ask, village, database, seal):
    mother = seal.person_id_of("wechat:oMother")
    [one] = await ask("wechat:oBoss", lambda facts: facts.villagers("YL"))
    assert one.id == mother
    await database.run(lambda conn: record(conn, [OptedOut(person=mother)], seal=seal, at=NOON))
    assert await ask("wechat:oBoss", lambda facts: facts.villagers("YL")) == []


async def test_the_county_centre_is_the_one_named_or_the_only_one(ask, village, database, seal):
    def open_centre(code, county):
        centre = a_station(code, "中心", level="county", county=county)
        return database.run(lambda conn: stations.save(conn, seal, [centre], at=NOON))

    async def centre_of(words):
        found = await ask("wechat:oMother", lambda facts: facts.county_centre(words))
        return found and found.code

    assert await centre_of("青石县月亮村") is None
    await open_centre("C1", "青石县")
    assert await centre_of("月亮村") == "C1"
    await open_centre("C2", "白水县")
    assert await centre_of("白水县月亮村") == "C2"
    assert await centre_of("月亮村") is None


async def test_what_passes_over_the_counter_is_known(ask, village, database, seal):
    entry = Entry(key="a", station="YL", kind="taken", amount_fen=8500)
    order = an_order(
        status=Status.AT_STATION, from_shelf=True, lines=village.lines, pickup_code="4821", person=village.person
    )
    events = [
        CashEntered(entry=entry, by="boss", at=NOON),
        BroadcastSent(station="YL", person="boss", text="停电", at=NOON),
        AlertRaised(station="YL", kind="handoff", level="urgent", text="找您", key="a"),
        StockMoved(station="YL", sku="SOY", quantity=Decimal(-1), reason="walk_in_sale", at=NOON),
        OrderPlaced(order=order),
    ]
    await database.run(lambda conn: record(conn, events, seal=seal, at=NOON))

    def counter(facts):
        return facts.cash_fen("YL"), facts.broadcasts_today("YL"), facts.alerts("YL"), facts.sold("YL")

    alert = OpenAlert(level="urgent", text="找您", at=NOON)
    assert await ask("wechat:oBoss", counter) == (8500, 1, [alert], {"SOY": 1})
    shelf = [Standing(sku="SOY", quantity=Decimal(3), reserved=Decimal(2))]
    assert await ask("wechat:oBoss", lambda facts: facts.shelf_rows("YL")) == shelf
    assert await ask("wechat:oBoss", lambda facts: facts.shelf("YL", "SOY")) == 1
    later = NOON + timedelta(days=29)
    assert await ask("wechat:oBoss", counter, at=later) == (8500, 0, [alert], {})
    assert await ask("wechat:oBoss", lambda facts: facts.cash_fen("HP")) == 0
