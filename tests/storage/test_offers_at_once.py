"""Many take an offer at the same moment, on PostgreSQL: its price is given in its time only, and never beyond its pieces."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from made import NOON, ZONE, a_station, an_article
from speaking import Speaking
from sqlalchemy import select

from bot.domain.campaign import Campaign
from bot.domain.events import CampaignTold
from bot.domain.order import Status
from bot.storage.network import stations
from bot.storage.offers import campaigns
from bot.storage.offers import deciding as campaign_deciding
from bot.storage.record import record
from bot.storage.schema import campaign_orders, order_lines, orders

RICE = an_article("R", name="稻花香5kg", unit="袋", price_fen=5990, merchant="香禾")
OFFER = Campaign(
    key="c1", merchant="香禾", sku="R", name=RICE.name, unit="袋", usual_fen=5990, price_fen=4990, text="新米到了",
    opens=NOON.date(), closes=NOON.date() + timedelta(days=1), counties=("河湾县",), pieces=Decimal(9),
)  # fmt: skip  # a table, a row a line
MIDNIGHT = datetime.combine(OFFER.closes + timedelta(days=1), datetime.min.time(), ZONE)
MOMENTS = (NOON, MIDNIGHT - timedelta(seconds=1), MIDNIGHT, MIDNIGHT + timedelta(seconds=1))
PEOPLE = [f"人{n}" for n in range(14)]
Asked = tuple[str, int, datetime]
"""Who asks for how many, in a message of which time."""


@pytest.fixture
async def village(postgres, seal) -> Speaking:
    """Everybody was told of the offer, each in a village of its own: orders of one station wait for each other's numbers."""
    homes = {who: f"S{n}" for n, who in enumerate(PEOPLE)}
    village = Speaking(postgres, seal, [RICE], homes)

    def begin(conn) -> None:
        stations.save(conn, seal, [a_station(code, village=f"{who}村") for who, code in homes.items()], at=NOON)
        campaigns.propose(conn, OFFER, NOON)
        assert campaign_deciding.decide(conn, "c1", approved=True, reason="", at=NOON)
        told = [village.person(conn, who, NOON).id for who in PEOPLE]
        record(conn, [CampaignTold(person=who, campaign=OFFER, told=True, at=NOON) for who in told], seal=seal, at=NOON)

    await postgres.run(begin)
    return village


async def take(village: Speaking, asked: list[Asked]) -> list[str]:
    """Everybody's whole way to the order, each step of all at the same moment: at the usual price where the offer is over,
    used up, or taken by others meanwhile. Gives the last answers."""
    heard = await asyncio.gather(*(village.say(who, "要", at) for who, _, at in asked))
    wants = [
        (who, f"改成{quantity}袋" if "优惠价" in answer else f"稻花香{quantity}袋", at)
        for (who, quantity, at), answer in zip(asked, heard, strict=True)
    ]
    answers = await asyncio.gather(*(village.say(*want) for want in wants))
    for _ in range(3):
        left = [n for n, answer in enumerate(answers) if "下单了" not in answer]
        again = await asyncio.gather(*(village.say(asked[n][0], "1", asked[n][2]) for n in left))
        answers = [again[left.index(n)] if n in left else answer for n, answer in enumerate(answers)]
    return answers


def one_each(people: list[str]) -> list[Asked]:
    return [(who, 1, NOON) for who in people]


def books(conn) -> tuple[Campaign, dict[str, Decimal], list]:
    """The offer, what each order took of it, and the line of every order that stands, with its time."""
    took = {row.number: row.quantity for row in conn.execute(select(campaign_orders))}
    lines = select(order_lines, orders.c.placed_at).join(orders, orders.c.number == order_lines.c.number)
    lines = lines.where(orders.c.status != Status.CANCELLED)
    return campaigns.find(conn, "c1"), took, conn.execute(lines).all()


def check(offer: Campaign, took: dict[str, Decimal], lines: list) -> None:
    assert offer.taken == sum(took.values(), Decimal(0)) <= offer.pieces
    assert set(took) <= {line.number for line in lines}
    for line in lines:
        cheap = line.number in took
        assert line.price_fen == (offer.price_fen if cheap else offer.usual_fen)
        if cheap:
            assert took[line.number] == line.quantity
            assert offer.opens <= line.placed_at.astimezone(ZONE).date() <= offer.closes


@pytest.mark.parametrize("seed", range(3))
async def test_however_many_order_at_once_the_price_holds_for_its_pieces_and_days_only(village, postgres, seed):
    dice = Random(seed)  # noqa: S311 - who asks for how much, the same each time
    asked = [(who, dice.randint(1, 4), dice.choice(MOMENTS)) for who in PEOPLE]
    assert all("下单了" in answer for answer in await take(village, asked))
    offer, took, lines = await postgres.run(books)
    assert len(lines) == len(PEOPLE)
    check(offer, took, lines)
    in_time = sum(quantity for _, quantity, at in asked if at < MIDNIGHT)
    assert took if in_time else not took
    assert offer.left < 4 or offer.taken == in_time, "nobody is turned away while there is enough for anybody"


async def test_an_offer_stopped_while_many_order_is_given_to_nobody_after(village, postgres, seal):
    async def stop() -> bool:
        await asyncio.sleep(0.05)
        return await postgres.run(lambda conn: campaign_deciding.stop(conn, "c1", reason="货有毛病", at=NOON))

    _, stopped = await asyncio.gather(take(village, one_each(PEOPLE[:8])), stop())
    assert stopped
    offer, took, lines = await postgres.run(books)
    check(offer, took, lines)
    await take(village, one_each(PEOPLE[8:]))
    later, took_later, lines = await postgres.run(books)
    assert took_later == took
    check(later, took_later, lines)


async def test_what_is_cancelled_can_be_taken_by_others_and_never_twice(village, postgres):
    await take(village, one_each(PEOPLE[:9]))
    assert (await postgres.run(books))[0].left == 0
    back = [village.say(who, "取消", NOON) for who in PEOPLE[:4]]
    await asyncio.gather(*back, take(village, one_each(PEOPLE[9:])))
    await asyncio.gather(*(village.say(who, "1", NOON) for who in PEOPLE[:4]))
    offer, took, lines = await postgres.run(books)
    check(offer, took, lines)
