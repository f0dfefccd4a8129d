"""Posters over HTTP, and the code that WeChat gives for them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.domain.people import Station
from bot.ports import SendFailed
from bot.postering import Codes
from bot.storage.network import stations
from bot.web.keys import DATABASE, SEAL
from bot.web.posters import OPERATIONS, Posters, add_posters
from bot.web.problems import problems
from config.settings import Settings

STATION = Station(code="QS001", name="杨柳站", village="杨柳村")


@pytest.fixture
async def fetch(sqlite, seal):
    """`await fetch(path, code_of)` from a server that draws posters."""
    await sqlite.run(lambda conn: stations.save(conn, seal, [STATION], at=datetime.now(UTC)))

    async def fetch(path, code_of=lambda station: _said(station.code)):
        server = web.Application(middlewares=[problems])
        server[DATABASE], server[SEAL] = sqlite, seal
        server.add_routes([web.route(one.method, one.path, handler) for one, handler in OPERATIONS])
        add_posters(server, Posters(code_of=code_of, sms="10690000123"))
        async with TestClient(TestServer(server)) as client, client.get(path) as answer:
            return answer.status, answer.content_type, await answer.read()

    return fetch


async def _said(text):
    return text


async def test_the_county_gets_a_stations_poster(fetch):
    status, kind, body = await fetch("/api/v1/stations/QS001/poster")
    assert (status, kind, body[:5]) == (200, "application/pdf", b"%PDF-")


@pytest.mark.parametrize(
    ("path", "status"), [("/api/v1/stations/XX/poster", 404), ("/api/v1/stations/QS001/poster?format=gif", 400)]
)
async def test_what_cannot_be_drawn_is_refused(fetch, path, status):
    assert (await fetch(path))[0] == status


async def test_where_wechat_gives_no_code_there_is_no_poster(fetch):
    async def refused(_station):
        raise SendFailed("45009", "retry")

    assert (await fetch("/api/v1/stations/QS001/poster", refused))[0] == 503


async def test_wechat_is_asked_once_for_each_station(redis):
    asked = []

    class Account:
        async def qr_content(self, scene):
            asked.append(scene)
            return f"http://weixin.qq.com/q/{scene}"

    codes = Codes(Settings(wechat_app_id="wx1"), redis, Account())
    assert [await codes.of(STATION) for _ in range(2)] == ["http://weixin.qq.com/q/QS001"] * 2
    assert asked == ["QS001"]


async def test_without_an_account_the_code_says_what_to_write(redis):
    assert await Codes(Settings(), redis, None).of(STATION) == "我是杨柳村的"
    trial = Settings(public_url="https://try.example/", simulator=True)
    assert await Codes(trial, redis, None).of(STATION) == "https://try.example/simulator"
