"""Trouble after the commit undoes nothing: what is done stays done, and is answered as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.message import Inbound, Text
from bot.service import Service
from bot.storage.messages import inbox
from bot.storage.redis.talks import Talks
from bot.turns import Turns
from catalog.shop import Shop
from tests.web.conftest import ZONE

MESSAGE = Inbound(
    key="keyed:7",
    channel="wechat",
    contact="wechat:oVillager",
    at=datetime(2026, 11, 25, 1, tzinfo=UTC),
    content=Text(text="你好"),
)


@pytest.fixture
def serving(database, redis, seal):
    """A service whose channel does what it is told when a turn has been committed."""

    def serving(heard_from) -> Service:
        return Service(database, Talks(redis, seal), seal, Turns(seal, lambda: Shop(()), ZONE), heard_from)

    return serving


async def fails(*_) -> None:
    raise RuntimeError("the channel cannot count")


async def works(*_) -> None:
    pass


async def test_a_failure_after_the_commit_keeps_the_reply(serving, database):
    reply = await serving(fails).handle(MESSAGE)
    stored = await database.run(lambda conn: inbox.find(conn, MESSAGE.key))
    assert (stored.status, stored.reply) == ("done", reply)
    assert await serving(works).handle(MESSAGE) == reply


async def test_a_failure_before_it_is_kept_and_apologised_for(serving, database, monkeypatch):
    def broken(*_):
        raise RuntimeError("the dialogue fails")

    with monkeypatch.context() as patched:
        patched.setattr("bot.turns.take_turn", broken)
        apology = await serving(works).handle(MESSAGE)
    stored = await database.run(lambda conn: inbox.find(conn, MESSAGE.key))
    assert (stored.status, stored.reply) == ("failed", apology)
    assert "对不住" in apology
