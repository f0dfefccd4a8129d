"""Pushes of several messages over HTTP, and whose address an allow-list looks at."""

from __future__ import annotations

import json

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.sms_aliyun_hook import hooks
from bot.channels.sms_domestic import SmsChannel
from bot.channels.sms_hook import networks
from bot.service import Service
from bot.storage.messages.outbox_list import page
from bot.storage.redis.talks import Talks
from bot.turns import Turns
from bot.web.server import make_server
from catalog.shop import Shop
from tests.web.conftest import TOKEN, ZONE

UP = "/hook/sms/aliyun/s3cret/up"


def push(*numbers):
    return json.dumps(
        [
            {
                "phone_number": f"1380000000{n}",
                "content": "你好",
                "send_time": "2026-11-25 10:00:00",
                "sequence_id": str(n),
            }
            for n in numbers
        ]
    )


@pytest.fixture
async def platform(sqlite, redis, seal):
    """Calls the hook as the platform would, through a proxy on the same machine."""

    async def nothing(*_):
        return {}

    service = Service(sqlite, Talks(redis, seal), seal, Turns(seal, lambda: Shop(()), ZONE), nothing)
    channel = SmsChannel(hooks("s3cret", networks("203.0.113.0/24")), (), ())
    server = make_server(
        channels=(channel,), service=service, database=sqlite, seal=seal, zone=ZONE, api_token=TOKEN, missing=nothing
    )
    async with TestClient(TestServer(server)) as client:

        async def call(body, seen="203.0.113.9"):
            async with client.post(UP, data=body, headers={"X-Forwarded-For": seen} if seen else {}) as answer:
                return answer.status

        yield call


async def test_each_message_of_a_push_is_answered_once_however_often_it_is_pushed(platform, sqlite, seal):
    assert [await platform(push(1, 2)), await platform(push(1, 2, 3))] == [200, 200]
    letters = (await sqlite.run(lambda conn: page(conn, seal, limit=10))).rows
    assert sorted(letter.to for letter in letters) == [f"sms:+861380000000{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize("seen", ["", "198.51.100.1", "203.0.113.9, 198.51.100.1"])
async def test_what_somebody_claims_before_the_proxy_does_not_count(platform, seen):
    assert await platform(push(1), seen) == 404
