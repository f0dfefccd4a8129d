"""What a merchant's offer brought: how many took it, and what it changed against those who were not told."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from sqlalchemy import Connection, case, func, select

from bot.domain.campaign import Campaign, Effect, effect
from bot.domain.insight import FEWEST, STEP
from bot.domain.order import Status
from bot.storage.schema import campaign_orders, campaign_people, order_lines, orders


def taken(conn: Connection, of: Campaign, now: datetime) -> Decimal | None:
    """How much was ordered at the offer's price, for the merchant: rounded down to five, once it is over, and if five people
    ordered. While it runs, two looks would tell what one person ordered in between. None where it is not told."""
    if not of.is_over(now.date()):
        return None
    person = func.coalesce(orders.c.person, orders.c.number)
    query = select(func.count(person.distinct())).join(campaign_orders, campaign_orders.c.number == orders.c.number)
    people = conn.execute(query.where(campaign_orders.c.campaign == of.key)).scalar_one()
    return of.taken - of.taken % STEP if people >= FEWEST else None


def measured(conn: Connection, of: Campaign, now: datetime) -> Effect | None:
    """What the offer brought, once it is over; None before, and where too few people ordered or did not."""
    if not of.is_over(now.date()):
        return None
    ended = of.decided_at if of.status == "stopped" else None
    bought = (
        select(orders.c.number)
        .join(order_lines, order_lines.c.number == orders.c.number)
        .where(
            orders.c.person == campaign_people.c.person,
            orders.c.placed_at >= campaign_people.c.at,
            orders.c.placed_at <= (ended or datetime.combine(of.closes, time.max, now.tzinfo)),
            orders.c.status != Status.CANCELLED,
            order_lines.c.sku == of.sku,
        )
    )
    query = (
        select(campaign_people.c.told, func.count().label("people"), func.sum(case((bought.exists(), 1), else_=0)))
        .where(campaign_people.c.campaign == of.key)
        .group_by(campaign_people.c.told)
    )
    counts = {row[0]: (row[1], int(row[2])) for row in conn.execute(query)}
    return effect(*counts.get(True, (0, 0)), *counts.get(False, (0, 0)))
