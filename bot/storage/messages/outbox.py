"""Letters to be sent: written with what caused them, leased by a worker, each ending in one of five ways.

A letter is pending, then sent, failed, uncertain or cancelled. A worker that dies lets its lease run out: letters it had not
begun go to the next worker, those it had begun are uncertain, for nobody knows whether they went (see `recover`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, bindparam, case, exists, func, or_, select, update

from bot.domain.letter import Letter
from bot.spans import here
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.schema import IS_PENDING, meta, outbox, persons, stations
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.upsert import insert_new, writing_new


class Leased(msgspec.Struct, frozen=True, kw_only=True):
    """A letter this worker alone may send until its lease ends."""

    id: int
    letter: Letter
    recipient: str
    """Whose queue it is in: letters of one recipient go in order."""
    addresses: dict[str, str]
    """channel → openid or E.164 phone; {} where the person cannot be reached."""
    opted_out: bool
    attempts: int
    """Retries so far."""
    way: str = ""
    """By which it was tried last; '' where it was not."""
    trace: str = ""
    """Of the message that caused it, see bot.spans.here."""


_LOCK = update(meta).where(meta.c.name == "outbox").values(value=meta.c.value + 1)
_PENDING = outbox.c.status == IS_PENDING
_FREE = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= bindparam("now"))
_OTHER = outbox.alias("other")
_BLOCKED = exists().where(
    _OTHER.c.recipient == outbox.c.recipient,
    _OTHER.c.status == IS_PENDING,
    or_(
        _OTHER.c.leased_until > bindparam("now"),
        and_(_OTHER.c.id < outbox.c.id, _OTHER.c.attempts > 0, _OTHER.c.due_at > bindparam("now")),
    ),
)
_DUE = (
    select(outbox)
    .where(_PENDING, outbox.c.due_at <= bindparam("now"), _FREE, outbox.c.begun_at.is_(None), ~_BLOCKED)
    .order_by(outbox.c.id + 0)  # by a sum, or SQLite reads the whole table in the order of its ids
    .limit(bindparam("limit"))
)
_OPTED_OUT = select(persons.c.id).where(persons.c.id.in_(bindparam("persons", expanding=True)), persons.c.opted_out)
_THESE = update(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True)), _PENDING)
_OLDEST = select(func.min(outbox.c.due_at)).where(_PENDING)
_WRITE = writing_new(
    outbox, "key", "recipient", "contact", "notice", "text", "sms", "params", "urgent", "marketing", "bundle",
    "status", "created_at", "due_at", "trace",
)  # fmt: skip  # a table, a row a line
_STATION = func.coalesce(
    select(func.nullif(persons.c.station, "")).where(persons.c.id == outbox.c.recipient).scalar_subquery(),
    select(func.min(stations.c.code)).where(stations.c.manager == outbox.c.recipient).scalar_subquery(),
    "",
)
"""Whose county is to see a letter that did not arrive: the person's station, or the one the person runs."""
ARRIVED, LONGEST_RECEIPT = "delivered", 40
_LOST = outbox.c.receipt.not_in(("", ARRIVED))
"""Reported, and not as delivered."""
_UNBEGUN = and_(_PENDING, outbox.c.begun_at.is_(None), outbox.c.leased_until.is_(None))
_ENDED = {"leased_until": None, "begun_at": None}


def write(conn: Connection, seal: Seal, letters: Iterable[Letter], *, now: datetime) -> int:
    """Put letters into the outbox, due at once or at their `not_before`. One whose key is known is not written again;
    the number of new ones is returned.
    """
    rows = [_row(seal, letter, now) for letter in letters]
    return sum(_WRITE.one(conn, row) for row in rows)


def lease(conn: Connection, seal: Seal, *, now: datetime, until: datetime, limit: int = 100) -> list[Leased]:
    """Take letters that are due, oldest first; nobody else gets them before `until`.

    A recipient whose letter is leased, or waits to be retried, gets none of the later ones: theirs stay in order.
    """
    if not conn.execute(_LOCK).rowcount:  # one worker leases at a time, or two would split a person's queue
        conn.execute(insert_new(conn, meta), {"name": "outbox", "value": 0})
    rows = list(conn.execute(_DUE, {"now": now, "limit": limit}))
    if not rows:
        return []
    conn.execute(_THESE, {"ids": [row.id for row in rows], "leased_until": until})
    recipients = sorted({row.recipient for row in rows})
    reach = people.addresses(conn, seal, recipients)
    opted_out = set(conn.execute(_OPTED_OUT, {"persons": recipients}).scalars())
    return [
        Leased(
            id=row.id,
            letter=_letter(seal, row),
            recipient=row.recipient,
            addresses=_own_address(seal, row) or reach.get(row.recipient, {}),
            opted_out=row.recipient in opted_out,
            attempts=row.attempts,
            way=row.way,
            trace=row.trace,
        )
        for row in rows
    ]


def begin(conn: Connection, ids: Sequence[int], *, way: str, reference: str, now: datetime) -> None:
    """The request goes out now, by `way`; receipts will name `reference`. Commit this before sending."""
    _set(conn, ids, way=way, reference=reference, begun_at=now)


def sent(conn: Connection, ids: Sequence[int], *, now: datetime) -> None:
    """It went. A report that it was lost may have come before this."""
    status = case((_LOST, "failed"), else_="sent")
    error = case((_LOST, outbox.c.receipt), else_="")
    station = case((_LOST, _STATION), else_=outbox.c.station)
    _set(conn, ids, status=status, attempts=outbox.c.attempts + 1, sent_at=now, error=error, station=station, **_ENDED)


def retry(conn: Connection, ids: Sequence[int], *, error: str, due_at: datetime) -> None:
    """It did not go, and may go later: one attempt more. The recipient's later letters wait for it."""
    _set(conn, ids, attempts=outbox.c.attempts + 1, error=error, due_at=due_at, **_ENDED)


def postpone(conn: Connection, ids: Sequence[int], *, due_at: datetime) -> None:
    """Not now (night): nobody waits for it, so earlier attempts, which others would wait for, are forgotten."""
    _set(conn, ids, due_at=due_at, attempts=0, **_ENDED)


def failed(conn: Connection, ids: Sequence[int], *, error: str) -> None:
    _set(conn, ids, status="failed", attempts=outbox.c.attempts + 1, error=error, station=_STATION, **_ENDED)


def uncertain(conn: Connection, ids: Sequence[int], *, error: str) -> None:
    """It may have gone: it is never sent again."""
    _set(conn, ids, status="uncertain", attempts=outbox.c.attempts + 1, error=error, station=_STATION, **_ENDED)


def cancelled(conn: Connection, ids: Sequence[int], *, reason: str) -> None:
    """It must not go: the person opted out, or the matter has passed."""
    _set(conn, ids, status="cancelled", error=reason, **_ENDED)


def withdraw(conn: Connection, key: str, *, reason: str, now: datetime) -> bool:
    """Hold a letter back that nobody has begun to send; False where it is gone already, or was never written."""
    free = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= now)
    query = update(outbox).where(outbox.c.key == key, _PENDING, outbox.c.begun_at.is_(None), free)
    return conn.execute(query.values(status="cancelled", error=reason, **_ENDED)).rowcount == 1


def release(conn: Connection, ids: Sequence[int]) -> None:
    """Give back what was leased and not begun, so that the next worker need not wait for the lease to end."""
    _set(conn, ids, **_ENDED)


def recover(conn: Connection, *, now: datetime, repeatable: Collection[str]) -> int:
    """Decide about letters whose worker died while sending: those by a `repeatable` way (the platform itself drops
    doubles) become due again, all others uncertain. Returns how many.
    """
    orphaned = and_(_PENDING, outbox.c.begun_at.is_not(None), outbox.c.leased_until <= now)
    again = update(outbox).where(orphaned, outbox.c.way.in_(sorted(repeatable))).values(**_ENDED)
    why = "the sender died while sending"
    lost = update(outbox).where(orphaned).values(status="uncertain", error=why, station=_STATION, **_ENDED)
    return conn.execute(again).rowcount + conn.execute(lost).rowcount


def receipt(conn: Connection, reference: str, *, delivered: bool, status: str) -> list[str]:
    """What the platform says became of it. A letter reported lost is failed, one that arrived is sent, also where that was not
    known, or is to be tried anew; reports come late, twice and in any order, and what arrived is not lost any more.
    Returns the traces, see bot.spans.here, of the letters that the reference stands for.
    """
    if not reference:  # which is what letters have that nobody has begun to send
        return []
    known = outbox.c.reference == reference
    if delivered:
        arrived = or_(outbox.c.status == "uncertain", and_(outbox.c.status == "failed", _LOST), _UNBEGUN)
        conn.execute(update(outbox).where(known, arrived).values(status="sent", error=""))
    else:
        gone = and_(outbox.c.status.in_(("sent", "uncertain")), outbox.c.receipt != ARRIVED)
        conn.execute(update(outbox).where(known, gone).values(status="failed", error=status, station=_STATION))
    word = ARRIVED if delivered else case((outbox.c.receipt == ARRIVED, ARRIVED), else_=status[:LONGEST_RECEIPT])
    told = update(outbox).where(known).values(receipt=word).returning(outbox.c.trace)
    return list(conn.execute(told).scalars())


def oldest_due(conn: Connection) -> datetime | None:
    """Since when the letter is due that waits longest; it may lie in the future."""
    due: datetime | None = conn.execute(_OLDEST).scalar()
    return due


def _set(conn: Connection, ids: Sequence[int], **values: Any) -> None:
    if ids:
        conn.execute(_THESE.values(**values), {"ids": list(ids)})


def _row(seal: Seal, letter: Letter, now: datetime) -> dict[str, Any]:
    bare = ":" in letter.to
    return {
        "key": letter.key,
        "recipient": seal.index(letter.to) if bare else letter.to,
        "contact": seal.seal(letter.to) if bare else "",
        "notice": letter.notice,
        "text": seal.conceal(letter.text),
        "sms": seal.conceal(letter.sms),
        "params": seal.conceal(msgspec.json.encode(letter.params).decode()),
        "urgent": letter.urgent,
        "marketing": letter.marketing,
        "bundle": letter.bundle,
        "status": "pending",
        "created_at": now,
        "due_at": max(now, letter.not_before or now),
        "trace": here(),
    }


def _letter(seal: Seal, row: AnyRow) -> Letter:
    return Letter(
        key=row.key,
        to=seal.unseal(row.contact) or row.recipient,
        notice=row.notice,
        text=seal.reveal(row.text),
        sms=seal.reveal(row.sms),
        params=msgspec.json.decode(seal.reveal(row.params), type=dict[str, str]),
        urgent=row.urgent,
        marketing=row.marketing,
        bundle=row.bundle,
    )


def _own_address(seal: Seal, row: AnyRow) -> dict[str, str]:
    if not row.contact:
        return {}
    contact = people.parse_contact(seal.unseal(row.contact))
    return {contact.channel: contact.address}
