"""Messages that came in: each stored once, under the key its platform gives it, before anybody is told so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import Connection, bindparam, or_, select, update

from bot.domain.message import AnyContent, Inbound, Unreadable
from bot.storage.persons.people import parse_contact
from bot.storage.privacy.seal import BrokenSeal, Seal
from bot.storage.schema import IS_PENDING, inbox
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.prepared import Asking
from bot.storage.sql.retake import AlreadyHandled
from bot.storage.sql.upsert import insert_new, writing_new


class Stored(msgspec.Struct, frozen=True):
    """What became of a message."""

    key: str
    person: str
    status: Literal["done", "pending", "failed"]
    reply: str
    """As it was answered, concealed (see Seal); the same again for the same key."""


class Waiting(msgspec.Struct, frozen=True):
    """A message that was acknowledged and not handled yet."""

    inbound: Inbound
    person: str
    attempts: int


_content = msgspec.json.Decoder(AnyContent)
_PENDING = inbox.c.status == IS_PENDING
_UPDATE = update(inbox).where(inbox.c.key == bindparam("of"), _PENDING)  # what is done stays as it was answered
_BRIEF = select(inbox.c.key, inbox.c.person, inbox.c.status, inbox.c.reply)
_FIND = _BRIEF.where(inbox.c.key == bindparam("key"))
_OTHER = (  # by its id, or SQLite would look through all that the person ever said
    _BRIEF.where(inbox.c.person == bindparam("person"), _PENDING, inbox.c.key != bindparam("key"))
    .order_by(inbox.c.id)
    .limit(1)
    .subquery()
)
_ARRIVING = _FIND.union_all(select(_OTHER))
_ASK_ARRIVING = Asking(_ARRIVING)
_WRITE_DONE = writing_new(
    inbox, "key", "person", "channel", "contact", "content", "at", "received_at", "status", "reply"
)
_PENDING_OF = select(inbox).where(inbox.c.person == bindparam("person"), _PENDING).order_by(inbox.c.id)
_SAID_SINCE = (
    select(inbox)
    .where(inbox.c.person == bindparam("person"), inbox.c.at >= bindparam("since"))
    .order_by(inbox.c.at.desc(), inbox.c.id.desc())
    .limit(bindparam("limit"))
)
_OLDER = inbox.alias("older")
_IS_HEAD = ~(
    select(_OLDER.c.id)
    .where(_OLDER.c.person == inbox.c.person, _OLDER.c.status == IS_PENDING, _OLDER.c.id < inbox.c.id)
    .exists()
)
_HEADS = (
    select(inbox)
    .where(_PENDING, or_(inbox.c.leased_until.is_(None), inbox.c.leased_until <= bindparam("now")), _IS_HEAD)
    .order_by(inbox.c.id + 0)  # by a sum, or SQLite reads the whole table in the order of its ids
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=inbox)
)
_OLDEST = select(inbox.c.received_at).where(_PENDING).order_by(inbox.c.id + 0).limit(1)


def find(conn: Connection, key: str) -> Stored | None:
    row = conn.execute(_FIND, {"key": key}).first()
    return row and Stored(row.key, row.person, row.status, row.reply)


def as_stored(conn: Connection, message: Inbound) -> Inbound:
    """The message under one of its former keys, where it is stored under that."""
    if not message.formerly:
        return message
    key = conn.execute(select(inbox.c.key).where(inbox.c.key.in_(message.formerly))).scalar()
    return message if key is None else msgspec.structs.replace(message, key=key, formerly=())


def arriving(conn: Connection, key: str, person: str) -> tuple[Stored | None, bool]:
    """What became of a message so far, and whether others of its person wait: in one question, for every turn asks it."""
    rows = [
        Stored(row.key, row.person, row.status, row.reply) for row in _ASK_ARRIVING.all(conn, key=key, person=person)
    ]
    own = next((row for row in rows if row.key == key), None)
    return own, len(rows) > (own is not None)


def add_done(conn: Connection, seal: Seal, inbound: Inbound, person: str, *, reply: str, now: datetime) -> None:
    """Write a message that this very transaction has handled. Raises AlreadyHandled where it is stored already."""
    row = _row(seal, inbound, person, now) | {"status": "done", "reply": reply}
    if not _WRITE_DONE.one(conn, row):
        raise AlreadyHandled(inbound.key)


def add_pending(conn: Connection, seal: Seal, inbound: Inbound, person: str, *, now: datetime, error: str = "") -> bool:
    """Write a message that a worker shall handle; False where it is stored already."""
    row = _row(seal, inbound, person, now) | {"status": "pending", "error": error}
    return conn.execute(insert_new(conn, inbox), row).rowcount == 1


def finish(conn: Connection, key: str, *, reply: str) -> None:
    """A pending message was handled. Raises AlreadyHandled where somebody else did that meanwhile: two may be at it once
    Redis has forgotten who held the person's seat, and only one of them may have an effect."""
    done = conn.execute(_UPDATE, {"of": key, "status": "done", "reply": reply, "leased_until": None})
    if not done.rowcount:
        raise AlreadyHandled(key)


def retry(conn: Connection, key: str, *, attempts: int, error: str, not_before: datetime) -> None:
    """Leave a message pending; it is tried again once `not_before` has come."""
    conn.execute(_UPDATE, {"of": key, "attempts": attempts, "error": error, "leased_until": not_before})


def fail(conn: Connection, key: str, *, error: str, reply: str = "") -> bool:
    """Give a message up: it is kept with its error. False where somebody handled it meanwhile."""
    given = {"of": key, "status": "failed", "error": error, "reply": reply, "leased_until": None}
    return conn.execute(_UPDATE, given).rowcount == 1


def pending_of(conn: Connection, seal: Seal, person: str) -> list[Waiting]:
    """What a person said that is not handled yet, in order: it comes before anything they say now."""
    return _opened(seal, conn.execute(_PENDING_OF, {"person": person}))


def said_since(conn: Connection, seal: Seal, person: str, since: datetime, most: int) -> list[Inbound]:
    """What a person wrote since a time, the newest first, by the messages' own times."""
    rows = conn.execute(_SAID_SINCE, {"person": person, "since": since, "limit": most})
    return [waiting.inbound for waiting in _opened(seal, rows)]


def lease(conn: Connection, seal: Seal, *, now: datetime, until: datetime, limit: int = 20) -> list[Waiting]:
    """Take the oldest pending message of each of some persons; nobody else gets it before `until`."""
    rows = list(conn.execute(_HEADS, {"now": now, "limit": limit}))
    for row in rows:
        conn.execute(_UPDATE, {"of": row.key, "leased_until": until})
    return _opened(seal, rows)


def oldest_pending(conn: Connection) -> datetime | None:
    """When the message came in that waits longest."""
    since: datetime | None = conn.execute(_OLDEST).scalar()
    return since


def _row(seal: Seal, inbound: Inbound, person: str, now: datetime) -> dict[str, object]:
    return {
        "key": inbound.key,
        "person": person,
        "channel": inbound.channel,
        "contact": seal.seal(inbound.contact),
        "content": seal.seal(_written(inbound.content)),
        "at": inbound.at,
        "received_at": now,
    }


def _written(content: AnyContent) -> str:
    """As JSON; words with half a surrogate pair cannot be written, nor were they ever typed by anybody."""
    try:
        return msgspec.json.encode(content).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(Unreadable(kind="broken text")).decode()


def _opened(seal: Seal, rows: Iterable[AnyRow]) -> list[Waiting]:
    return [waiting for row in rows if (waiting := _waiting(seal, row))]


def _waiting(seal: Seal, row: AnyRow) -> Waiting | None:
    """None where the words were erased meanwhile, or cannot be opened."""
    try:
        contact, content = seal.unseal(row.contact), seal.unseal(row.content)
        parse_contact(contact)
        inbound = Inbound(
            key=row.key, channel=row.channel, contact=contact, at=row.at, content=_content.decode(content)
        )
    except (BrokenSeal, ValueError, msgspec.MsgspecError):
        return None
    return Waiting(inbound, row.person, row.attempts)
