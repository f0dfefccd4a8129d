"""Stations as imported: found, replaced, run by the right people."""

from __future__ import annotations

import time

import pytest
from made import NOON, a_station, an_order

from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.trade import orders

BOSS, PHONE = "wechat:oBoss", "sms:+8613900000001"


def run_by(wechat="", phone="", **changes):
    return a_station(manager_wechat=wechat, manager_phone=phone, **changes)


async def test_a_station_comes_back_as_it_was_written(run):
    station = run_by("oBoss", "+8613900000001", kind="select", parent="HW01", manager_name="张秀兰")
    assert await run(stations.save, [station], at=NOON) == 1
    assert await run(stations.find, "YL") == station
    assert await run(stations.find, "nowhere") is None


async def test_importing_the_same_file_again_changes_nothing(run):
    network = [run_by("oBoss", "+8613900000001"), a_station("HP", "和平村")]
    for _ in range(2):
        await run(stations.save, network, at=NOON)
    page = await run(stations.page)
    assert page.rows == sorted(network, key=lambda station: station.code)
    assert (await run(people.find, BOSS)).manages == ("YL",)


async def test_replacing_withdraws_what_the_file_lacks(run, database):
    await run(stations.save, [run_by("oBoss"), a_station("HP", "和平村")], at=NOON)
    await run(stations.save, [a_station("HP", "和平村")], at=NOON, replace=True)
    assert await run(stations.find, "YL") is None
    assert await run(stations.named, "杨柳") == []
    assert await database.run(stations.levels) == {"HP": "village"}
    assert (await run(people.find, BOSS)).manages == ()
    await run(stations.save, [run_by("oBoss")], at=NOON)
    assert (await run(people.find, BOSS)).manages == ("YL",)


async def test_a_stations_centre_is_its_own_countys_though_another_county_has_the_name(run):
    def centre(code, city):
        return a_station(code, "", level="county", province="某省", city=city, county="河湾县")

    in_east = a_station("E1", "东村", province="某省", city="东州", county="河湾县")
    by_parent = a_station("W1", "西村", parent="T1", county="河湾县")
    town = a_station("T1", "", level="town", parent="B0", county="河湾县")
    lonely = a_station("N1", "北村", province="某省", city="北州", county="河湾县")
    network = [centre("A0", "东州"), centre("B0", "西州"), in_east, town, by_parent, lonely]
    await run(stations.save, network, at=NOON)
    found = [await run(stations.centre_of, station) for station in (in_east, by_parent, lonely)]
    assert [one and one.code for one in found] == ["A0", "B0", None]


async def test_two_persons_become_one_when_the_file_names_both_contacts(run):
    wechat = await run(people.find_or_make, BOSS, NOON)
    phone = await run(people.find_or_make, PHONE, NOON)
    await run(orders.add, an_order(person=phone.id))
    await run(stations.save, [run_by("oBoss", "+8613900000001")], at=NOON)
    assert (await run(people.find, PHONE)).id == wechat.id
    assert len(await run(orders.own, wechat.id)) == 1


async def test_a_phone_the_manager_gave_up_manages_nothing_any_more(run):
    await run(stations.save, [run_by("oBoss", "+8613900000001")], at=NOON)
    await run(stations.save, [run_by("oBoss", "+8613900000002")], at=NOON)
    assert (await run(people.find, PHONE)).manages == ()
    assert (await run(people.find, "sms:+8613900000002")).manages == ("YL",)
    assert (await run(people.find, BOSS)).channels == ("sms", "wechat")


async def test_a_phone_given_up_at_one_station_and_kept_at_another_stays_the_managers(run):
    await run(stations.save, [run_by("oBoss", "+8613900000001"), run_by("oBoss", "+8613900000001", code="HP")], at=NOON)
    await run(stations.save, [run_by("oBoss")], at=NOON)
    assert (await run(people.find, PHONE)).manages == ("HP", "YL")


async def test_a_new_manager_takes_over_with_the_stations_phone(run):
    await run(stations.save, [run_by("oBoss", "+8613900000001")], at=NOON)
    await run(stations.save, [run_by("oNew", "+8613900000001")], at=NOON)
    assert (await run(people.find, BOSS)).manages == ()
    new = await run(people.find, PHONE)
    assert new.manages == ("YL",)
    assert new == await run(people.find, "wechat:oNew")


async def test_a_station_without_a_manager_is_a_station(run):
    await run(stations.save, [run_by("oBoss")], at=NOON)
    await run(stations.save, [a_station()], at=NOON)
    assert await run(stations.find_with_managers, "YL") == (a_station(), ())
    assert (await run(people.find, BOSS)).manages == ()


async def test_stations_come_in_pages(run):
    await run(stations.save, [a_station(f"S{i:03d}", "和平村") for i in range(7)], at=NOON)
    first = await run(stations.page, limit=5)
    rest = await run(stations.page, limit=5, after=first.next)
    assert [station.code for station in first.rows + rest.rows] == [f"S{i:03d}" for i in range(7)]
    assert rest.next is None


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("杨柳", ["YL"]),
        ("我是杨柳村的", ["YL"]),
        ("yang liu cun", ["YL"]),
        ("和平村", ["HP1", "HP2"]),
        ("青溪县和平村", ["HP2"]),
        ("火星", []),
        ("", []),
    ],
)
async def test_a_village_is_found_by_its_name(run, words, codes):
    network = [
        a_station(),
        a_station("HP1", "和平村"),
        a_station("HP2", "和平村", county="青溪县", town="白塔镇"),
        a_station("HW01", "", name="柳河镇服务点", level="town"),
    ]
    await run(stations.save, network, at=NOON)
    assert [station.code for station in await run(stations.named, words)] == codes


async def test_one_of_a_thousand_villages_of_the_same_name_is_found_by_its_county(run):
    names = "甲乙丙丁戊己庚辛壬癸"
    counties = [a + b + c + "县" for a in names for b in names for c in names]
    await run(stations.save, [a_station(f"S{i:03d}", "和平村", county=c) for i, c in enumerate(counties)], at=NOON)
    found = await run(stations.named, "癸壬辛县和平村")
    assert found[0].county == "癸壬辛县"
    assert len(await run(stations.named, "和平村")) == 20


async def test_five_thousand_stations_are_imported_and_searched_quickly(run):
    characters = "东西南北上下前后大小王李张刘陈杨赵黄周吴"
    villages = [a + b + c + "村" for a in characters for b in characters for c in characters][:5000]
    network = [
        a_station(f"S{i}", village, manager_phone=f"+86139{i:08d}", manager_wechat=f"o{i}")
        for i, village in enumerate(villages)
    ]
    begun = time.perf_counter()
    assert await run(stations.save, network, at=NOON) == 5000
    imported = time.perf_counter() - begun
    assert imported < 30
    found = await run(stations.named, "王李张村")
    assert found[0].village == "王李张村"
    assert time.perf_counter() - begun - imported < 1
