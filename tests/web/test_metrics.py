"""What is counted can be read by Prometheus, and names nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

from bot.domain.message import Inbound, Text
from bot.trace import CURRENT, follow
from bot.web.keys import SERVICE
from bot.web.problems import problems


async def metrics(client) -> str:
    async with client.get("/metrics") as answer:
        assert answer.content_type == "text/plain"
        return await answer.text()


def value(text: str, series: str) -> float:
    return next((float(line.split()[-1]) for line in text.splitlines() if line.startswith(series)), 0.0)


async def test_intents_questions_and_messages_are_counted(client):
    greets, handled = (
        'cunkou_intents_total{channel="wechat",intent="greet",outcome="asked"}',
        'cunkou_messages_total{channel="wechat",outcome="done"}',
    )
    before = await metrics(client)
    message = Inbound(
        key="wechat:oCounted:1",
        channel="wechat",
        contact="wechat:oCounted",
        at=datetime.now(UTC),
        content=Text(text="你好"),
    )
    for _ in range(2):  # the same message again is counted once
        await client.app[SERVICE].handle(message)
    after = await metrics(client)
    assert value(after, greets) == value(before, greets) + 1
    assert value(after, handled) == value(before, handled) + 1
    assert "oCounted" not in after


async def test_what_somebody_is_called_for_is_there_before_it_happens(client):
    text = await metrics(client)
    for channel in ("wechat", "sms"):
        for outcome in ("failed", "not_stored"):
            assert f'cunkou_messages_total{{channel="{channel}",outcome="{outcome}"}}' in text


async def test_a_request_is_not_taken_for_the_one_before_on_the_same_connection():
    async def handler(_) -> str:
        return CURRENT.get()

    follow("the one before")
    assert await problems(SimpleNamespace(path="/console"), handler) == ""
