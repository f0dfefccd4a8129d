"""Orders and searches of a week become cells, each once, and are then forgotten."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.chores.insights import INSIGHTS
from bot.chores.running import Chores
from bot.domain.events import DemandHeard, ErasureRequested, OrderMoved, OrderPlaced, SearchHeard
from bot.domain.order import Order, OrderLine, Status
from bot.domain.people import Station
from bot.storage.insights import merchants
from bot.storage.insights.answers import Asked, ask
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import insight_cells, insight_marks
from bot.storage.trade import products
from catalog.product import Product

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)
WEEK = date(2026, 11, 23)
CLOSED = datetime(2026, 12, 1, 5, tzinfo=ZONE)
GOODS = [
    Product(sku="R", name="大米", category="粮油/米", unit="袋", price_fen=4500, city_price_fen=5000, merchant="香禾"),
    Product(sku="N", name="糯米", category="粮油/米", unit="袋", price_fen=900, merchant="香禾"),
    Product(sku="X", name="洗发水", category="洗护", unit="瓶", price_fen=2000, city_price_fen=2000, merchant="清露"),
]


class Village:
    def __init__(self, database, seal) -> None:
        self.database, self.seal = database, seal
        self.worker = Chores(database, seal, ZONE, lambda: None, [INSIGHTS])
        self.count = 0

    async def happens(self, *events, at=NOON) -> None:
        await self.database.run(lambda conn: record(conn, events, seal=self.seal, at=at, now=at))

    def placed(self, who: str | None, *skus: str, at=NOON) -> OrderPlaced:
        self.count += 1
        prices = {product.sku: product for product in GOODS}
        lines = tuple(
            OrderLine(sku=s, name=prices[s].name, unit="袋", quantity=Decimal(2), price_fen=prices[s].price_fen)
            for s in skus
        )
        order = Order(
            number=f"26{self.count:05d}", slip=self.count, person=who, recipient="桂兰", placed_by="villager",
            station="YL", county="河湾县", lines=lines, placed_at=at, promised_by=at.date(), draft=f"d{self.count}",
        )  # fmt: skip  # a table, a row a line
        return OrderPlaced(order=order)

    def searched(self, who: str, sku: str, words: str = "大米", at=NOON, **more) -> SearchHeard:
        return SearchHeard(person=who, station="YL", words=words, skus=(sku,), at=at, **({"sold_out": False} | more))

    async def closes(self, at=CLOSED) -> None:
        await self.worker.tick(at)

    async def told(self, kind: str, by: str, merchant: str | None = "香禾"):
        asked = Asked(kind=kind, by=by, merchant=merchant, since=WEEK, until=WEEK)
        return await self.database.run(lambda conn: ask(conn, asked))


@pytest.fixture
async def village(database, seal) -> Village:
    def build(conn) -> None:
        stations.save(conn, seal, [Station(code="YL", name="杨柳站", county="河湾县")], at=NOON)
        products.save(conn, GOODS)

    await database.run(build)
    return Village(database, seal)


async def test_what_six_people_bought_is_told_to_its_merchant_alone(village):
    await village.happens(*(village.placed(f"p{n}", "R") for n in range(6)))
    await village.closes()
    (row,) = await village.told("bought", "sku")
    assert (row.key, row.people, row.times, row.quantity, row.amount_fen) == ("R", 5, 5, Decimal(10), 54000)
    assert row.parts == {"new": 5, "again": 0, "other": 0}
    assert await village.told("bought", "sku", "清露") == []
    assert len(await village.told("bought", "sku", None)) == 1


async def test_four_people_are_never_told(village):
    events = [village.placed(f"p{n}", "R") for n in range(4)] + [village.placed("p0", "R") for _ in range(9)]
    await village.happens(*events)
    await village.closes()
    assert await village.told("bought", "week") == []


async def test_villagers_nobody_knows_count_as_one(village):
    await village.happens(*(village.placed(None, "R") for _ in range(9)))
    await village.closes()
    assert await village.told("bought", "sku") == []


async def test_whoever_bought_it_before_buys_it_again(village):
    await village.happens(*(village.placed(f"p{n}", "R") for n in range(5)))
    await village.closes()
    next_week = NOON + timedelta(days=7)
    await village.happens(*(village.placed(f"p{n}", "R", "N", at=next_week) for n in range(5)), at=next_week)
    await village.closes(CLOSED + timedelta(days=7))
    asked = Asked(kind="bought", by="sku", merchant="香禾", since=WEEK + timedelta(days=7), until=date(2027, 1, 4))
    rows = await village.database.run(lambda conn: ask(conn, asked))
    assert {row.key: row.parts for row in rows} == {
        "R": {"new": 0, "again": 5, "other": 0},
        "N": {"new": 0, "again": 0, "other": 5},
    }


async def test_searches_without_an_order_are_told_with_the_reason(village):
    await village.happens(
        *(village.searched(f"a{n}", "R", sold_out=True) for n in range(5)),
        *(village.searched(f"b{n}", "R") for n in range(5)),
        *(village.placed(f"b{n}", "N") for n in range(5)),
        *(village.searched(f"c{n}", "R") for n in range(5)),
        *(village.placed(f"c{n}", "R") for n in range(5)),
    )
    await village.closes()
    (left,) = await village.told("left", "gap")
    assert (left.key, left.people) == ("under20", 10)
    assert left.parts == {"sold_out": 5, "chose_other": 5, "no_order": 0}
    (word,) = await village.told("word", "words")
    assert (word.key, word.people) == ("大米", 15)


async def test_a_search_of_sunday_has_until_monday_to_become_an_order(village):
    sunday = datetime(2026, 11, 29, 22, tzinfo=ZONE)
    monday = sunday + timedelta(hours=12)
    await village.happens(*(village.searched(f"p{n}", "R", at=sunday) for n in range(6)), at=sunday)
    await village.happens(*(village.placed(f"p{n}", "R", at=monday) for n in range(6)), at=monday)
    await village.closes()
    assert await village.told("left", "sku") == []


async def test_what_is_asked_for_and_not_carried_is_told_to_every_merchant(village):
    heard = [DemandHeard(person=f"p{n}", station="YL", mention="风油精", at=NOON) for n in range(7)]
    await village.happens(*heard)
    await village.closes()
    (row,) = await village.told("missing", "words", None)
    assert (row.key, row.people) == ("风油精", 5)


async def test_a_week_is_closed_once_and_what_it_was_made_of_is_forgotten(village):
    await village.happens(*(village.placed(f"p{n}", "R") for n in range(5)))
    await village.closes(CLOSED - timedelta(hours=2))
    assert await village.told("bought", "week") == []
    await village.closes()
    await village.closes(CLOSED + timedelta(hours=1))
    (row,) = await village.told("bought", "week")
    assert (row.key, row.people) == ("2026-11-23", 5)
    assert (
        await village.database.run(lambda conn: conn.execute(select(func.count()).select_from(insight_marks)).scalar())
        == 0
    )


async def test_what_comes_after_a_week_is_closed_never_changes_it(village):
    await village.happens(*(village.placed(f"p{n}", "R") for n in range(5)))
    await village.closes()
    late = [village.placed(f"q{n}", "R") for n in range(9)]
    await village.happens(*late, at=CLOSED)
    await village.closes(CLOSED + timedelta(days=7))
    (row,) = await village.told("bought", "week")
    assert row.people == 5


async def test_a_cancelled_order_does_not_count(village):
    placed = [village.placed(f"p{n}", "R") for n in range(5)]
    off = OrderMoved(number=placed[0].order.number, to=Status.CANCELLED, at=NOON, by="villager")
    await village.happens(*placed, off)
    await village.closes()
    assert await village.told("bought", "week") == []


async def test_who_is_erased_is_not_counted(village):
    def meet(conn) -> list[str]:
        return [people.find_or_make(conn, village.seal, f"wechat:o{n}", NOON).id for n in range(5)]

    who = await village.database.run(meet)
    await village.happens(*(village.placed(person, "R") for person in who), ErasureRequested(person=who[0]))
    await village.closes()
    cells = await village.database.run(lambda conn: conn.execute(select(insight_cells)).all())
    assert cells == []


async def test_a_token_opens_one_merchants_figures_until_it_is_revoked(village):
    token = await village.database.run(lambda conn: merchants.new_token(conn, "香禾", NOON))
    find = village.database.run
    assert await find(lambda conn: merchants.merchant_of(conn, token)) == "香禾"
    assert await find(lambda conn: merchants.merchant_of(conn, token + "x")) is None
    assert await find(lambda conn: merchants.revoke(conn, "香禾")) == 1
    assert await find(lambda conn: merchants.merchant_of(conn, token)) is None
    assert await find(lambda conn: [merchants.is_known(conn, name) for name in ("香禾", "", "无名")]) == [
        True,
        False,
        False,
    ]
