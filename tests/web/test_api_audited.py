"""What a program changes with the API's token stands in the audit, as what people do at the consoles: what, when, and where."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.storage.audit import place_of
from bot.storage.schema import audit
from bot.web.api.noting import DEEDS, NOTED_BY_ITSELF
from bot.web.api.routes import OPERATIONS
from config.data import read_yaml

CHANGING = {(operation.method, operation.path) for operation, _ in OPERATIONS if operation.method != "GET"}


def test_every_deed_of_the_api_has_a_name_that_people_read():
    assert set(DEEDS) | NOTED_BY_ITSELF == CHANGING
    assert set(DEEDS.values()) <= set(read_yaml("console.yaml")["actions"])


async def deeds(database):
    columns = (audit.c.role, audit.c.action, audit.c.subject, audit.c.station, audit.c.county)
    return [tuple(row) for row in await database.run(lambda conn: conn.execute(select(*columns)).all())]


async def test_what_was_done_is_noted_once_and_what_was_refused_is_not(client, place, database):
    await place("261125001")
    packed = {"json": {"type": "packed"}, "headers": {"Idempotency-Key": "k1"}}
    for _ in range(2):
        async with client.post("/api/v1/orders/261125001/events", **packed) as answer:
            assert answer.status == 200
    async with client.post("/api/v1/orders/261125001/events", json={"type": "collected", "pickup_code": "0"}) as answer:
        assert answer.status == 409
    async with client.post("/api/v1/orders/9/events", json={"type": "packed"}) as answer:
        assert answer.status == 404
    assert await deeds(database) == [("api", "moved", "261125001", "LH01", "青石县")]


async def test_who_makes_and_ends_managers_is_on_the_books(client, database):
    async with client.post("/api/v1/stations/LH01/invites", json={}) as answer:
        assert answer.status == 201
    async with client.delete("/api/v1/stations/LH01/manager") as answer:
        assert answer.status == 204
    async with client.delete("/api/v1/words/77") as answer:
        assert answer.status == 404
    there = ("LH01", "LH01", "青石县")
    assert await deeds(database) == [("api", "invited", *there), ("api", "dismissed", *there)]


@pytest.mark.parametrize(
    "kind", ["orders", "shipments", "listings", "alerts", "words", "installations", "stations", "campaigns"]
)
@pytest.mark.parametrize("subject", ["", "1", "²", "9" * 40, "' OR 1=1"])
async def test_what_belongs_nowhere_is_of_no_station(database, kind, subject):
    assert await database.run(lambda conn: place_of(conn, kind, subject)) == ("", "")
