"""All that is kept of one person, for that person to read: a table of parts, so that none is forgotten (a test looks)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, Table, TextClause, select

from bot.storage import schema as tables
from bot.storage.privacy.seal import BrokenSeal, Seal

MOST_ROWS = 2000
Part = list[dict[str, Any]]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Which rows of a table are a person's, and what of them is told."""

    table: Table
    whose: tuple[str, ...]
    """Columns that hold the person's id."""
    plain: tuple[str, ...]
    sealed: tuple[str, ...] = ()


def _kept(table: Table, whose: str, plain: str, sealed: str = "") -> Kept:
    return Kept(table=table, whose=tuple(whose.split()), plain=tuple(plain.split()), sealed=tuple(sealed.split()))


KEPT: dict[str, Kept] = {
    "person": _kept(tables.persons, "id", "name station opted_out created_at", "address"),
    "contacts": _kept(tables.contacts, "person", "channel created_at", "sealed"),
    "orders": _kept(
        tables.orders,
        "person helper",
        "number placed_at status station recipient delivery promised_by total_fen",
        "address",
    ),
    "messages": _kept(tables.inbox, "person", "at channel reply", "content"),
    "answers": _kept(tables.answers, "person", "at station", "text"),
    "letters": _kept(tables.outbox, "recipient", "created_at notice text status sent_at"),
    "listings": _kept(tables.listings, "seller", "created_at goods quantity unit price_fen status station"),
    "bought_of_villagers": _kept(tables.listing_sales, "buyer", "created_at quantity unit price_fen status amount_fen"),
    "settlements": _kept(tables.settlements, "seller", "at amount_fen how station"),
    "family_parents": _kept(tables.family_ties, "child", "word status answered_at"),
    "family_children": _kept(tables.family_ties, "parent", "status answered_at"),
    "reminders": _kept(tables.reminders, "person", "sku number at"),
    "wishes": _kept(tables.reminder_wishes, "person", "at"),
    "surveys": _kept(tables.survey_people, "person", "survey status at"),
    "survey_answers": _kept(tables.survey_answers, "person", "survey question at", "answer"),
    "consents": _kept(tables.survey_consents, "person", "at"),
    "offers_wanted": _kept(tables.offer_consents, "person", "at"),
    "offers_told": _kept(tables.campaign_people, "person", "at"),
    "looked_for": _kept(tables.demand, "person", "at mention station"),
    "lessons": _kept(tables.course_progress, "person", "course at"),
    "certificates": _kept(tables.certificates, "person", "number course station at"),
}
ONLY: dict[str, tuple[TextClause, ...]] = {"helper": (tables.HELPED,)}
"""What else is true where such a column holds a person: the words of its index."""
NAMED = {"sealed": "address"}
"""Columns that are called otherwise outside."""


def gather(conn: Connection, seal: Seal, person: str) -> dict[str, Part]:
    """Part by part, newest first, 2000 rows each at most; parts without rows are left out. Values are JSON's."""
    found = {name: _rows(conn, seal, kept, person) for name, kept in KEPT.items()}
    numbers = [row["number"] for row in found["orders"]]
    found["lines"] = _lines(conn, seal, numbers)
    return {name: rows for name, rows in found.items() if rows}


def _rows(conn: Connection, seal: Seal, kept: Kept, person: str) -> Part:
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for query in queries(kept, person):
        for row in conn.execute(query).mappings():
            told = dict(row)
            key = tuple(told.pop(f"key_{column.name}") for column in kept.table.primary_key.columns)
            found[key] = told
    return [_told(found[key], kept.sealed, seal) for key in sorted(found, reverse=True)[:MOST_ROWS]]


def queries(kept: Kept, person: str) -> list[Select[*tuple[Any, ...]]]:
    """A person's rows, the newest first: one query for each column by which they may be theirs, for each has its index."""
    keys = list(kept.table.primary_key.columns)
    columns = [kept.table.c[name] for name in (*kept.plain, *kept.sealed)]
    every = select(*(key.label(f"key_{key.name}") for key in keys), *columns)
    newest = every.order_by(*(key.desc() for key in keys)).limit(MOST_ROWS)
    return [newest.where(kept.table.c[name] == person, *ONLY.get(name, ())) for name in kept.whose]


def _lines(conn: Connection, seal: Seal, numbers: list[str]) -> Part:
    lines = tables.order_lines
    columns = [lines.c[name] for name in ("number", "name", "quantity", "unit", "price_fen")]
    query = select(*columns).where(lines.c.number.in_(numbers)).order_by(lines.c.number.desc(), lines.c.position)
    return [_told(dict(row), (), seal) for row in conn.execute(query).mappings()] if numbers else []


def _told(row: dict[str, Any], sealed: tuple[str, ...], seal: Seal) -> dict[str, Any]:
    opened = {name: _open(seal, value, whole=name in sealed) for name, value in row.items()}
    return {NAMED.get(name, name): _plain(value) for name, value in opened.items() if value not in ("", None)}


def _open(seal: Seal, value: Any, *, whole: bool) -> Any:
    """A value that is sealed as a `whole`, or where it names a phone."""
    if not isinstance(value, str):
        return value
    try:
        return seal.unseal(value) if whole else seal.reveal(value)
    except BrokenSeal:
        return ""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
