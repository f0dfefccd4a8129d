"""Whatever a button changes leaves a row in the audit: a new one must say here which. That it does is seen at every press in
these tests, see tests/deeds.py."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import insert

from bot.storage.schema import demand
from config.data import read_yaml
from tests.deeds import deeds_noted

NOTED = {
    "/console/sign-in": (),  # a code goes out, which changes nothing
    "/console/sign-in/code": ("sign_in",),
    "/console/sign-out": ("sign_out",),
    "/console/training/piece": ("quiz",),
    "/console/station/arrived": ("arrived",),
    "/console/station/hand-over": ("handed_over", "pickup_refused"),
    "/console/station/alerts": ("acknowledged",),
    "/console/station/talks/answer": ("answered",),
    "/console/station/talks/back": ("handed_back",),
    "/console/station/stock": ("stock_in", "counted"),
    "/console/station/cash": ("cash_taken", "cash_handed_in"),
    "/console/station/cash/reverse": ("cash_reversed",),
    "/console/station/undo": ("undone",),
    "/console/station/market": (
        "goods_published", "goods_refused", "goods_weighed", "goods_fetched", "seller_paid",
    ),
    "/console/station/order": ("ordered_for",),
    "/console/county/alerts": ("acknowledged",),
    "/console/county/lorries": ("run_moved",),
    "/console/county/lorries/new": ("loaded",),
    "/console/county/visit": ("visit_moved", "visit_dropped"),
    "/console/county/invites": ("invited",),
    "/console/county/invites/dismiss": ("dismissed",),
    "/console/county/station": ("closed",),
    "/console/county/offers": ("offer_approve", "offer_refuse", "offer_stop"),
    "/console/county/letters": ("letter_again",),
    "/console/county/order": ("moved",),
}  # fmt: skip  # a table, a row a line


def test_every_button_is_known_here(server):
    routes = [(route.method, route.resource.canonical) for route in server.app.router.routes() if route.resource]
    buttons = {path for method, path in routes if path.startswith("/console") and method not in ("GET", "HEAD")}
    assert buttons == set(NOTED)
    assert {name for names in NOTED.values() for name in names} <= set(read_yaml("console.yaml")["actions"])


async def test_one_that_leaves_none_is_seen(sqlite):
    async def press(_: web.Request) -> web.Response:
        row = {"person": "p", "station": "V1", "mention": "盐", "at": datetime.now(UTC)}
        await sqlite.run(lambda conn: conn.execute(insert(demand), row) and None)
        return web.Response()

    app = web.Application()
    app.router.add_post("/console/new", press)
    with pytest.raises(AssertionError, match=r"/console/new changed \["), deeds_noted(app):
        async with TestClient(TestServer(app)) as client, client.post("/console/new") as answer:
            assert answer.status == 200
