"""What a county's page asks is found by an index: its cost grows with the county, not with the country."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from bot.storage import alerts, audit, county, county_lorries, inbox
from bot.storage.county import County

HERE, TODAY = County("山西省", "临汾市", "河湾县"), date(2026, 11, 25)
SINCE = datetime(2026, 11, 25, tzinfo=UTC)
ASKED = {
    "totals": lambda conn, _: county.totals(conn, HERE, TODAY),
    "stations": lambda conn, _: county.station_lines(conn, HERE, TODAY),
    "stations by words": lambda conn, _: county.station_lines(conn, HERE, TODAY, words="杨柳"),
    "late stations": lambda conn, _: county.station_lines(conn, HERE, TODAY, only="late"),
    "stations with alerts": lambda conn, _: county.station_lines(conn, HERE, TODAY, only="alerts"),
    "late orders": lambda conn, seal: county.late_orders(conn, seal, HERE, TODAY),
    "alerts": lambda conn, _: county.unseen_alerts(conn, HERE),
    "installations": lambda conn, seal: county.installations(conn, seal, HERE, TODAY),
    "lorries": lambda conn, _: (county_lorries.waiting(conn, HERE), county_lorries.runs(conn, HERE, TODAY)),
    "promises": lambda conn, _: county_lorries.kept(conn, HERE),
    "deeds": lambda conn, _: audit.page(conn, HERE),
    "a station's alerts": lambda conn, _: (alerts.unseen(conn, "V1"), alerts.count_unseen(conn, "V1")),
    "a talk": lambda conn, seal: inbox.said_since(conn, seal, "p", SINCE, 9),
}
KNOWN_BY = {
    "totals": "ix_orders_county_open",
    "late orders": "ix_orders_county_open",
    "deeds": "ix_audit_county_id",
    "a station's alerts": "ix_alerts_unseen",
    "alerts": "ix_alerts_unseen",
    "stations": "ix_stations_county_code",
    "installations": "ix_orders_county_installation_date",
    "a talk": "ix_inbox_person_at",
}


def plans_of(ask, seal):
    """Work that asks, and tells how SQLite went about each statement."""

    def work(conn):
        sent = []

        def note(_conn, _cursor, sql, parameters, _context, _many):
            sent.append((sql, parameters))

        event.listen(conn, "before_cursor_execute", note)
        ask(conn, seal)
        event.remove(conn, "before_cursor_execute", note)
        return [
            row[3] for sql, parameters in sent for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
        ]

    return work


@pytest.mark.parametrize("name", ASKED)
async def test_it_reads_by_an_index(sqlite, seal, name):
    plan = await sqlite.run(plans_of(ASKED[name], seal))
    assert not [step for step in plan if step.startswith("SCAN") and "USING" not in step and "anon" not in step], plan
    assert KNOWN_BY.get(name, "") in "\n".join(plan)
