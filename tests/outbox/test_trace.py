"""One id leads from a message through its turn to its letter, to its sending and to what is reported of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import structlog
from post_office import PHONE
from sqlalchemy import select

from bot.domain.message import Inbound, Receipt, Text
from bot.logs import set_up
from bot.storage.schema import outbox as table
from bot.trace import CURRENT, trace_of


@pytest.fixture
def lines(capsys):
    """`lines()`: what was logged since, read as JSON."""
    set_up("debug")
    structlog.configure(cache_logger_on_first_use=False)
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    structlog.reset_defaults()


def a_message(key: str, content) -> Inbound:
    return Inbound(
        key=key, channel="sms", contact=f"sms:{PHONE}", at=datetime.now(UTC), content=content, answered_apart=True
    )


async def test_one_id_leads_from_the_hook_to_the_report(post, service, lines):
    message = a_message("sms:4711", Text(text="你好"))
    await service.handle(message)
    post.now = datetime.now(UTC)
    await post.outbox.tick()
    query = select(table.c.trace, table.c.reference)
    trace, reference = await post.database.run(lambda conn: conn.execute(query).one())
    report = Receipt(reference=reference, delivered=True, status="delivered")
    await service.handle(a_message("sms:report", report))
    assert trace == trace_of(service.known(message).key)
    logged = lines()
    followed = [line["event"] for line in logged if line.get("trace") == trace]
    assert followed == ["turn_taken", "letter_sent", "letter_reported"]
    assert "你好" not in str(logged)


async def test_what_is_brought_again_or_finished_later_has_the_same_id(post, service):
    message = service.known(a_message("sms:4712", Text(text="你好")))
    await post.database.run(lambda conn: service._turns.keep_for_later(conn, message, "test"))
    await service.finish_pending()
    (trace,) = await post.database.run(lambda conn: list(conn.execute(select(table.c.trace)).scalars()))
    assert trace == trace_of(service.known(message).key)


async def test_the_databases_thread_knows_for_whom_it_works(post):
    CURRENT.set("this one")
    assert await post.database.run(lambda _conn: CURRENT.get()) == "this one"


async def test_a_letter_of_nobodys_message_has_none(post):
    await post.write(f"sms:{PHONE}", "验证码 4711")
    assert await post.database.run(lambda conn: list(conn.execute(select(table.c.trace)).scalars())) == [""]
