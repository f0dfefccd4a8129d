"""Who decides about a merchant's offer, and what then becomes of it: approved or refused once, and stopped while it runs."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, String, case, delete, func, literal, or_, select, update

from bot.domain.campaign import Campaign
from bot.storage.network.county import County
from bot.storage.offers import campaigns as kept
from bot.storage.schema import IS_PENDING, campaign_people, campaigns, outbox, stations
from bot.storage.sql.upsert import in_batches

MOST_SHOWN, AT_ONCE = 100, 500
MOST_WAITING = 20
"""Offers of one merchant that nobody decided yet."""


def decide(conn: Connection, key: str, *, approved: bool, reason: str, at: datetime) -> bool:
    """False where it was decided before, or is to be approved after its last day."""
    waiting = [campaigns.c.key == key, campaigns.c.status == "proposed"]
    if approved:
        waiting.append(campaigns.c.closes >= at.date())
    values = {"status": "approved" if approved else "refused", "reason": reason, "decided_at": at}
    return conn.execute(update(campaigns).where(*waiting).values(**values)).rowcount == 1


def stop(conn: Connection, key: str, *, reason: str, at: datetime) -> bool:
    """End an approved offer before its last day: what was ordered keeps its price, who has not heard of it never will.
    False where it is not approved, or over."""
    holds = campaigns.c.key == key, campaigns.c.status == "approved", campaigns.c.closes >= at.date()
    values = {"status": "stopped", "reason": reason, "decided_at": at}
    if conn.execute(update(campaigns).where(*holds).values(**values)).rowcount != 1:
        return False
    unsent = outbox.c.notice == "campaign", outbox.c.key.startswith(f"campaign:{key}:"), outbox.c.status == IS_PENDING
    free = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= at), outbox.c.begun_at.is_(None)
    why = {"status": "cancelled", "error": "the offer was stopped", "leased_until": None}
    held_back = conn.execute(update(outbox).where(*unsent, *free).values(**why).returning(outbox.c.recipient)).scalars()
    for some in in_batches(held_back.all(), AT_ONCE):  # who never heard of it is none of those told
        told = campaign_people.c.campaign == key, campaign_people.c.person.in_(some)
        conn.execute(delete(campaign_people).where(*told))
    return True


def waiting(conn: Connection, merchant: str, today: date) -> int:
    """How many offers of a merchant wait to be decided and could still be approved."""
    open_ones = campaigns.c.merchant == merchant, campaigns.c.status == "proposed", campaigns.c.closes >= today
    return conn.execute(select(func.count()).select_from(campaigns).where(*open_ones)).scalar_one()


def of_county(conn: Connection, county: County) -> list[Campaign]:
    """The offers that hold in a county, or would: those that wait first, then the newest; a hundred at most."""
    line = literal("\n", String)
    named = (line + campaigns.c.counties + line).contains(f"\n{county.name}\n", autoescape=True)
    waits = case((campaigns.c.status == "proposed", 0), else_=1)
    query = select(campaigns).where(named | (campaigns.c.counties == ""))
    query = query.order_by(waits, campaigns.c.created_at.desc(), campaigns.c.key)
    return [kept.read(row) for row in conn.execute(query.limit(MOST_SHOWN))]


def is_sole(conn: Connection, county: County) -> bool:
    """Whether no other county has this one's name: offers name their counties, and none decides for its namesake."""
    namesakes = select(stations.c.province, stations.c.city).where(stations.c.county == county.name).distinct().limit(2)
    return len(conn.execute(namesakes).all()) == 1


def decides(of: Campaign, county: County, *, sole: bool) -> bool:
    """Whether a county decides about an offer: one for it alone. What is for several, or for all, the shop decides."""
    return sole and of.counties == (county.name,)


def unknown(conn: Connection, names: tuple[str, ...]) -> list[str]:
    """Those of these counties in which no station is."""
    known = set(conn.execute(select(stations.c.county).where(stations.c.county.in_(names)).distinct()).scalars())
    return [name for name in names if name not in known]
