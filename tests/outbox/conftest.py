"""The post office as a fixture, over both databases."""

import pytest
from post_office import PostOffice

from bot.demo.fake_gateway import FakeGateway
from bot.demo.fake_wechat import FakeWechat


@pytest.fixture
async def post(database, redis):
    wechat, gateway = FakeWechat(), FakeGateway()
    await wechat.start()
    await gateway.start()
    office = PostOffice(database, redis, wechat, gateway)
    for channel in office.channels:
        await channel.start()
    yield office
    for channel in office.channels:
        await channel.close()
    await wechat.close()
    await gateway.close()
