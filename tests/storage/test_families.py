"""Ties between children and parents: both must have said so, either may end it, and nothing of it outlives a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from made import NOON, an_order

from bot.domain import events as happened
from bot.domain.running_out import Purchase
from bot.storage import reminders
from bot.storage.facts.family import SqlFamily
from bot.storage.messages import outbox
from bot.storage.persons import families, people
from bot.storage.privacy import own_data
from bot.storage.record import Retake, record
from bot.storage.trade import named_orders, orders

MOTHER, DAUGHTER = "sms:+8613800000000", "wechat:oDaughter"


@pytest.fixture
def tell(sqlite, seal):
    async def tell(*events, at=NOON):
        await sqlite.run(lambda conn: record(conn, events, seal=seal, at=at, now=at))

    return tell


@pytest.fixture
async def two(sqlite, seal):
    """Ids of a mother whom nobody knows yet, and of a daughter."""

    def work(conn):
        return people.person_of(conn, seal, MOTHER), people.find_or_make(conn, seal, DAUGHTER, NOON).id

    return await sqlite.run(work)


def asked(two, at=NOON):
    mother, daughter = two
    return happened.TieAsked(parent=mother, child=daughter, phone="+8613800000000", word="妈", name="小芳", at=at)


def answered(two, *, agreed=True):
    mother, daughter = two
    return happened.TieAnswered(parent=mother, child=daughter, agreed=agreed, word="妈", name="", at=NOON)


def ended(two, by):
    return happened.TieEnded(parent=two[0], child=two[1], by=by, name="x", at=NOON)


async def letters(sqlite, seal):
    rows = await sqlite.run(lambda conn: outbox.lease(conn, seal, now=NOON, until=NOON + timedelta(minutes=1)))
    return {(row.letter.notice, *row.addresses.values()) for row in rows}


async def test_a_phone_nobody_knows_is_asked_and_its_owner_answers(sqlite, seal, tell, two):
    await tell(asked(two))
    assert await letters(sqlite, seal) == {("family_asked", "+8613800000000")}
    mother = await sqlite.run(lambda conn: people.find_or_make(conn, seal, MOTHER, NOON))
    assert mother.id == two[0]
    await tell(answered(two))
    assert await sqlite.run(lambda conn: families.agreed(conn, *two))
    seen = await sqlite.run(lambda conn: SqlFamily(conn, seal, two[1], NOON).ties())
    assert [(tie.status, tie.word, tie.asks) for tie in seen] == [("agreed", "妈", 1)]


async def test_an_answer_counts_once_and_only_to_an_ask(sqlite, tell, two):
    await tell(answered(two))
    assert not await sqlite.run(lambda conn: families.agreed(conn, *two))
    await tell(asked(two), answered(two, agreed=False), answered(two))
    assert [tie.status for tie in await sqlite.run(lambda conn: families.of(conn, two[0]))] == ["refused"]


async def test_asks_without_an_answer_are_counted(sqlite, tell, two):
    for days in (0, 8, 16):
        await tell(asked(two, NOON + timedelta(days=days)))
    (tie,) = await sqlite.run(lambda conn: families.of(conn, two[0]))
    assert (tie.asks, tie.status) == (3, "asked")
    since = NOON + timedelta(days=15)
    assert await sqlite.run(lambda conn: families.heard_since(conn, two[0], since)) == 1


async def test_an_order_needs_a_tie_that_holds(sqlite, seal, tell, two):
    order = an_order(person=two[0], helper=two[1], placed_by="family")
    with pytest.raises(Retake):
        await tell(happened.OrderPlaced(order=order))
    await tell(asked(two), answered(two), happened.OrderPlaced(order=order))
    await tell(ended(two, by=two[0]))
    with pytest.raises(Retake):
        await tell(happened.OrderPlaced(order=an_order(person=two[0], helper=two[1], placed_by="family")))
    own = await sqlite.run(lambda conn: (orders.own(conn, seal, two[0]), orders.own(conn, seal, two[1])))
    assert [[one.number for one in found] for found in own] == [[order.number]] * 2


async def test_what_the_parent_ends_is_a_no(sqlite, tell, two):
    await tell(asked(two), answered(two), ended(two, by=two[0]))
    assert [tie.status for tie in await sqlite.run(lambda conn: families.of(conn, two[1]))] == ["refused"]


async def test_a_code_makes_a_tie_once_and_only_while_it_is_good(sqlite, seal, tell, two):
    mother, daughter = two
    later = NOON + timedelta(hours=24)
    await tell(happened.FamilyCodeMade(parent=mother, code="11112222", expires_at=later))
    await tell(happened.FamilyCodeMade(parent=mother, code="48217735", expires_at=later))

    async def whose(code, at=NOON):
        return await sqlite.run(lambda conn: families.parent_of_code(conn, seal, code, at))

    assert [await whose("11112222"), await whose("48217735"), await whose("48217735", later)] == ["", mother, ""]
    used = happened.FamilyCodeUsed(parent=mother, child=daughter, code="48217735", name="小芳", at=NOON)
    await tell(used)
    assert await sqlite.run(lambda conn: families.agreed(conn, *two))
    await tell(ended(two, by=mother))
    with pytest.raises(Retake):
        await tell(used)
    assert not await sqlite.run(lambda conn: families.agreed(conn, *two))


async def test_who_is_forgotten_has_no_ties_and_a_no_stays_a_no(sqlite, seal, tell, two):
    mother, daughter = two
    order = an_order(person=mother, helper=daughter, placed_by="family")
    await tell(asked(two), answered(two), happened.OrderPlaced(order=order))
    other = (await sqlite.run(lambda conn: people.find_or_make(conn, seal, "wechat:oFather", NOON))).id
    await tell(asked((other, daughter)))
    await tell(happened.ErasureRequested(person=daughter))
    left = await sqlite.run(lambda conn: families.of(conn, daughter))
    assert [(tie.parent, tie.status, tie.word) for tie in left] == [(other, "refused", "")]
    found = await sqlite.run(lambda conn: orders.find(conn, seal, order.number))
    assert (found.person, found.helper) == (mother, "")


async def test_a_phone_that_joins_a_wechat_person_brings_its_ties(sqlite, seal, tell, two):
    await tell(asked(two), answered(two))
    mother = await sqlite.run(lambda conn: people.find_or_make(conn, seal, "wechat:oMother", NOON))
    await tell(happened.PhoneLinked(person=mother.id, phone="+8613800000000"))
    assert await sqlite.run(lambda conn: families.agreed(conn, mother.id, two[1]))
    assert not await sqlite.run(lambda conn: families.of(conn, two[0]))


async def test_suggestions_are_noted_and_refused_for_good(sqlite, seal, tell):
    bought = Purchase(sku="A", name="盐", unit="袋", quantity=2, day=NOON.date(), number="1")
    await tell(happened.GoodsSuggested(person="p1", bought=bought, at=NOON))

    async def since():
        return await sqlite.run(lambda conn: reminders.suggestible_since(conn, "p1"))

    assert await since() == NOON
    assert await sqlite.run(lambda conn: reminders.told(conn, ["p1"])) == {("p1", "A", "1")}
    await tell(happened.SuggestionsRefused(person="p1", at=NOON))
    await tell(happened.GoodsSuggested(person="p1", bought=bought, at=NOON))
    assert await since() == "never"


async def test_a_name_finds_what_was_ordered_for_it_at_its_own_station(sqlite, seal, tell):
    mine = an_order(recipient="赵大爷", placed_at=NOON - timedelta(days=2))
    newer = an_order(recipient="赵大爷")
    old = an_order(recipient="赵大爷", placed_at=NOON - timedelta(days=400))
    others = [an_order(recipient="孙奶奶"), an_order(recipient="赵大爷", station="QS")]
    await tell(*(happened.OrderPlaced(order=order) for order in (mine, newer, old, *others)))
    since = NOON - timedelta(days=365)
    found = await sqlite.run(lambda conn: named_orders.of_recipient(conn, seal, "YL", "赵大爷", since))
    assert [order.number for order in found] == [newer.number, mine.number]


async def test_own_orders_and_those_for_a_parent_are_told_once_each_the_newest_first(database, monkeypatch, seal):
    monkeypatch.setattr(own_data, "MOST_ROWS", 3)

    def work(conn):
        for n, (person, helper) in enumerate([("pa", ""), ("pmum", "pa"), ("pa", "pa"), ("pa", ""), ("pb", "pmum")]):
            order = an_order(number=f"2611250{n}", person=person, helper=helper, slip=n + 1, draft=f"own{n}")
            orders.add(conn, seal, order)
        return own_data.gather(conn, seal, "pa")

    data = await database.run(work)
    assert [row["number"] for row in data["orders"]] == ["26112503", "26112502", "26112501"]
