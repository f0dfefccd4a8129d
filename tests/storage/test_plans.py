"""No query that a turn or a worker asks reads a whole table: what stands behind it is an index."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from made import NOW, a_message
from sqlalchemy import event, insert, select

from bot.storage import idempotency
from bot.storage.delivery import installations, shipments
from bot.storage.messages import arrivals, backlog, broadcasts, inbox, outbox
from bot.storage.money import cash
from bot.storage.network import alerts, promises, stations
from bot.storage.persons import families, people
from bot.storage.privacy import message_keys, own_data, retention
from bot.storage.schema import inbox as table
from bot.storage.schema import persons
from bot.storage.trade import moves, named_orders, order_numbers, orders, pickups, stock, waiting

GIVEN = {
    "contact": "c", "person": "p", "persons": ["p", "q"], "station": "s", "key": "k", "keys": ["k"], "now": NOW, "at": NOW,
    "limit": 9, "number": "n", "numbers": ["n", "m"], "skus": ["x", "y"], "county": "c", "slip": 1, "since": NOW, "until": NOW, "code": "c", "at_station": "s",
    "recipient": "r", "parent": "p", "of_sku": "x", "of_carrier": "z", "today": NOW, "tomorrow": NOW, "day": "2026-11-25", "of_number": "t", "q": Decimal(1), "carrier": "z", "tracking_number": "t", "most": 9,
}  # fmt: skip  # a table, a row a line
QUERIES = {
    "a message that arrives": arrivals.ARRIVAL,
    "a person by contact": people.BY_CONTACT,
    "a person by id": people._ASK_BY_ID.query,
    "people in handoff": people._IN_HANDOFF,
    "addresses": people._ASK_ADDRESSES.query,
    "a message by key": inbox._FIND,
    "what is pending of a person": inbox._PENDING_OF,
    "the oldest pending message of each": inbox._HEADS,
    "what was said to a human": inbox._SAID_SINCE,
    "the oldest pending message": inbox._OLDEST,
    "messages under their platform's keys": message_keys._PLAIN,
    "answers of the API that are old": idempotency._OLD,
    "letters that are due": outbox._DUE,
    "the oldest letter due": outbox._OLDEST,
    "an order by number": orders._ASK_BY_NUMBER.query,
    "own orders": orders._ASK_OWN.query,
    "orders of a name": named_orders._OF_RECIPIENT,
    "ties of a person": families._OF,
    "asks that reached somebody": families._HEARD,
    "open orders of a station": orders._OPEN_AT,
    "a station's day": orders._TOUCHED,
    "the last slip, and those taken": order_numbers._SLIPS,
    "numbers of orders": order_numbers._NUMBERS,
    "lines": orders._LINES,
    "events": orders._EVENTS,
    "a station by code": stations._BY_CODE,
    "stations by name": stations._CANDIDATES,
    "stock": stock._FIND,
    "setting stock aside": stock._RESERVE,
    "wrong codes": pickups._COUNT,
    "a parcel": shipments._FIND,
    "a parcel by its number alone": shipments._NAMED,
    "parcels of an order": shipments._OF_ORDERS,
    "promises about to be broken": promises._LEFT_BEHIND,
    "what the lorry should have brought": promises._RIDING,
    "what its manager was not asked for": promises._RIDING_UNASKED,
    "what nobody fetched": waiting._DUE,
    "cash in hand": cash._BALANCE,
    "broadcasts of the day": broadcasts._SINCE,
    "what a shelf sold": stock._SOLD,
    "what was sold lately": moves._LATELY,
    "when a shelf was filled": moves._FILLED,
    "the centre of a county": stations._CENTRES_OF,
    "visits whose day passed": installations._PASSED,
    "a county's overdue visits": installations._OVERDUE,
    "parcels of orders": shipments._OF_ORDERS,
}

FOUND_BEFORE = ("SCAN anon_", "SCAN CONSTANT ROW")
"""What a limited part of the same query has found, by an index of its own, or reckoned."""


def plan_of(statement):
    """Work that runs the statement, and tells how SQLite went about exactly what it was sent."""

    def work(conn):
        sent = []

        def note(_conn, _cursor, sql, parameters, _context, _many):
            sent.append((sql, parameters))

        event.listen(conn, "before_cursor_execute", note)
        conn.execute(statement, {name: GIVEN[name] for name in statement.compile().params if name in GIVEN})
        event.remove(conn, "before_cursor_execute", note)
        [(sql, parameters)] = sent
        return [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)]

    return work


@pytest.mark.parametrize("name", QUERIES)
async def test_a_query_uses_an_index(sqlite, name):
    plan = await sqlite.run(plan_of(QUERIES[name]))
    read = [step for step in plan if step.startswith("SCAN") and "USING" not in step]
    assert not [step for step in read if not step.startswith(FOUND_BEFORE)], plan
    assert not [step for step in plan if "AUTOMATIC" in step], plan


WORKS = {
    "two contacts become one person": lambda conn, seal: people.link(conn, seal, "sms:+8613800000001", "pa", NOW),
    "a person is forgotten": lambda conn, seal: people.erase(conn, seal, people.person_of(conn, seal, "sms:+8613800000001"), NOW),
    "a villager was answered": lambda conn, _seal: alerts.settle(conn, "pa", NOW),
    "what is kept of a person": lambda conn, seal: own_data.gather(conn, seal, "pa"),
    "what waits and what went wrong": lambda conn, _seal: backlog.measure(conn, now=NOW, today=NOW.date()),
    "old words are forgotten": lambda conn, _seal: retention.forget(conn, "messages", now=NOW + timedelta(days=365)),
    "old answers of the API are forgotten": lambda conn, _seal: idempotency.forget_before(conn, NOW),
}  # fmt: skip  # a table, a row a line
FEW = {"chores", "survey_ends"}
"""Tables of a handful of rows."""


@pytest.mark.parametrize("name", WORKS)
async def test_work_for_one_person_walks_through_nobody_elses_rows(sqlite, seal, name):
    def work(conn):
        people.find_or_make(conn, seal, "wechat:oA", NOW)
        people.find_or_make(conn, seal, "sms:+8613800000001", NOW)
        inbox.add_done(conn, seal, a_message(), "pa", reply="好", now=NOW)
        conn.execute(insert(persons), {"id": "pa", "created_at": NOW})
        sent = {}
        event.listen(conn, "before_cursor_execute", lambda _c, _k, sql, given, _x, _m: sent.setdefault(sql, given))
        WORKS[name](conn, seal)
        explained = [sql for sql in sent if sql.startswith(("SELECT", "UPDATE", "DELETE"))]
        return {
            sql: [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", sent[sql])] for sql in explained
        }

    plans = await sqlite.run(work)
    assert plans
    walked = {
        step: sql
        for sql, plan in plans.items()
        for step in plan
        if step.startswith("SCAN") and "WHERE" in sql and not step.startswith(FOUND_BEFORE)
        if "USING" not in step and step.split()[1] not in FEW
    }
    assert walked == {}


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("open orders of a station", "ix_orders_open"),
        ("the oldest pending message", "ix_inbox_pending"),
        ("the oldest pending message of each", "ix_inbox_pending"),
        ("what is pending of a person", "ix_inbox_pending"),
        ("messages under their platform's keys", "ix_inbox_plain"),
        ("letters that are due", "ix_outbox_due"),
        ("the oldest letter due", "ix_outbox_due"),
        ("the last slip, and those taken", "uq_orders_station_slip"),
    ],
)
async def test_what_is_done_with_costs_nothing_any_more(sqlite, name, index):
    """These must not walk through years of closed orders and answered messages."""
    plan = await sqlite.run(plan_of(QUERIES[name]))
    assert any(index in step for step in plan)


async def test_a_query_without_an_index_is_found_out(sqlite):
    plan = await sqlite.run(plan_of(select(table.c.key).where(table.c.reply == "好")))
    assert plan == ["SCAN inbox"]


@pytest.mark.parametrize(("statement", "waiting"), [(inbox._ARRIVING, "inbox"), (arrivals.ARRIVAL, "other")])
async def test_what_waits_before_a_message_is_not_sought_in_all_that_a_person_said(sqlite, statement, waiting):
    assert f"SEARCH {waiting} USING INDEX ix_inbox_pending (person=?)" in await sqlite.run(plan_of(statement))
