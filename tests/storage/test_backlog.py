"""What waits is counted as whoever watches needs it, and costs no walk through what is done with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from made import NOON, NOW, SECOND, a_letter, an_order
from sqlalchemy import event, update

from bot import metrics
from bot.domain.events import OrderPlaced
from bot.storage.chores import claim
from bot.storage.messages import backlog, outbox
from bot.storage.messages.backlog import measure
from bot.storage.record import record
from bot.storage.schema import outbox as table
from bot.watching import expose

DAY = timedelta(days=1)


@pytest.fixture
def look(database):
    return lambda: database.run(lambda conn: measure(conn, now=NOW, today=(NOON + 3 * DAY).date()))


async def test_nothing_waits_in_a_new_shop(look):
    found = await look()
    assert (found.inbox_pending, found.outbox_due, found.orders_late, found.chores) == (0, 0, 0, {})
    assert found.dead == {"failed": 0, "uncertain": 0}


async def test_what_waits_is_counted(look, database, seal):
    def work(conn) -> None:
        later = a_letter("later", not_before=NOW + DAY)
        outbox.write(conn, seal, [a_letter("a"), a_letter("b"), a_letter("c"), a_letter("old"), later], now=NOW)
        conn.execute(update(table).where(table.c.key.in_(["c", "old"])).values(status="failed"))
        conn.execute(update(table).where(table.c.key == "old").values(created_at=NOW - 2 * DAY))
        claim(conn, "sweep", NOW, DAY)
        record(conn, [OrderPlaced(order=an_order())], seal=seal, at=NOON, now=NOW + DAY)

    await database.run(work)
    found = await look()
    assert (found.outbox_due, found.dead, found.orders_late) == (2, {"failed": 1, "uncertain": 0}, 1)
    assert found.outbox_oldest == NOW
    assert found.chores == {"sweep": NOW}


async def test_no_more_is_counted_than_anybody_needs(look, database, seal, monkeypatch):
    monkeypatch.setattr(backlog, "MOST_COUNTED", 2)
    letters = [a_letter(f"k{n}") for n in range(5)]
    await database.run(lambda conn: outbox.write(conn, seal, letters, now=NOW))
    assert (await look()).outbox_due == 2


async def test_it_is_read_from_indexes_of_what_is_open(sqlite):
    def plans(conn) -> list[str]:
        sent = []
        event.listen(conn, "before_cursor_execute", lambda _c, _u, sql, given, _x, _m: sent.append((sql, given)))
        measure(conn, now=NOW, today=NOON.date())
        steps = [conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given) for sql, given in list(sent)]
        return [row[3] for step in steps for row in step if row[3].startswith(("SCAN", "SEARCH"))]

    found = [plan for plan in await sqlite.run(plans) if "anon" not in plan and "chores" not in plan]
    assert found
    assert not [plan for plan in found if "INDEX" not in plan], found


async def test_the_figures_are_shown(look, database, seal):
    await database.run(lambda conn: outbox.write(conn, seal, [a_letter("a")], now=NOW - 5 * SECOND))
    expose(await look())
    assert b"cunkou_outbox_pending 1.0" in metrics.exposed()
    assert b'cunkou_outbox_dead{status="failed"} 0.0' in metrics.exposed()
