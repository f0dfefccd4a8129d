"""What is forgotten by itself, and what is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from made import NOW, a_letter, a_message
from sqlalchemy import select

from bot.storage import inbox, outbox, retention
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
    await tidy_once(database, {}, NOW + YEAR)
    assert (await database.run(lambda conn: inbox.find(conn, message.key))).reply == ""
    rows = await _rows(database, inbox_table.c.key, inbox_table.c.content, inbox_table.c.contact)
    assert (message.key, "", "") in rows
    assert len(await database.run(lambda conn: inbox.pending_of(conn, seal, "pa"))) == 1, "what waits is owed its turn"


async def test_letters_lose_their_words_but_not_that_they_were_sent(database, seal):
    await database.run(lambda conn: outbox.write(conn, seal, [a_letter("sent"), a_letter("waits")], now=NOW))
    await database.run(lambda conn: conn.execute(outbox_table.update().where(outbox_table.c.key == "sent").values(status="sent")))  # fmt: skip
    await tidy_once(database, {}, NOW + YEAR)
    columns = outbox_table.c
    rows = await _rows(database, columns.key, columns.status, columns.text, columns.sms, columns.params)
    kept = {key: (status, words) for key, status, *words in rows}
    assert kept["sent"] == ("sent", ["", "", ""])
    assert all(kept["waits"][1])


@pytest.mark.parametrize("age", [timedelta(days=1), timedelta(days=89)])
async def test_what_is_younger_is_kept(database, seal, age):
    message = a_message()
    await database.run(lambda conn: inbox.add_done(conn, seal, message, "pa", reply="好的", now=NOW))
    assert not await tidy_once(database, {}, NOW + age)
    assert (await database.run(lambda conn: inbox.find(conn, message.key))).reply == "好的"


async def test_a_round_ends_and_the_next_goes_on_from_there(sqlite, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 3)
    rows = [{"station": "YL", "code": "1", "at": NOW} for _ in range(7)]
    await sqlite.run(lambda conn: conn.execute(pickup_attempts.insert(), rows))
    reached: dict[str, int | None] = {}
    rounds = [await tidy_once(sqlite, reached, NOW + YEAR) for _ in range(4)]
    assert rounds == [True, True, True, False]
    assert await _rows(sqlite, pickup_attempts.c.id) == []
    await sqlite.run(lambda conn: conn.execute(pickup_attempts.insert(), rows[:1]))
    assert await tidy_once(sqlite, {}, NOW + YEAR), "another process begins where there is something"
