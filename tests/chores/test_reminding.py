"""Only who wished it is reminded of what runs out: once, with the reason, and no more when told so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chores import Chores
from bot.chores.running_out import RUNNING_OUT
from bot.domain.events import GoodsSuggested, OptedOut, OrderMoved, OrderPlaced, RemindersWished
from bot.domain.order import Status
from bot.domain.running_out import ANSWERED_WITHIN, Purchase
from bot.storage import reminders
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import outbox
from tests.storage.made import NOON, ZONE, an_order


class Home:
    def __init__(self, database, seal, person: str) -> None:
        self.database, self.seal, self.person = database, seal, person
        self.worker = Chores(database, seal, ZONE, lambda: None, [RUNNING_OUT])

    async def happens(self, *events) -> None:
        await self.database.run(lambda conn: record(conn, events, seal=self.seal, at=NOON, now=NOON))

    async def wish(self, *, wished: bool = True) -> None:
        await self.happens(RemindersWished(person=self.person, wished=wished, at=NOON))

    async def told(self) -> list[str]:
        query = select(outbox.c.text).where(outbox.c.notice == "running_out")
        return await self.database.run(lambda conn: list(conn.execute(query).scalars()))


@pytest.fixture
async def home(sqlite, seal) -> Home:
    person = await sqlite.run(lambda conn: people.find_or_make(conn, seal, "wechat:oMother", NOON))
    home = Home(sqlite, seal, person.id)
    for ago in (90, 60, 30):
        order = an_order(person=person.id, placed_at=NOON - timedelta(days=ago))
        await home.happens(OrderPlaced(order=order))
    return home


async def test_who_wished_it_hears_once_why(home):
    await home.wish()
    for days in range(10):
        await home.worker.tick(NOON + timedelta(days=days))
    (text,) = await home.told()
    assert "10月26日买过草菇老抽500ml2瓶" in text
    assert "别提醒" in text


async def test_nobody_else_hears_anything(home):
    await home.worker.tick(NOON)
    assert await home.told() == []


async def test_who_wants_no_more_hears_no_more(home):
    await home.wish()
    await home.wish(wished=False)
    await home.worker.tick(NOON)
    assert await home.told() == []


async def test_who_opted_out_is_not_reminded(home):
    await home.wish()
    await home.happens(OptedOut(person=home.person))
    await home.worker.tick(NOON)
    assert await home.told() == []


async def test_nobody_is_reminded_by_night(home):
    await home.wish()
    await home.worker.tick(NOON + timedelta(hours=10))
    assert await home.told() == []


async def test_what_was_cancelled_was_not_bought(home):
    last = an_order(person=home.person, placed_at=NOON)
    await home.happens(OrderPlaced(order=last))
    moved = OrderMoved(number=last.number, to=Status.CANCELLED, at=NOON, by="villager")
    await home.happens(moved)
    await home.wish()
    await home.worker.tick(NOON)
    assert len(await home.told()) == 1


async def test_what_was_told_lately_can_be_ordered_by_a_word_until_something_is_ordered(home):
    def lately(conn, days: float):
        at = NOON + timedelta(days=days)
        return reminders.last_told(conn, home.person, at - ANSWERED_WITHIN)

    await home.wish()
    assert await home.database.run(lambda conn: reminders.wished(conn, home.person))
    assert await home.database.run(lambda conn: lately(conn, 0)) is None
    await home.worker.tick(NOON)
    told = await home.database.run(lambda conn: lately(conn, 2))
    assert (told.name, told.quantity, told.day) == ("草菇老抽500ml", 2, (NOON - timedelta(days=30)).date())
    assert await home.database.run(lambda conn: lately(conn, 4)) is None
    await home.happens(OrderPlaced(order=an_order(person=home.person, placed_at=NOON + timedelta(hours=1))))
    assert await home.database.run(lambda conn: lately(conn, 2)) is None


async def test_that_reminders_can_be_had_is_noted_without_a_purchase(home):
    await home.happens(GoodsSuggested(person=home.person, bought=None, at=NOON))
    assert await home.database.run(lambda conn: reminders.suggestible_since(conn, home.person)) == NOON
    assert await home.database.run(lambda conn: reminders.told(conn, [home.person])) == set()


async def test_what_was_only_suggested_under_an_order_is_ordered_by_no_word_later(home):
    order = an_order(person=home.person, placed_at=NOON - timedelta(days=1))
    line = order.lines[0]
    known = {"sku": line.sku, "name": line.name, "unit": line.unit, "quantity": line.quantity}
    await home.happens(OrderPlaced(order=order))
    bought = Purchase(day=NOON.date(), number=order.number, **known)
    await home.happens(GoodsSuggested(person=home.person, bought=bought, at=NOON))
    assert await home.database.run(lambda conn: reminders.last_told(conn, home.person, NOON - ANSWERED_WITHIN)) is None
