"""What others were told of a person: alerts to managers, letters to parents, children and fitters. They are forgotten with
the person, for they join a name and a door to the number of an order that is kept under a pseudonym."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select, update

from bot.storage.privacy.seal import CONCEALED, BrokenSeal, Seal
from bot.storage.schema import IS_PENDING, alerts, family_ties, orders, outbox, payments, persons, stations
from bot.storage.sql.columns import Instant
from bot.storage.trade.named_orders import SOMEBODY

GONE = "whom it told of asked to be forgotten"
SHORTEST_NAME = 2
"""Characters: a single one stands in too many words to be taken out of them."""
_TIES = ("family_asked", "family_agreed", "family_declined", "family_ended", "family_joined")
_OF_ORDERS = ("order_placed", "order_cancelled", "return_requested", "stuck")
"""Alerts that are of one order each, whoever caused them."""
_WORDS = ("text", "sms", "params")


def forget(conn: Connection, seal: Seal, person: str, at: datetime) -> None:
    """Empty alerts and letters to others that are about the person alone; what has not gone yet is not sent, and nobody is to
    react any more. Lists of several people say “一位乡亲” for the name. To be called while orders, alerts and ties are still
    the person's."""
    _unname(conn, seal, person)
    about = tuple(_alerts_about(conn, person))
    for key in about:
        seen = func.coalesce(alerts.c.acknowledged_at, literal(at, Instant))
        conn.execute(update(alerts).where(alerts.c.key == key).values(text="", acknowledged_at=seen))
    empty = dict.fromkeys(_WORDS, "") | {
        "status": case((outbox.c.status == IS_PENDING, "cancelled"), else_=outbox.c.status),
        "error": GONE,
    }
    for beginning in (*(f"alert:{key}:" for key in about), *_letters_about(conn, person)):
        conn.execute(update(outbox).where(_begins(conn, beginning)).values(empty))


def _alerts_about(conn: Connection, person: str) -> Iterator[str]:
    """Keys of the alerts about this person alone, and of those that passed them on to the county."""
    for row in conn.execute(select(alerts.c.id, alerts.c.key).where(alerts.c.person == person)).all():
        yield row.key
        yield f"escalated:{row.id}"
    for number in conn.execute(select(orders.c.number).where(orders.c.person == person)).scalars():
        yield from (f"{kind}:{number}" for kind in _OF_ORDERS)


def _letters_about(conn: Connection, person: str) -> Iterator[str]:
    """How the keys of letters begin, see bot.dialogue.notices."""
    own = select(orders.c.number).where(orders.c.person == person)
    for number in conn.execute(own).scalars():
        yield f"{number}:"
        yield f"family_pay:{number}:"
    for trade in conn.execute(select(payments.c.trade).distinct().where(payments.c.number.in_(own))).scalars():
        yield f"{trade}:paid"
    tied = or_(family_ties.c.parent == person, family_ties.c.child == person)
    for tie in conn.execute(select(family_ties.c.parent, family_ties.c.child).where(tied)):
        yield from (f"{notice}:{tie.parent}:{tie.child}:" for notice in _TIES)


def _unname(conn: Connection, seal: Seal, person: str) -> None:
    """Alerts that name several people, whose orders are late or whose parcels lie: without this one's name, at the stations
    and at the county's centre. What is sealed is opened for it."""
    name = conn.execute(select(persons.c.name).where(persons.c.id == person)).scalar() or ""
    if len(name) < SHORTEST_NAME:
        return
    own = orders.c.person == person
    centres = select(stations.c.code).where(
        stations.c.level == "county", stations.c.county.in_(select(orders.c.county).where(own))
    )
    there = select(orders.c.station).where(own).union(centres)
    may_name = or_(alerts.c.text.contains(name, autoescape=True), alerts.c.text.startswith(CONCEALED))
    query = select(alerts.c.key, alerts.c.text).where(alerts.c.station.in_(there), alerts.c.person.is_(None), may_name)
    for row in conn.execute(query).all():
        said = _without(seal, name, row.text)
        if said == row.text:
            continue
        conn.execute(update(alerts).where(alerts.c.key == row.key).values(text=said))
        _unname_letters(conn, seal, name, f"alert:{row.key}:")


def _unname_letters(conn: Connection, seal: Seal, name: str, beginning: str) -> None:
    columns = (outbox.c[column] for column in _WORDS)
    for row in conn.execute(select(outbox.c.id, *columns).where(_begins(conn, beginning))).all():
        words = {column: _without(seal, name, getattr(row, column)) for column in _WORDS}
        conn.execute(update(outbox).where(outbox.c.id == row.id).values(words))


def _without(seal: Seal, name: str, words: str) -> str:
    """Words as they are kept, without a name; as they are where they do not hold it, or do not open."""
    try:
        plain = seal.reveal(words)
    except BrokenSeal:
        return words
    return seal.conceal(plain.replace(name, SOMEBODY)) if name in plain else words


def _begins(conn: Connection, beginning: str) -> ColumnElement[bool]:
    """By the index of the keys. SQLite orders text by its bytes and uses none for LIKE; PostgreSQL uses one for LIKE where
    its database orders by bytes, as deploy/compose.yaml makes it."""
    if conn.dialect.name == "sqlite":
        return and_(outbox.c.key >= beginning, outbox.c.key < beginning + "\U0010ffff")
    return outbox.c.key.startswith(beginning, autoescape=True)
