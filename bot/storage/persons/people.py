"""Persons and the contacts by which they write: found, made, linked."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, literal, select, update

from bot.domain.people import Person
from bot.storage import reminders
from bot.storage.insights import marks
from bot.storage.market import sellers
from bot.storage.offers import campaigns, surveys
from bot.storage.persons import families
from bot.storage.privacy import told_of
from bot.storage.privacy.rekeying import settle
from bot.storage.privacy.seal import Seal
from bot.storage.schema import alerts, answers, contacts, demand, inbox, orders, outbox, persons, stations
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.prepared import Asking, Writing
from bot.storage.sql.upsert import insert_new, writing_new
from bot.storage.trade import named_orders
from bot.storage.training import lessons


class Contact(msgspec.Struct, frozen=True):
    """A way to reach a person: `wechat` and an openid, or `sms` and an E.164 phone."""

    channel: str
    address: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.address}"


def parse_contact(text: str) -> Contact:
    """`wechat:OPENID` or `sms:+86138…` as a Contact. Raises ValueError."""
    channel, colon, address = text.partition(":")
    if not colon or not address or channel not in ("wechat", "sms"):
        raise ValueError(f"not a contact: write wechat:OPENID or sms:+86…, not {channel}:…")
    return Contact(channel, address)


_CHANNELS = (
    select(func.aggregate_strings(contacts.c.channel, ","))
    .where(contacts.c.person == persons.c.id, contacts.c.reachable)
    .correlate(persons)
    .scalar_subquery()
)
_MANAGES = (
    select(func.aggregate_strings(stations.c.code, "\n"))
    .where(stations.c.manager == persons.c.id, ~stations.c.withdrawn)
    .correlate(persons)
    .scalar_subquery()
)
_PERSON = select(
    persons.c.id,
    persons.c.name,
    persons.c.station,
    persons.c.address,
    persons.c.opted_out,
    persons.c.handed_off_until,
    _CHANNELS.label("channels"),
    _MANAGES.label("manages"),
)
BY_CONTACT = _PERSON.join(contacts, contacts.c.person == persons.c.id).where(contacts.c.contact == bindparam("contact"))
_ASK_BY_CONTACT, _ASK_BY_ID = Asking(BY_CONTACT), Asking(_PERSON.where(persons.c.id == bindparam("person")))
_IN_HANDOFF = _PERSON.where(
    persons.c.station == bindparam("station"), persons.c.handed_off_until > bindparam("at")
).order_by(persons.c.handed_off_since, persons.c.id)
_NAMED = _PERSON.where(persons.c.station == bindparam("station"), persons.c.name == bindparam("name")).order_by(
    persons.c.id
)
_LISTENING = (
    _PERSON.where(persons.c.station == bindparam("station"), ~persons.c.opted_out)
    .where(select(contacts.c.person).where(contacts.c.person == persons.c.id, contacts.c.reachable).exists())
    .order_by(persons.c.id)
)
_ASK_ADDRESSES = Asking(
    select(contacts.c.channel, contacts.c.sealed, contacts.c.person)
    .where(contacts.c.person.in_(bindparam("persons", expanding=True)), contacts.c.reachable)
    .order_by(contacts.c.created_at),
    "persons",
)
_WRITE_PERSON = writing_new(persons, "id", "created_at")
_WRITE_CONTACT = writing_new(contacts, "contact", "person", "channel", "sealed", "created_at")


def find_or_make(conn: Connection, seal: Seal, contact: str, at: datetime) -> Person:
    """The person who writes by `contact` (`wechat:OPENID`, `sms:+86…`), made where nobody did before."""
    return find(conn, seal, contact) or make(conn, seal, contact, at)


def find(conn: Connection, seal: Seal, contact: str) -> Person | None:
    settle(conn, seal, [contact])
    row = _ASK_BY_CONTACT.first(conn, contact=seal.index(contact))
    return row and read(seal, row)


def load(conn: Connection, seal: Seal, person: str) -> Person | None:
    row = _ASK_BY_ID.first(conn, person=person)
    return row and read(seal, row)


def person_of(conn: Connection, seal: Seal, contact: str) -> str:
    """The id of the person a contact belongs to, whether they have written yet or not."""
    settle(conn, seal, [contact])
    owner = select(contacts.c.person).where(contacts.c.contact == seal.index(contact))
    return conn.execute(owner).scalar() or seal.person_id_of(contact)


def in_handoff(conn: Connection, seal: Seal, station: str, at: datetime) -> list[Person]:
    """Villagers of the station whom a human is answering at `at`, longest waiting first."""
    return [read(seal, row) for row in conn.execute(_IN_HANDOFF, {"station": station, "at": at})]


def named(conn: Connection, seal: Seal, station: str, name: str) -> list[Person]:
    """Villagers of the station who go by exactly this name."""
    return [read(seal, row) for row in conn.execute(_NAMED, {"station": station, "name": name})] if name else []


def bound_to(conn: Connection, seal: Seal, station: str) -> list[Person]:
    """Villagers of the station who can be reached and have not opted out of its broadcasts."""
    return [read(seal, row) for row in conn.execute(_LISTENING, {"station": station})]


def addresses(conn: Connection, seal: Seal, people: list[str]) -> dict[str, dict[str, str]]:
    """Of each person: channel → address (openid, E.164 phone) where they can be reached, the newest of each."""
    found: dict[str, dict[str, str]] = {}
    for row in _ASK_ADDRESSES.all(conn, persons=people) if people else ():
        found.setdefault(row.person, {})[row.channel] = seal.unseal(row.sealed)
    return found


def phone_of(conn: Connection, seal: Seal, person: str) -> str:
    """The E.164 phone of a person, '' where none is known."""
    return addresses(conn, seal, [person]).get(person, {}).get("sms", "")


def change(conn: Connection, person: str, **values: Any) -> None:
    """Set columns of a person's row."""
    _changing(tuple(values)).one(conn, {"of_person": person, **values})


@cache
def _changing(columns: tuple[str, ...]) -> Writing:
    return Writing(lambda _: update(persons).where(persons.c.id == bindparam("of_person")), "of_person", *columns)


def set_reachable(conn: Connection, seal: Seal, contact: str, *, reachable: bool) -> None:
    """A person left the official account, or came back to it."""
    settle(conn, seal, [contact])
    conn.execute(update(contacts).where(contacts.c.contact == seal.index(contact)).values(reachable=reachable))


def link(conn: Connection, seal: Seal, contact: str, person: str, at: datetime) -> None:
    """Make `contact` one of `person`'s own.

    A person who had only this contact comes along wholly, with orders and letters. One who has other contacts keeps
    them and everything else: who holds a phone today must not get the orders of its last owner's WeChat.
    """
    former = find_or_make(conn, seal, contact, at).id
    if former == person:
        return
    conn.execute(update(contacts).where(contacts.c.contact == seal.index(contact)).values(person=person))
    if conn.execute(select(literal(1)).where(contacts.c.person == former).limit(1)).first() is None:
        become(conn, former, person)


def unlink(conn: Connection, seal: Seal, contact: str, at: datetime) -> None:
    """Give a contact back to itself: whoever writes by it is a person of their own again."""
    settle(conn, seal, [contact])
    own = seal.person_id_of(contact)
    conn.execute(insert_new(conn, persons), {"id": own, "created_at": at})
    conn.execute(update(contacts).where(contacts.c.contact == seal.index(contact)).values(person=own))


def erase(conn: Connection, seal: Seal, person: str, at: datetime) -> None:
    """Forget who a person was: profile, words, contacts, letters, what others were told. Orders stay under a pseudonym that
    nothing leads to, for the same contact coming back makes the same person id."""
    nobody = "e" + secrets.token_hex(6)
    told_of.forget(conn, seal, person, at)
    own = select(contacts.c.contact).where(contacts.c.person == person)
    conn.execute(delete(outbox).where(outbox.c.recipient.in_(own)))
    conn.execute(delete(contacts).where(contacts.c.person == person))
    conn.execute(delete(outbox).where(outbox.c.recipient == person))
    conn.execute(delete(answers).where(answers.c.person == person))
    lessons.forget(conn, person)
    marks.forget(conn, person)
    surveys.forget(conn, person)
    campaigns.forget(conn, person)
    reminders.forget(conn, person)
    families.forget(conn, person)
    conn.execute(update(inbox).where(inbox.c.person == person).values(content="", contact="", reply="", error=""))
    named_orders.forget(conn, person, nobody)
    sellers.forget(conn, person, nobody)
    conn.execute(update(demand).where(demand.c.person == person).values(person=nobody))
    conn.execute(update(alerts).where(alerts.c.person == person).values(person=None))
    blank = {"name": "", "station": "", "address": "", "handed_off_since": None, "handed_off_until": None}
    change(conn, person, **blank, opted_out=True, erased_at=at)


def make(conn: Connection, seal: Seal, written: str, at: datetime) -> Person:
    """Whom a contact belongs to by which nobody has written yet, or only just now."""
    contact, index, own = parse_contact(written), seal.index(written), seal.person_id_of(written)
    _WRITE_PERSON.one(conn, {"id": own, "created_at": at})
    row = {"contact": index, "person": own, "channel": contact.channel, "created_at": at}
    _WRITE_CONTACT.one(conn, {**row, "sealed": seal.seal(contact.address)})
    return read(seal, _ASK_BY_CONTACT.first(conn, contact=index))


def become(conn: Connection, former: str, person: str) -> None:
    """All that `former` did and was told is `person`'s from now on."""
    conn.execute(update(orders).where(orders.c.person == former).values(person=person))
    conn.execute(update(outbox).where(outbox.c.recipient == former).values(recipient=person))
    conn.execute(update(inbox).where(inbox.c.person == former).values(person=person))
    conn.execute(update(answers).where(answers.c.person == former).values(person=person))
    sellers.become(conn, former, person)
    conn.execute(update(stations).where(stations.c.manager == former).values(manager=person))
    lessons.hand_on(conn, former, person)
    marks.hand_on(conn, former, person)
    surveys.hand_on(conn, former, person)
    campaigns.hand_on(conn, former, person)
    reminders.hand_on(conn, former, person)
    families.hand_on(conn, former, person)
    _fill_gaps(conn, former, person)


def _fill_gaps(conn: Connection, former: str, person: str) -> None:
    """What only the former person told (name, station, address) is kept; an opt-out of either holds for both."""
    columns = (persons.c.name, persons.c.station, persons.c.address, persons.c.opted_out)
    both = select(persons.c.id, *columns).where(persons.c.id.in_((former, person)))
    rows = {row.id: row for row in conn.execute(both)}
    old, new = rows[former], rows[person]
    told = {column.name: getattr(new, column.name) or getattr(old, column.name) for column in columns}
    change(conn, person, **told)


def read(seal: Seal, row: AnyRow) -> Person:
    """A row of `BY_CONTACT` as a person."""
    return Person(
        id=row.id,
        name=row.name,
        station=row.station,
        address=seal.unseal(row.address),
        manages=tuple(sorted(row.manages.split("\n"))) if row.manages else (),
        channels=tuple(sorted(set(row.channels.split(",")))) if row.channels else (),
        opted_out=row.opted_out,
        handed_off_until=row.handed_off_until,
    )
