"""What is forgotten by itself, after how long: config/retention.yaml. A bounded number at once, so that nobody waits for it."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, Table, delete, select, update

from bot.storage.schema import IS_PENDING, alerts, answers, demand, inbox, outbox, pickup_attempts
from config.data import read_yaml

AT_ONCE = 1000


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of a table that are old: deleted, or some of their columns emptied. The table has a growing `id`."""

    table: Table
    at: str
    """The column that tells how old a row is."""
    empties: tuple[str, ...] = ()
    """Columns that become ''; none: the row goes. The first is never '' in a row that was not forgotten."""
    waits: bool = False
    """Rows that are still to be handled stay as they are."""


RULES: dict[str, Rule] = {
    "messages": Rule(table=inbox, at="received_at", empties=("content", "contact", "reply", "error"), waits=True),
    "letters": Rule(table=outbox, at="created_at", empties=("params", "text", "sms", "contact"), waits=True),
    "answers": Rule(table=answers, at="at"),
    "looked_for": Rule(table=demand, at="at"),
    "alerts": Rule(table=alerts, at="created_at", empties=("text",)),
    "wrong_codes": Rule(table=pickup_attempts, at="at"),
}


def kept_for(name: str) -> timedelta:
    return timedelta(days=int(read_yaml("retention.yaml")[name]["days"]))


def forget(conn: Connection, name: str, *, now: datetime, after: int | None = None) -> int | None:
    """Forget by one rule what is too old at `now` (aware) and comes after this id, a thousand rows at most. Returns the last
    id, to go on from; None where nothing was old enough."""
    rule = RULES[name]
    old = _old(conn, rule, _first(conn, rule) if after is None else after + 1, now - kept_for(name))
    if not old:
        return None
    columns = rule.table.c
    change = update(rule.table).values(dict.fromkeys(rule.empties, "")) if rule.empties else delete(rule.table)
    chosen = columns.id.in_(old)
    conn.execute(change.where(chosen & (columns.status != IS_PENDING) if rule.waits else chosen))
    return old[-1]


def _first(conn: Connection, rule: Rule) -> int:
    """Where to begin: what was emptied by a process before this one is passed over in one go."""
    columns = rule.table.c
    query = select(columns.id).order_by(columns.id).limit(1)
    if rule.empties:
        query = query.where(columns[rule.empties[0]] != "")
    return int(conn.execute(query).scalar() or 0)


def _old(conn: Connection, rule: Rule, first: int, before: datetime) -> list[int]:
    """The next rows that are old enough. Ids grow as time does, so this ends with the first that is not."""
    columns = rule.table.c
    query = select(columns.id, columns[rule.at].label("at")).where(columns.id >= first)
    rows = conn.execute(query.order_by(columns.id).limit(AT_ONCE))
    return [row.id for row in rows if row.at < before]
