"""What a merchant's offer brought: how many took it, and what it changed against those who were not told.

Counted once, when it ends, and kept: while it runs, and also afterwards when orders are still cancelled and people
still go, two looks would tell what one person did in between.
"""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, or_, select

from bot.domain.campaign import Campaign, Effect, effect
from bot.domain.insight import FEWEST, STEP
from bot.domain.order import Status
from bot.storage.offers import campaigns as kept
from bot.storage.schema import campaign_ends, campaign_orders, campaign_people, campaigns, order_lines, orders
from bot.storage.sql.upsert import insert_new

MOST_AT_ONCE = 20


def end(conn: Connection, now: datetime) -> int:
    """Count what the offers brought that are over and were not counted yet. Returns how many those were."""
    counted = select(campaign_ends.c.campaign).where(campaign_ends.c.campaign == campaigns.c.key)
    ended = or_(campaigns.c.status == "stopped", (campaigns.c.status == "approved") & (campaigns.c.closes < now.date()))
    query = select(campaigns).where(ended, ~counted.exists()).order_by(campaigns.c.closes, campaigns.c.key)
    found = [kept.read(row) for row in conn.execute(query.limit(MOST_AT_ONCE))]
    for of in found:
        told, held = _counts(conn, of, now, told=True), _counts(conn, of, now, told=False)
        row = {"campaign": of.key, "at": now, "taken": _taken(conn, of), "told": told[0], "told_ordered": told[1]}
        conn.execute(insert_new(conn, campaign_ends), row | {"held_out": held[0], "held_out_ordered": held[1]})
    return len(found)


def is_counted(conn: Connection, key: str) -> bool:
    return conn.execute(_of(key, campaign_ends.c.campaign)).first() is not None


def taken(conn: Connection, key: str) -> Decimal | None:
    """How much was ordered at the offer's price, for the merchant: rounded down to five, once it ended, and if five people
    ordered. None where it is not told."""
    found: Decimal | None = conn.execute(_of(key, campaign_ends.c.taken)).scalar()
    return found


def measured(conn: Connection, key: str) -> Effect | None:
    """What the offer brought, once it ended; None before, and where too few people ordered or did not."""
    ended = campaign_ends.c
    counts = conn.execute(_of(key, ended.told, ended.told_ordered, ended.held_out, ended.held_out_ordered)).first()
    return effect(*counts) if counts else None


def _of(key: str, *columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    return select(*columns).where(campaign_ends.c.campaign == key)


def _taken(conn: Connection, of: Campaign) -> Decimal | None:
    person = func.coalesce(orders.c.person, orders.c.number)
    query = select(func.count(person.distinct())).join(campaign_orders, campaign_orders.c.number == orders.c.number)
    people = conn.execute(query.where(campaign_orders.c.campaign == of.key)).scalar_one()
    return of.taken - of.taken % STEP if people >= FEWEST else None


def _counts(conn: Connection, of: Campaign, now: datetime, *, told: bool) -> tuple[int, int]:
    """Of those told, or held out: how many, and how many ordered the article until it ended."""
    stopped = of.decided_at if of.status == "stopped" else None
    bought = (
        select(orders.c.number)
        .join(order_lines, order_lines.c.number == orders.c.number)
        .where(
            orders.c.person == campaign_people.c.person,
            orders.c.placed_at >= campaign_people.c.at,
            orders.c.placed_at <= (stopped or datetime.combine(of.closes, time.max, now.tzinfo)),
            orders.c.status != Status.CANCELLED,
            order_lines.c.sku == of.sku,
        )
    )
    query = select(func.count(), func.coalesce(func.sum(case((bought.exists(), 1), else_=0)), 0))
    own = campaign_people.c.campaign == of.key, campaign_people.c.told == told
    people, ordered = conn.execute(query.select_from(campaign_people).where(*own)).one()
    return people, int(ordered)
