"""A trace leads from the hook through the turn to the sending, over processes; where none is asked for, nothing is imported."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from post_office import PHONE
from sqlalchemy import select

from bot import spans
from bot.domain.message import Inbound, Text
from bot.ports import HookAnswer, Received
from bot.storage.schema import outbox as table
from bot.trace import following, trace_of
from bot.web.hooks import _answer

KEY = "keyed:4711"


@pytest.fixture
def kept():
    """Spans that ended, by name."""
    exporter = InMemorySpanExporter()
    spans.set_up("http://127.0.0.1:1", 1, SimpleSpanProcessor(exporter))
    yield lambda: {span.name: span for span in exporter.get_finished_spans()}
    spans.shut_down()


def received(key: str = KEY) -> Received:
    message = Inbound(
        key=key,
        channel="sms",
        contact=f"sms:{PHONE}",
        at=datetime.now(UTC),
        content=Text(text="你好"),
        answered_apart=True,
    )
    return Received(message=message, answer=lambda reply: HookAnswer(body=reply.encode()))


async def test_a_trace_leads_from_the_hook_to_the_sending(post, service, kept):
    await _answer(post.channels[1], received(), service)
    post.now = datetime.now(UTC)
    await post.outbox.tick()
    found = kept()
    assert {f"{span.context.trace_id:032x}" for span in found.values()} == {trace_of(KEY)}
    assert found["hook"].parent is None
    for name, parent in (
        ("turn", "hook"),
        ("transaction", "turn"),
        ("dialogue", "transaction"),
        ("send", "transaction"),
    ):
        assert found[name].parent.span_id == found[parent].context.span_id, name
    assert found["send"].attributes == {"way": "sms", "letters": 1}
    assert "你好" not in str([span.to_json() for span in found.values()])
    assert PHONE[3:] not in str([span.to_json() for span in found.values()])


async def test_the_letters_row_says_whose_it_is_with_and_without_traces(post, service, kept):
    await service.handle(received().message)
    spans.shut_down()
    await service.handle(received("keyed:4712").message)
    query = select(table.c.trace).order_by(table.c.id)
    first, second = await post.database.run(lambda conn: list(conn.execute(query).scalars()))
    assert first.partition("-")[0] == trace_of(KEY)
    assert len(first) == 49
    assert second == trace_of("keyed:4712")


async def test_spans_reach_a_collector():
    came = asyncio.Queue()

    async def take(request: web.Request) -> web.Response:
        came.put_nowait(ExportTraceServiceRequest.FromString(await request.read()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/v1/traces", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    spans.set_up(f"http://127.0.0.1:{port}/", 1)
    with following(KEY), spans.span("turn", channel="sms"):
        pass
    await asyncio.to_thread(spans.shut_down)
    told = await asyncio.wait_for(came.get(), 5)
    await runner.cleanup()
    (span,) = told.resource_spans[0].scope_spans[0].spans
    assert (span.name, span.trace_id.hex()) == ("turn", trace_of(KEY))


def test_a_share_of_the_traces_is_the_same_in_every_process():
    exporter = InMemorySpanExporter()
    spans.set_up("http://127.0.0.1:1", 0.5, SimpleSpanProcessor(exporter))
    for _ in range(2):
        for n in range(40):
            with following(f"k{n}"), spans.span("turn"):
                pass
    spans.shut_down()
    chosen = [span.context.trace_id for span in exporter.get_finished_spans()]
    assert 0 < len(set(chosen)) < 40
    assert len(chosen) == 2 * len(set(chosen))


def test_nothing_is_imported_where_no_traces_are_sent():
    """Redis' client looks for the metrics of OpenTelemetry by itself."""
    code = "import sys, bot.serving; sys.exit(bool({'opentelemetry.sdk.trace', 'bot.telemetry'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own


def test_a_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "bot.telemetry", None)
    with pytest.raises(spans.CannotTrace, match=r"cunkou\[tracing\]"):
        spans.set_up("http://127.0.0.1:1", 1)
