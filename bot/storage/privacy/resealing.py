"""After SECRET_KEY was changed: all that was sealed and indexed with the key before, table by table, while the bot goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, and_, delete, select, tuple_, update

from bot.storage import schema as tables
from bot.storage.persons import people
from bot.storage.privacy.rekeying import settle
from bot.storage.privacy.seal import CONCEALED, BrokenSeal, Seal
from bot.storage.schema import contacts, invites, outbox
from bot.storage.sql.columns import AnyRow

AT_ONCE = 200
SEALED: dict[Table, tuple[str, ...]] = {
    tables.persons: ("address",),
    tables.contacts: ("sealed",),
    tables.stations: ("manager_phone", "manager_wechat"),
    tables.orders: ("address",),
    tables.shipments: ("track",),
    tables.inbox: ("contact", "content"),
    tables.outbox: ("contact",),
    tables.answers: ("text",),
    tables.survey_answers: ("answer",),
    tables.installation_teams: ("phone",),
    tables.invites: ("sealed",),
}
"""Every sealed column; a test compares it with what the tables say of themselves."""
CONCEALING: dict[Table, tuple[str, ...]] = {
    tables.inbox: ("reply",),
    tables.outbox: ("text", "sms", "params"),
    tables.alerts: ("text",),
    tables.broadcasts: ("text",),
    tables.idempotency: ("body",),
}
"""Columns that are sealed where they name a phone, or always."""
TABLES = tuple(dict.fromkeys((*SEALED, *CONCEALING)))


class Round(msgspec.Struct, frozen=True):
    """What became of some rows of a table."""

    last: tuple[Any, ...]
    """Where the next round goes on."""
    resealed: int
    broken: int
    """Values that neither key opens; they stay as they are."""


def reseal(conn: Connection, seal: Seal, table: Table, after: tuple[Any, ...] | None) -> Round | None:
    """Seal and index the next rows of a table with SECRET_KEY; None where there are none. Harmless when repeated."""
    keys = tuple(table.primary_key.columns)
    query = select(table).order_by(*keys).limit(AT_ONCE).with_for_update()
    if after is not None:
        query = query.where(tuple_(*keys) > tuple_(*after))
    rows = conn.execute(query).all()
    if not rows:
        return None
    resealed = broken = 0
    for row in rows:
        values, lost = _sealed_anew(seal, row, table)
        resealed, broken = resealed + bool(values), broken + lost
        if values:
            own = and_(*(key == getattr(row, key.name) for key in keys))
            conn.execute(update(table).where(own).values(**values))
        _index_anew(conn, seal, table, row)
    return Round(tuple(getattr(rows[-1], key.name) for key in keys), resealed, broken)


def _sealed_anew(seal: Seal, row: AnyRow, table: Table) -> tuple[dict[str, str], int]:
    """Columns that were sealed with the previous key, sealed with this one; and how many open with neither."""
    values, broken = {}, 0
    for name, mark, sealed in _sealed_in(row, table):
        if seal.is_own(sealed):
            continue
        try:
            values[name] = mark + seal.seal(seal.unseal(sealed))
        except BrokenSeal:
            broken += 1
    return values, broken


def _sealed_in(row: AnyRow, table: Table) -> Iterator[tuple[str, str, str]]:
    """What of a row is sealed: column, the mark before it, and the rest."""
    for name in SEALED.get(table, ()):
        yield name, "", getattr(row, name)
    for name in CONCEALING.get(table, ()):
        if (value := getattr(row, name)).startswith(CONCEALED):
            yield name, CONCEALED, value.removeprefix(CONCEALED)


def _index_anew(conn: Connection, seal: Seal, table: Table, row: AnyRow) -> None:
    try:
        if table is contacts:
            _contact(conn, seal, row)
        elif table is outbox and row.contact:
            index = seal.index(seal.unseal(row.contact))
            conn.execute(update(outbox).where(outbox.c.id == row.id).values(recipient=index))
        elif table is invites:
            code = seal.index(f"invite:{seal.unseal(row.sealed)}")
            conn.execute(update(invites).where(invites.c.code == row.code).values(code=code))
    except BrokenSeal:
        return


def _contact(conn: Connection, seal: Seal, row: AnyRow) -> None:
    """Two processes with different keys may have made two persons of one contact that was new to both: the first stays."""
    contact = f"{row.channel}:{seal.unseal(row.sealed)}"
    index = seal.index(contact)
    if row.contact == index:
        return
    settle(conn, seal, [contact])
    doubled = conn.execute(select(contacts.c.person).where(contacts.c.contact == index)).scalar_one()
    if doubled != row.person:
        conn.execute(delete(contacts).where(contacts.c.contact == row.contact))
        people.become(conn, row.person, doubled)
