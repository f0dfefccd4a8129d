"""What is forgotten by itself, and what is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from made import NOW, a_letter, a_message
from sqlalchemy import func, select

from bot.storage import idempotency
from bot.storage.messages import inbox, outbox
from bot.storage.privacy import retention
from bot.storage.schema import idempotency as idempotency_table
from bot.storage.schema import inbox as inbox_table
from bot.storage.schema import outbox as outbox_table
from bot.storage.schema import pickup_attempts
from bot.tidying import tidy_once
from config.data import read_yaml

YEAR = timedelta(days=365)


def test_every_rule_has_its_days_and_a_reason():
    said = read_yaml("retention.yaml")
    assert set(said) == {*retention.RULES, "requests"}
    assert all(one["days"] > 0 and one["why"] for one in said.values())


async def _rows(database, *columns):
    return [tuple(row) for row in await database.run(lambda conn: conn.execute(select(*columns)).all())]


async def test_old_words_and_their_replies_are_forgotten_and_the_keys_remembered(database, seal):
    message, waiting = a_message(), a_message()
    await database.run(lambda conn: inbox.add_done(conn, seal, message, "pa", reply="好的，秀英", now=NOW))
    await database.run(lambda conn: inbox.add_pending(conn, seal, waiting, "pa", now=NOW))
    await tidy_once(database, seal, {}, NOW + YEAR)
    assert (await database.run(lambda conn: inbox.find(conn, message.key))).reply == ""
    rows = await _rows(database, inbox_table.c.key, inbox_table.c.content, inbox_table.c.contact)
    assert (message.key, "", "") in rows
    assert len(await database.run(lambda conn: inbox.pending_of(conn, seal, "pa"))) == 1, "what waits is owed its turn"


async def test_letters_lose_their_words_but_not_that_they_were_sent(database, seal):
    await database.run(lambda conn: outbox.write(conn, seal, [a_letter("sent"), a_letter("waits")], now=NOW))
    await database.run(lambda conn: conn.execute(outbox_table.update().where(outbox_table.c.key == "sent").values(status="sent")))  # fmt: skip  # what belongs together on one line
    await tidy_once(database, seal, {}, NOW + YEAR)
    columns = outbox_table.c
    rows = await _rows(database, columns.key, columns.status, columns.text, columns.sms, columns.params)
    kept = {key: (status, words) for key, status, *words in rows}
    assert kept["sent"] == ("sent", ["", "", ""])
    assert all(kept["waits"][1])


@pytest.mark.parametrize("age", [timedelta(days=1), timedelta(days=89)])
async def test_what_is_younger_is_kept(database, seal, age):
    message = a_message()
    await database.run(lambda conn: inbox.add_done(conn, seal, message, "pa", reply="好的", now=NOW))
    assert not await tidy_once(database, seal, {}, NOW + age)
    assert (await database.run(lambda conn: inbox.find(conn, message.key))).reply == "好的"


async def test_a_round_ends_and_the_next_goes_on_from_there(sqlite, seal, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 3)
    rows = [{"station": "YL", "code": "1", "at": NOW} for _ in range(7)]
    await sqlite.run(lambda conn: conn.execute(pickup_attempts.insert(), rows))
    reached: dict[str, int] = {}
    rounds = [await tidy_once(sqlite, seal, reached, NOW + YEAR) for _ in range(4)]
    assert rounds == [True, True, True, False]
    assert await _rows(sqlite, pickup_attempts.c.id) == []
    await sqlite.run(lambda conn: conn.execute(pickup_attempts.insert(), rows[:1]))
    assert await tidy_once(sqlite, seal, {}, NOW + YEAR), "another process begins where there is something"


@pytest.mark.parametrize("new_process", [False, True])
async def test_what_waited_while_later_words_were_forgotten_is_forgotten_once_it_is_done(database, seal, new_process):
    waiting, later = a_message(), a_message()
    await database.run(lambda conn: inbox.add_pending(conn, seal, waiting, "pa", now=NOW))
    await database.run(lambda conn: inbox.add_done(conn, seal, later, "pb", reply="好的", now=NOW))
    reached: dict[str, int] = {}
    assert [await tidy_once(database, seal, reached, NOW + YEAR) for _ in range(2)] == [True, False]
    await database.run(lambda conn: inbox.finish(conn, waiting.key, reply="好的，秀英"))
    assert await tidy_once(database, seal, {} if new_process else reached, NOW + YEAR)
    assert await _rows(database, inbox_table.c.content, inbox_table.c.reply) == [("", "")] * 2


async def test_what_is_forgotten_is_not_walked_through_again_by_a_process_that_starts(sqlite, seal):
    for _ in range(3):
        await sqlite.run(lambda conn: inbox.add_done(conn, seal, a_message(), "pa", reply="好的", now=NOW))
    while await tidy_once(sqlite, seal, {}, NOW + YEAR):
        pass
    [(newest,)] = await _rows(sqlite, func.max(inbox_table.c.id))
    young = NOW + YEAR
    await sqlite.run(lambda conn: inbox.add_done(conn, seal, a_message(), "pa", reply="好的", now=young))
    assert await sqlite.run(lambda conn: retention.forget(conn, "messages", now=young)) is None
    read = await sqlite.run(lambda conn: retention._old(conn, retention.RULES["messages"], newest, young + YEAR))
    assert read == [newest + 1]
    assert await sqlite.run(lambda conn: retention._forgotten(conn, "messages")) == newest


async def test_answers_of_the_api_are_forgotten_a_thousand_at_a_time(database, monkeypatch):
    monkeypatch.setattr(idempotency, "AT_ONCE", 2)
    monkeypatch.setattr(idempotency, "_OLD", idempotency._OLD.limit(2))
    for n in range(5):
        await database.run(lambda conn, n=n: idempotency.claim(conn, f"k{n}", "hash", NOW + n * timedelta(hours=1)))
    before = NOW + timedelta(hours=3)
    rounds = [await database.run(lambda conn: idempotency.forget_before(conn, before)) for _ in range(2)]
    assert rounds == [True, False]
    assert await _rows(database, idempotency_table.c.key) == [("k3",), ("k4",)]
