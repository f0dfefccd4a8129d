"""Offers reach only who asked for them, once a week at most, and are never ordered beyond their pieces."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from bot.chores.campaigns import CAMPAIGNS
from bot.chores.running import Chores
from bot.domain.campaign import Campaign
from bot.domain.events import OffersAllowed, OfferTaken, OptedOut, OrderMoved, OrderPlaced, StationBound
from bot.domain.order import Order, OrderLine, Status
from bot.domain.people import Station
from bot.storage.network import stations
from bot.storage.offers import campaigns
from bot.storage.offers import deciding as campaign_deciding
from bot.storage.offers import results as campaign_results
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import campaign_orders, campaign_people, offer_consents, outbox
from bot.storage.sql.retake import StockShort

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)
OFFER = Campaign(
    key="c1", merchant="香禾", sku="R", name="稻花香5kg", unit="袋", usual_fen=5990, price_fen=4990, text="新米到了",
    opens=NOON.date(), closes=NOON.date() + timedelta(days=20), counties=("河湾县",), pieces=Decimal(10),
)  # fmt: skip  # a table, a row a line


def offered(conn, key="c1", **fields) -> None:
    made = Campaign(**{name: getattr(OFFER, name) for name in OFFER.__struct_fields__} | {"key": key} | fields)
    campaigns.propose(conn, made, NOON)
    assert campaign_deciding.decide(conn, key, approved=True, reason="", at=NOON)


def ordered(n: int, who: str) -> Order:
    line = OrderLine(sku="R", name="稻花香5kg", unit="袋", quantity=Decimal(1), price_fen=4990)
    return Order(
        number=f"9{n:05d}", slip=n + 1, person=who, recipient="", placed_by="villager", station="YL", county="河湾县",
        lines=(line,), placed_at=NOON, promised_by=NOON.date(), draft=f"offer{n}",
    )  # fmt: skip  # a table, a row a line


class Village:
    def __init__(self, database, seal, who) -> None:
        self.database, self.seal, self.who = database, seal, who
        self.worker = Chores(database, seal, ZONE, lambda: None, [CAMPAIGNS])

    async def happens(self, *events) -> None:
        await self.database.run(lambda conn: record(conn, events, seal=self.seal, at=NOON, now=NOON))

    async def rows(self, table) -> list:
        return await self.database.run(lambda conn: conn.execute(select(table)).all())


@pytest.fixture
async def village(sqlite, seal) -> Village:
    def build(conn) -> list[str]:
        made = [Station(code="YL", name="杨柳站", county="河湾县"), Station(code="QS", name="青石站", county="青石县")]
        stations.save(conn, seal, made, at=NOON)
        return [people.find_or_make(conn, seal, f"wechat:o{n}", NOON).id for n in range(60)]

    village = Village(sqlite, seal, await sqlite.run(build))
    await village.happens(*(StationBound(person=who, station="YL") for who in village.who))
    return village


async def test_only_who_asked_and_lives_there_is_told_and_a_tenth_is_held_out(village):
    allowed = [OffersAllowed(person=who, allowed=True, at=NOON) for who in village.who[:50]]
    await village.happens(
        *allowed, OptedOut(person=village.who[0]), OffersAllowed(person=village.who[1], allowed=False, at=NOON),
        StationBound(person=village.who[2], station="QS"),
    )  # fmt: skip  # a table, a row a line
    await village.database.run(offered)
    await village.worker.tick(NOON.replace(hour=8))
    assert await village.rows(outbox) == []
    for minutes in (0, 15, 30):
        await village.worker.tick(NOON + timedelta(minutes=minutes))
    turns = await village.rows(campaign_people)
    assert {row.person for row in turns} == set(village.who[3:50])
    letters = await village.rows(outbox)
    assert {letter.recipient for letter in letters} == {row.person for row in turns if row.told}
    assert 0 < sum(not row.told for row in turns) < 15
    assert all(letter.marketing and not letter.urgent for letter in letters)


async def test_nobody_hears_of_two_offers_within_a_week(village):
    await village.happens(*(OffersAllowed(person=who, allowed=True, at=NOON) for who in village.who))
    await village.database.run(lambda conn: (offered(conn), offered(conn, "c2")))
    for hours in (0, 1, 24):
        await village.worker.tick(NOON + timedelta(hours=hours))
    assert {row.campaign for row in await village.rows(campaign_people)} == {"c1"}
    await village.worker.tick(NOON + timedelta(days=7, hours=1))
    assert {row.campaign for row in await village.rows(campaign_people)} == {"c1", "c2"}


async def test_an_opt_out_ends_offers_until_they_are_asked_for_again(village):
    await village.happens(OffersAllowed(person=village.who[0], allowed=True, at=NOON), OptedOut(person=village.who[0]))
    assert await village.rows(offer_consents) == []


async def test_an_offer_waiting_or_over_is_not_told_nor_ordered(village):
    await village.happens(OffersAllowed(person=village.who[0], allowed=True, at=NOON))
    await village.database.run(lambda conn: campaigns.propose(conn, OFFER, NOON))
    await village.worker.tick(NOON)
    assert await village.rows(campaign_people) == []
    with pytest.raises(StockShort):
        await village.happens(OfferTaken(campaign="c1", sku="R", number="N1", quantity=Decimal(1), at=NOON))
    await village.database.run(lambda conn: campaign_deciding.decide(conn, "c1", approved=True, reason="", at=NOON))
    late = NOON + timedelta(days=21)
    with pytest.raises(StockShort):
        await village.happens(OfferTaken(campaign="c1", sku="R", number="N1", quantity=Decimal(1), at=late))


async def test_many_orders_at_once_never_take_more_than_its_pieces(postgres):
    """On PostgreSQL, where transactions truly overlap."""
    await postgres.run(offered)

    async def order(n: int) -> bool:
        event = OfferTaken(campaign="c1", sku="R", number=f"N{n}", quantity=Decimal(1 + n % 3), at=NOON)
        try:
            await postgres.run(lambda conn: campaigns.take(conn, event))
        except StockShort:
            return False
        return True

    placed = await asyncio.gather(*(order(n) for n in range(24)))
    rows = await postgres.run(lambda conn: conn.execute(select(campaign_orders)).all())
    offer = await postgres.run(lambda conn: campaigns.find(conn, "c1"))
    assert offer.taken == sum(row.quantity for row in rows) <= 10
    assert sum(placed) == len(rows)
    for row in rows:
        await postgres.run(lambda conn, number=row.number: campaigns.give_back(conn, number))
    assert (await postgres.run(lambda conn: campaigns.find(conn, "c1"))).taken == 0


async def test_the_effect_is_told_once_it_is_over(village):
    def build(conn) -> None:
        offered(conn)
        rows = [{"campaign": "c1", "person": f"p{n}", "told": n >= 20, "at": NOON} for n in range(120)]
        conn.execute(insert(campaign_people), rows)

    await village.database.run(build)
    await village.worker.tick(NOON)
    assert not await village.database.run(lambda conn: campaign_results.is_counted(conn, "c1"))
    await village.worker.tick(NOON.replace(hour=0) + timedelta(days=21))
    assert await village.database.run(lambda conn: campaign_results.is_counted(conn, "c1"))
    assert await village.database.run(lambda conn: campaign_results.measured(conn, "c1")) is None


async def test_what_it_brought_is_counted_once_so_that_two_looks_tell_nobody(village):
    """Six told and five held out ordered: what one of them cancels afterwards changes no figure."""

    def build(conn) -> None:
        offered(conn, closes=NOON.date())
        rows = [{"campaign": "c1", "person": f"p{n}", "told": n >= 20, "at": NOON} for n in range(120)]
        conn.execute(insert(campaign_people), rows)
        buyers = [f"p{n}" for n in [*range(5), *range(20, 25)]]
        events = [OrderPlaced(order=ordered(n, who)) for n, who in enumerate(buyers)]
        taken = [
            OfferTaken(number=f"9{n:05d}", campaign="c1", sku="R", quantity=Decimal(1), at=NOON) for n in range(10)
        ]
        record(conn, [*events, *taken], seal=village.seal, at=NOON, now=NOON)

    def looked(conn) -> tuple:
        return campaign_results.measured(conn, "c1"), campaign_results.taken(conn, "c1")

    await village.database.run(build)
    await village.worker.tick(NOON + timedelta(days=1))
    before = await village.database.run(looked)
    assert before[0] is not None
    assert (before[0].told_ordered, before[1]) == (5, 10)
    await village.happens(OrderMoved(number="900007", to=Status.CANCELLED, by="villager", at=NOON))
    assert (await village.database.run(lambda conn: campaigns.find(conn, "c1"))).taken == 9
    await village.worker.tick(NOON + timedelta(days=1, hours=1))
    assert await village.database.run(looked) == before
