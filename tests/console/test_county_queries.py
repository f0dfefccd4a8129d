"""What a county's page asks is found by an index: its cost grows with the county, not with the country."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import event
from two_counties import NETWORK

from bot.domain.events import AlertRaised, OrderPlaced
from bot.domain.order import Installation, Order, OrderLine
from bot.storage import audit
from bot.storage.audit import Deed
from bot.storage.messages import inbox
from bot.storage.network import alerts, county, county_alerts, county_lorries, stations
from bot.storage.network.county import County
from bot.storage.persons import seen
from bot.storage.record import record

HERE, TODAY = County("山西省", "临汾市", "河湾县"), date(2026, 11, 25)
YESTERDAY, SINCE = date(2026, 11, 24), datetime(2026, 11, 25, tzinfo=UTC)
ASKED = {
    "totals": lambda conn, _: county.totals(conn, HERE, TODAY),
    "stations": lambda conn, _: county.station_lines(conn, HERE, TODAY),
    "stations by words": lambda conn, _: county.station_lines(conn, HERE, TODAY, words="杨柳"),
    "late stations": lambda conn, _: county.station_lines(conn, HERE, TODAY, only="late"),
    "stations with alerts": lambda conn, _: county.station_lines(conn, HERE, TODAY, only="alerts"),
    "late orders": lambda conn, seal: county.late_orders(conn, seal, HERE, TODAY),
    "alerts": lambda conn, seal: county_alerts.unseen_ones(conn, seal, HERE),
    "installations": lambda conn, seal: county.installations(conn, seal, HERE, TODAY),
    "overdue installations": lambda conn, seal: county.overdue_installations(conn, seal, HERE, TODAY),
    "lorries": lambda conn, _: (county_lorries.waiting(conn, HERE), county_lorries.runs(conn, HERE, TODAY)),
    "lorries that ended": lambda conn, _: county_lorries.ended(conn, HERE, TODAY),
    "one station": lambda conn, _: county.station_line(conn, HERE, "V1", TODAY),
    "promises": lambda conn, _: county_lorries.kept(conn, HERE),
    "deeds": lambda conn, _: audit.page(conn, HERE),
    "a station's alerts": lambda conn, seal: (alerts.unseen(conn, seal, "V1"), alerts.count_unseen(conn, "V1")),
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
    "overdue installations": "ix_installation_bookings_not_done",
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


@pytest.fixture
async def filled(database, seal):
    """Two counties of one name, each with a late order, an appliance to install, an alert and a deed."""

    def work(conn) -> None:
        stations.save(conn, seal, NETWORK, at=SINCE)
        for n, station in enumerate(("V1", "X1"), 1):
            order = Order(
                number=f"26112500{n}",
                slip=n,
                person=None,
                recipient="桂兰",
                placed_by=f"manager:{station}",
                station=station,
                county="河湾县",
                lines=(OrderLine(sku="S4", name="电视机", unit="台", quantity=Decimal(1), price_fen=69900),),
                placed_at=SINCE,
                promised_by=YESTERDAY,
                installation=Installation(date=TODAY, period="morning"),
                draft=f"draft{n}",
            )
            told = AlertRaised(station=station, kind="complaint", level="urgent", text="锅漏了", key=f"k{n}")
            record(conn, [OrderPlaced(order=order), told], seal=seal, at=SINCE)
            deed = Deed(at=SINCE, person="p", role="manager", action="arrived", station=station, county="河湾县")
            audit.add(conn, deed)
            seen.note(conn, [station], SINCE)
            seen.note(conn, [station], SINCE)

    await database.run(work)
    return database


async def test_both_databases_tell_one_county_and_nothing_of_its_namesake(filled, seal):
    asked = {name: await filled.run(lambda conn, name=name: ASKED[name](conn, seal)) for name in ASKED}
    totals = asked["totals"]
    assert (totals.stations, totals.open, totals.late, totals.waiting, totals.alerts) == (4, 1, 1, 0, 1)
    assert [line.code for line in asked["late stations"].rows] == ["V1"]
    assert [line.code for line in asked["stations with alerts"].rows] == ["V1"]
    assert [line.code for line in asked["stations by words"].rows] == ["V1"]
    for name in ("late orders", "installations"):
        found = asked[name]
        assert [order.station for order in getattr(found, "rows", found)] == ["V1"]
    assert [alert.station for alert in asked["alerts"].rows] == ["V1"]
    assert [deed.station for deed in asked["deeds"].rows] == ["杨柳站"]
    waiting, runs = asked["lorries"]
    assert [(one.station, one.count) for one in waiting.rows] == [("V1", 1)]
    assert runs.rows == []
    assert asked["promises"] == []
