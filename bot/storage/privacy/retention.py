"""What is forgotten by itself, after how long: config/retention.yaml. A bounded number at once, so that nobody waits for it."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, Table, and_, delete, func, select, true, update

from bot.storage.schema import IS_PENDING, alerts, answers, broadcasts, demand, inbox, meta, outbox, pickup_attempts
from bot.storage.sql.upsert import upsert
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
    "broadcasts": Rule(table=broadcasts, at="at", empties=("text",)),
    "wrong_codes": Rule(table=pickup_attempts, at="at"),
}


def kept_for(name: str) -> timedelta:
    return timedelta(days=int(read_yaml("retention.yaml")[name]["days"]))


def forget(conn: Connection, name: str, *, now: datetime, after: int | None = None) -> int | None:
    """Forget by one rule what is too old at `now` (aware) and comes after this id, a thousand rows at most. Returns the last
    id, to go on from; None where nothing was old enough. Without an id it begins where forgetting once came to."""
    rule = RULES[name]
    old = _old(conn, rule, _forgotten(conn, name) if after is None else after, now - kept_for(name))
    if not old:
        return None
    columns = rule.table.c
    chosen = and_(columns.id.in_(old), columns.status != IS_PENDING if rule.waits else true())
    if not rule.empties:
        conn.execute(delete(rule.table).where(chosen))
        return old[-1]
    conn.execute(
        update(rule.table).where(chosen, columns[rule.empties[0]] != "").values(dict.fromkeys(rule.empties, ""))
    )
    _note(conn, name, old[-1])
    return old[-1]


def _old(conn: Connection, rule: Rule, after: int, before: datetime) -> list[int]:
    """The next rows that are old enough. Ids grow as time does, so this ends with the first that is not."""
    columns = rule.table.c
    query = select(columns.id, columns[rule.at].label("at")).where(columns.id > after)
    rows = conn.execute(query.order_by(columns.id).limit(AT_ONCE))
    return [row.id for row in rows if row.at < before]


def _forgotten(conn: Connection, name: str) -> int:
    """The id up to which every row was emptied, by whichever process: they are not walked through again."""
    return conn.execute(select(meta.c.value).where(meta.c.name == _mark(name))).scalar() or 0


def _note(conn: Connection, name: str, last: int) -> None:
    """All up to this id is forgotten, but for what waits and what comes after it: that is looked at again."""
    rule = RULES[name]
    if rule.waits:
        ids = rule.table.c.id
        waiting = conn.execute(select(func.min(ids + 0)).where(rule.table.c.status == IS_PENDING)).scalar()
        last = last if waiting is None else min(last, waiting - 1)
    conn.execute(upsert(conn, meta), {"name": _mark(name), "value": last})


def _mark(name: str) -> str:
    return f"forgotten:{name}"
