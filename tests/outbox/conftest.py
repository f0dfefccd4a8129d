"""The post office as a fixture, over both databases, and the service that writes its letters."""

import pytest
from post_office import ZONE, PostOffice

from bot.demo.fake_gateway import FakeGateway
from bot.demo.fake_wechat import FakeWechat
from bot.service import Service
from bot.storage.redis.talks import Talks
from bot.turns import Turns
from catalog.shop import Shop


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


@pytest.fixture
async def service(post, redis):
    """Takes messages of the same people, in a shop without goods."""

    async def heard_from(*_) -> None:
        pass

    turns = Turns(post.seal, lambda: Shop(()), ZONE)
    service = Service(post.database, Talks(redis, post.seal), post.seal, turns, heard_from)
    yield service
    await service.close()
