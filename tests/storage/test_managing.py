"""Managers come by invite and leave; stations close, and nobody's order is lost."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from made import NOON, a_station, an_order
from sqlalchemy import select

from bot.domain.events import AlertRaised, ManagerAppointed
from bot.domain.order import OrderEvent, Status
from bot.storage.network import alerts, closing, stations
from bot.storage.persons import invites, managing, people
from bot.storage.record import record
from bot.storage.schema import outbox
from bot.storage.sql.retake import InviteUsed
from bot.storage.trade import orders

CENTRE = a_station("HW01", "", name="河湾县中心", level="county", manager_wechat="oCounty")
YANGLIU = a_station(manager_wechat="oOld", manager_phone="+8613900000001", manager_name="老周", parent="HW01")
HEPING = a_station("HP", "和平村", parent="HW01")


@pytest.fixture
async def run(database, seal):
    def run(function, *given, **named):
        return database.run(lambda conn: function(conn, seal, *given, **named))

    await run(stations.save, [CENTRE, YANGLIU, HEPING], at=NOON)
    return run


async def appointed(run, contact="wechat:oNew", station="YL"):
    invite = await run(invites.make, station, NOON, Random(1))  # noqa: S311 - the same code every time
    person = await run(people.find_or_make, contact, NOON)
    event = ManagerAppointed(person=person.id, station=station, code=invite.code, at=NOON)
    await run(lambda conn, seal: record(conn, [event], seal=seal, at=NOON))
    return event


async def test_an_invite_makes_a_manager_once(run):
    event = await appointed(run)
    assert (await run(people.find, "wechat:oNew")).manages == ("YL",)
    assert (await run(people.find, "wechat:oOld")).manages == ()
    assert (await run(stations.find, "YL")).manager_wechat == "oNew"
    assert (await run(invites.find, event.code)).used_by == event.person
    with pytest.raises(InviteUsed):
        await run(lambda conn, seal: record(conn, [event], seal=seal, at=NOON))


async def told(run, notice):
    query = select(outbox.c.recipient).where(outbox.c.notice == notice)
    return await run(lambda conn, _: list(conn.execute(query).scalars()))


async def test_the_manager_who_is_replaced_or_leaves_is_told(run):
    old = await run(people.find, "wechat:oOld")
    new = await appointed(run)
    assert await told(run, "manager_replaced") == [old.id]
    await run(lambda conn, seal: record(conn, managing.leaving(conn, seal, "YL", NOON), seal=seal, at=NOON))
    assert await told(run, "manager_dismissed") == [new.person]


async def test_the_same_file_again_does_not_bring_the_former_manager_back(run):
    await appointed(run)
    await run(stations.save, [CENTRE, YANGLIU, HEPING], at=NOON)
    assert (await run(people.find, "wechat:oNew")).manages == ("YL",)
    assert (await run(people.find, "wechat:oOld")).manages == ()


async def test_a_file_that_names_somebody_else_rules_again(run):
    await appointed(run)
    await run(stations.save, [a_station(manager_wechat="oThird")], at=NOON)
    assert (await run(people.find, "wechat:oThird")).manages == ("YL",)
    assert (await run(people.find, "wechat:oNew")).manages == ()
    await run(stations.save, [YANGLIU], at=NOON)
    assert (await run(people.find, "wechat:oOld")).manages == ("YL",)


async def test_who_leaves_manages_nothing_and_the_county_takes_over_what_is_unseen(run):
    invite = await run(invites.make, "YL", NOON, Random(2))  # noqa: S311 - the same code every time
    alert = AlertRaised(station="YL", kind="complaint", level="warning", text="盐少了一袋", key="k1")

    def leave(conn, seal):
        record(conn, [alert], seal=seal, at=NOON)
        record(conn, managing.leaving(conn, seal, "YL", NOON), seal=seal, at=NOON)

    await run(leave)
    assert (await run(people.find, "wechat:oOld")).manages == ()
    assert (await run(stations.find_with_managers, "YL"))[1] == ()
    assert (await run(invites.find, invite.code)).state(NOON + timedelta(seconds=1)) == "expired"
    handed = (await run(lambda conn, seal: alerts.page(conn, seal, station="HW01"))).rows
    assert [one.text for one in handed] == ["〔杨柳站〕盐少了一袋"]
    assert await run(lambda conn, seal: alerts.unseen(conn, seal, "YL")) == []
    await run(stations.save, [YANGLIU], at=NOON)
    assert (await run(people.find, "wechat:oOld")).manages == ()
    with pytest.raises(LookupError):
        await run(lambda conn, seal: list(managing.leaving(conn, seal, "YL", NOON)))


async def with_villager(run, **order):
    villager = await run(people.find_or_make, "wechat:oVillager", NOON)
    await run(lambda conn, _: people.change(conn, villager.id, station="YL"))
    await run(orders.add, an_order(person=villager.id, **order))
    return villager.id


async def test_a_station_in_use_closes_only_with_somewhere_to_go(run):
    await with_villager(run)
    with pytest.raises(closing.CannotClose, match=r"1 villager.*1 open order"):
        await run(closing.close, "YL", "", NOON)
    for wrong in ("YL", "nowhere"):
        with pytest.raises(closing.CannotClose):
            await run(closing.close, "YL", wrong, NOON)
    assert (await run(stations.find, "YL")).status == "open"


async def test_what_is_unseen_at_a_closing_station_is_one_alert_to_the_county_the_urgent_first(run):
    kinds = [("low_stock", "info"), ("complaint", "warning"), ("handoff", "urgent")]

    def close(conn, seal):
        for kind, level in kinds:
            alert = AlertRaised(station="YL", kind=kind, level=level, text=f"有{kind}", key=kind)
            record(conn, [alert], seal=seal, at=NOON)
        closing.close(conn, seal, "YL", "", NOON)

    await run(close)
    (handed,) = (await run(lambda conn, seal: alerts.page(conn, seal, station="HW01"))).rows
    rows = "1. 有handoff\n2. 有complaint\n3. 有low_stock"
    assert (handed.level, handed.text) == ("urgent", f"〔杨柳站〕没看的提醒3条转到您这里：\n{rows}")
    assert await run(lambda conn, seal: alerts.unseen(conn, seal, "YL")) == []
    assert len(await told(run, "alert_escalated")) == 1


async def test_a_closing_station_hands_over_its_people_and_orders_and_they_are_told(run):
    arrived = (OrderEvent(type="at_station", at=NOON, by="carrier"),)
    taken = {"status": Status.AT_STATION, "pickup_code": "1234", "events": arrived}
    await run(orders.add, an_order(station="HP", person=None, slip=1, **taken))
    villager = await with_villager(run, slip=1, **taken)
    done = await run(closing.close, "YL", "HP", NOON)
    assert (done.villagers, done.orders) == (1, 1)
    assert (await run(people.find, "wechat:oVillager")).station == "HP"
    there = await run(orders.open_at, "HP")
    assert len({order.slip for order in there}) == len({order.pickup_code for order in there}) == 2
    closed = await run(stations.find, "YL")
    assert (closed.status, closed.successor) == ("closed", "HP")
    assert await run(stations.named, "杨柳村") == []
    letters = await run(lambda conn, _: conn.execute(select(outbox.c.recipient, outbox.c.notice)).all())
    assert (villager, "station_closed") in [tuple(letter) for letter in letters]
    told = await run(lambda conn, seal: alerts.unseen(conn, seal, "HP"))
    assert ["1位乡亲" in alert.text and "1单" in alert.text for alert in told] == [True]
    with pytest.raises(closing.CannotClose):
        await run(closing.close, "YL", "HP", NOON)


async def test_a_station_nobody_uses_closes_at_once_and_a_file_does_not_open_it(run):
    assert (await run(closing.close, "HP", "", NOON)).orders == 0
    assert "HP" in (await run(lambda conn, _: stations.standing(conn))).closed
