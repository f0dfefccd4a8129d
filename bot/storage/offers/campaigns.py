"""Merchants' offers as they are kept: proposed, told within limits, and never ordered beyond their pieces."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, insert, select, update

from bot.domain.campaign import PAUSE, Campaign
from bot.domain.events import OffersAllowed, OfferTaken
from bot.storage.offers.consents import who_agreed
from bot.storage.schema import campaign_orders, campaign_people, campaigns, offer_consents
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.prepared import Asking
from bot.storage.sql.retake import StockShort
from bot.storage.sql.upsert import insert_new

MOST_LISTED = 200
_Q = bindparam("q", type_=campaigns.c.taken.type)
_TAKE = (
    update(campaigns)
    .where(
        campaigns.c.key == bindparam("of_key"),
        campaigns.c.status == "approved",
        campaigns.c.opens <= bindparam("day"),
        campaigns.c.closes >= bindparam("day"),
        campaigns.c.pieces - campaigns.c.taken >= _Q,
    )
    .values(taken=campaigns.c.taken + _Q)
)
_ASK_TOLD = Asking(
    select(campaigns)
    .join(campaign_people, campaign_people.c.campaign == campaigns.c.key)
    .where(campaign_people.c.person == bindparam("person"), campaign_people.c.told)
    .where(
        campaigns.c.status == "approved", campaigns.c.opens <= bindparam("day"), campaigns.c.closes >= bindparam("day")
    )
    .order_by(campaign_people.c.at.desc())
)
_GIVE_BACK = update(campaigns).where(campaigns.c.key == bindparam("of_key")).values(taken=campaigns.c.taken - _Q)


def propose(conn: Connection, made: Campaign, at: datetime) -> bool:
    """False where an offer of this key was proposed before."""
    row = {name: getattr(made, name) for name in made.__struct_fields__} | {"counties": "\n".join(made.counties)}
    return conn.execute(insert_new(conn, campaigns), row | {"created_at": at}).rowcount == 1


def find(conn: Connection, key: str) -> Campaign | None:
    row = conn.execute(select(campaigns).where(campaigns.c.key == key)).first()
    return read(row) if row else None


def of_merchant(conn: Connection, merchant: str | None) -> list[Campaign]:
    """A merchant's, or all, newest first; 200 at most."""
    query = select(campaigns).order_by(campaigns.c.created_at.desc(), campaigns.c.key).limit(MOST_LISTED)
    if merchant is not None:
        query = query.where(campaigns.c.merchant == merchant)
    return [read(row) for row in conn.execute(query)]


def running(conn: Connection, day: date) -> list[Campaign]:
    """Those that hold on a day and have pieces left."""
    holds = (campaigns.c.status == "approved", campaigns.c.opens <= day, campaigns.c.closes >= day)
    query = select(campaigns).where(*holds, campaigns.c.taken < campaigns.c.pieces).order_by(campaigns.c.created_at)
    return [read(row) for row in conn.execute(query.limit(MOST_LISTED))]


def to_tell(conn: Connection, of: Campaign, now: datetime, limit: int) -> list[str]:
    """Who asked for offers, lives where it holds, was not told of it and of no other within the pause."""
    lately = select(campaign_people.c.person).where(
        campaign_people.c.person == offer_consents.c.person,
        (campaign_people.c.campaign == of.key) | (campaign_people.c.at > now - PAUSE),
    )
    return who_agreed(conn, offer_consents, without=lately.exists(), counties=of.counties, limit=limit)


def note(conn: Connection, key: str, person: str, *, told: bool, at: datetime) -> bool:
    """False where the person had their turn already."""
    row = {"campaign": key, "person": person, "told": told, "at": at}
    return conn.execute(insert_new(conn, campaign_people), row).rowcount == 1


def told_to(person: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether any offer was told to a person, holding or not."""
    return exists().where(campaign_people.c.person == person, campaign_people.c.told)


def told(conn: Connection, person: str, day: date) -> list[Campaign]:
    """The offers a person was told of that hold on a day, the last first, used up or not."""
    return [read(row) for row in _ASK_TOLD.all(conn, person=person, day=day)]


def take(conn: Connection, event: OfferTaken) -> None:
    """Raises StockShort where the offer's time or pieces ended meanwhile: the order is then to be read back anew."""
    asked = {"of_key": event.campaign, "day": event.at.date(), "q": event.quantity}
    if conn.execute(_TAKE, asked).rowcount != 1:
        raise StockShort(event.sku)
    row = {"number": event.number, "campaign": event.campaign, "quantity": event.quantity}
    conn.execute(insert(campaign_orders), row)


def give_back(conn: Connection, number: str) -> None:
    """The order was cancelled: its pieces can be ordered again."""
    own = campaign_orders.c.number == number
    for row in conn.execute(select(campaign_orders).where(own)).all():
        conn.execute(_GIVE_BACK, {"of_key": row.campaign, "q": row.quantity})
        conn.execute(delete(campaign_orders).where(own, campaign_orders.c.campaign == row.campaign))


def allow(conn: Connection, event: OffersAllowed) -> None:
    if event.allowed:
        conn.execute(insert_new(conn, offer_consents), {"person": event.person, "at": event.at})
    else:
        disallow(conn, event.person)


def disallow(conn: Connection, person: str) -> None:
    conn.execute(delete(offer_consents).where(offer_consents.c.person == person))


def forget(conn: Connection, person: str) -> None:
    disallow(conn, person)
    conn.execute(delete(campaign_people).where(campaign_people.c.person == person))


def hand_on(conn: Connection, former: str, person: str) -> None:
    """Two contacts turned out to be one person: what the person was told stays, and the former's fills the gaps."""
    for table, key in ((campaign_people, ("campaign",)), (offer_consents, ())):
        mine = table.alias()
        both = select(mine.c.person).where(mine.c.person == person, *(mine.c[name] == table.c[name] for name in key))
        conn.execute(update(table).where(table.c.person == former, ~both.exists()).values(person=person))
        conn.execute(delete(table).where(table.c.person == former))


def read(row: AnyRow) -> Campaign:
    """A row of `campaigns`."""
    said = {name: getattr(row, name) for name in Campaign.__struct_fields__}
    return Campaign(**said | {"counties": tuple(filter(None, row.counties.split("\n")))})
