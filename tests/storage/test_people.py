"""One person over many contacts: made, found, linked, erased."""

from __future__ import annotations

import pytest
from made import NOON, NOW, SECOND, a_letter, a_message, a_station, an_order
from sqlalchemy import text

from bot.domain.events import AddressGiven, OptedOut, PersonNamed, StationBound
from bot.domain.order import Status
from bot.storage.messages import inbox, outbox
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.trade import orders

WECHAT, PHONE = "wechat:oMother", "sms:+8613800000000"


async def test_a_first_message_makes_a_person_with_the_foretold_id(run, seal):
    person = await run(people.find_or_make, WECHAT, NOON)
    assert person.id == seal.person_id_of(WECHAT)
    assert person.channels == ("wechat",)
    assert await run(people.find_or_make, WECHAT, NOON) == person
    assert await run(people.load, person.id) == person


async def test_a_contact_nobody_has_belongs_to_the_person_it_would_make(run, seal):
    assert await run(people.find, WECHAT) is None
    assert await run(people.person_of, WECHAT) == seal.person_id_of(WECHAT)


@pytest.mark.parametrize("contact", ["", "wechat:", "sms", "fax:123", ":x"])
def test_what_is_no_contact_is_refused(contact):
    with pytest.raises(ValueError, match="not a contact"):
        people.parse_contact(contact)


async def test_the_profile_is_kept(run, database, seal):
    mother = await run(people.find_or_make, WECHAT, NOON)
    told = [
        PersonNamed(person=mother.id, name="秋香"),
        StationBound(person=mother.id, station="YL"),
        AddressGiven(person=mother.id, address="村东头第三家"),
        OptedOut(person=mother.id),
    ]
    await database.run(lambda conn: record(conn, told, seal=seal, at=NOON))
    found = await run(people.find, WECHAT)
    assert (found.name, found.station, found.address, found.opted_out) == ("秋香", "YL", "村东头第三家", True)


async def test_who_tells_a_name_after_ordering_is_found_by_it_at_the_counter(run, database, seal):
    mother = await run(people.find_or_make, WECHAT, NOON)
    before = {
        "nameless": an_order(person=mother.id, recipient="一位乡亲"),
        "by phone": an_order(person=mother.id, recipient="尾号0103的乡亲"),
        "for somebody": an_order(person=mother.id, recipient="周大爷"),
        "over": an_order(person=mother.id, recipient="一位乡亲", status=Status.COLLECTED),
        "of another": an_order(person="psomebodyelse", recipient="一位乡亲"),
    }
    for order in before.values():
        await run(orders.add, order)
    await database.run(lambda conn: record(conn, [PersonNamed(person=mother.id, name="秋香")], seal=seal, at=NOON))
    after = {which: (await run(orders.find, order.number)).recipient for which, order in before.items()}
    assert after == {
        "nameless": "秋香",
        "by phone": "秋香",
        "for somebody": "周大爷",
        "over": "一位乡亲",
        "of another": "一位乡亲",
    }


async def test_neither_phone_nor_address_stands_in_the_database_readably(run, database, seal):
    person = await run(people.find_or_make, PHONE, NOON)
    await database.run(
        lambda conn: record(conn, [AddressGiven(person=person.id, address="第三家")], seal=seal, at=NOON)
    )
    await run(inbox.add_pending, a_message("sms:42", contact=PHONE, text="我的电话13800000000"), person.id, now=NOW)
    rows = await database.run(
        lambda conn: [
            str(row)
            for table in ("persons", "contacts", "inbox")
            for row in conn.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - a name of ours
        ]
    )
    assert len(rows) == 3
    assert not [row for row in rows if "13800000000" in row or "第三家" in row]


async def test_linking_a_phone_brings_its_person_along(run, database, seal):
    mother = await run(people.find_or_make, WECHAT, NOON)
    caller = await run(people.find_or_make, PHONE, NOON)
    await database.run(lambda conn: people.change(conn, caller.id, station="YL", name="秋香"))
    await run(orders.add, an_order(person=caller.id))
    await run(outbox.write, [a_letter(to=caller.id)], now=NOW)
    await run(inbox.add_pending, a_message(contact=PHONE), caller.id, now=NOW)

    await run(people.link, PHONE, mother.id, NOON)

    one = await run(people.find, PHONE)
    assert one == await run(people.find, WECHAT)
    assert (one.id, one.channels, one.station, one.name) == (mother.id, ("sms", "wechat"), "YL", "秋香")
    assert len(await run(orders.own, mother.id)) == 1
    assert len(await run(inbox.pending_of, mother.id)) == 1
    [letter] = await run(outbox.lease, now=NOW, until=NOW + SECOND)
    assert letter.addresses == {"wechat": "oMother", "sms": "+8613800000000"}
    assert await run(people.phone_of, mother.id) == "+8613800000000"


async def test_linking_keeps_what_the_person_told_before(run, database):
    mother = await run(people.find_or_make, WECHAT, NOON)
    caller = await run(people.find_or_make, PHONE, NOON)
    await database.run(lambda conn: people.change(conn, mother.id, name="秋香", station="YL"))
    await database.run(lambda conn: people.change(conn, caller.id, name="别人", station="HP", opted_out=True))
    await run(people.link, PHONE, mother.id, NOON)
    one = await run(people.find, WECHAT)
    assert (one.name, one.station, one.opted_out) == ("秋香", "YL", True)


async def test_a_phone_that_changed_hands_brings_no_orders_of_its_last_owner(run):
    former = await run(people.find_or_make, "wechat:oFormer", NOON)
    await run(people.link, PHONE, former.id, NOON)
    await run(orders.add, an_order(person=former.id))
    mother = await run(people.find_or_make, WECHAT, NOON)

    await run(people.link, PHONE, mother.id, NOON)

    assert await run(orders.own, mother.id) == []
    assert len(await run(orders.own, former.id)) == 1
    assert (await run(people.find, PHONE)).id == mother.id


async def test_linking_twice_is_linking_once(run):
    mother = await run(people.find_or_make, WECHAT, NOON)
    for _ in range(2):
        await run(people.link, PHONE, mother.id, NOON)
    assert (await run(people.find, PHONE)).channels == ("sms", "wechat")


async def test_who_unsubscribed_is_not_reached_that_way(run):
    mother = await run(people.find_or_make, WECHAT, NOON)
    await run(people.link, PHONE, mother.id, NOON)
    await run(people.set_reachable, WECHAT, reachable=False)
    assert (await run(people.find, WECHAT)).channels == ("sms",)
    assert await run(people.addresses, [mother.id]) == {mother.id: {"sms": "+8613800000000"}}


async def test_an_erased_person_leaves_pseudonymous_orders_only(run, database, seal):
    mother = await run(people.find_or_make, WECHAT, NOON)
    await database.run(lambda conn: people.change(conn, mother.id, name="秋香", station="YL"))
    order = an_order(person=mother.id, address="第三家", delivery="home")
    await run(orders.add, order)
    await run(outbox.write, [a_letter(to=mother.id)], now=NOW)
    await run(inbox.add_pending, a_message(contact=WECHAT), mother.id, now=NOW)

    await database.run(lambda conn: people.erase(conn, seal, mother.id, NOON))

    assert await run(people.find, WECHAT) is None
    assert await run(orders.own, mother.id) == []
    kept = await run(orders.find, order.number)
    assert (kept.recipient, kept.address, kept.total_fen) == ("一位乡亲", "", order.total_fen)
    assert kept.delivery == "pickup", "there is no door any more to bring it to"
    assert kept.person not in (mother.id, None)
    assert await run(outbox.lease, now=NOW, until=NOW + SECOND) == []
    assert await run(inbox.pending_of, mother.id) == []


async def test_who_comes_back_after_erasure_begins_anew_and_is_still_left_alone(run, database, seal):
    mother = await run(people.find_or_make, WECHAT, NOON)
    await run(orders.add, an_order(person=mother.id))
    await database.run(lambda conn: people.erase(conn, seal, mother.id, NOON))
    back = await run(people.find_or_make, WECHAT, NOON)
    assert (back.name, back.station, back.opted_out) == ("", "", True)
    assert await run(orders.own, back.id) == []


async def test_people_in_handoff_are_listed_longest_waiting_first(run, database):
    waiting = []
    for name, minutes in (("second", 5), ("first", 1), ("over", 0)):
        person = await run(people.find_or_make, f"wechat:o{name}", NOON)
        until = NOON - SECOND if name == "over" else NOON + 3600 * SECOND
        values = {"station": "YL", "handed_off_since": NOON + minutes * 60 * SECOND, "handed_off_until": until}
        await database.run(lambda conn, p=person, v=values: people.change(conn, p.id, **v))
        waiting.append(person.id)
    found = await run(people.in_handoff, "YL", NOON)
    assert [person.id for person in found] == [waiting[1], waiting[0]]


async def test_a_manager_is_one_person_on_both_contacts(run):
    station = a_station(manager_wechat="oBoss", manager_phone="+8613900000001")
    await run(stations.save, [station, a_station("HP", "和平村", manager_phone="+8613900000001")], at=NOON)
    boss = await run(people.find, "wechat:oBoss")
    assert boss == await run(people.find, "sms:+8613900000001")
    assert boss.manages == ("HP", "YL")
