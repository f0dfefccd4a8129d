"""Messages stand under an index of their platform's key, which is made of openids and phones; and those of the release before,
whose processes know no index, are known again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from made import NOW, a_message
from sqlalchemy import insert, select

from bot.domain.letter import Letter
from bot.service import Service
from bot.storage.messages import inbox, outbox
from bot.storage.migrate import upgrade
from bot.storage.privacy import early, message_keys
from bot.storage.privacy.message_keys import LOOKED_FOR, MessageKeys, rekey
from bot.storage.privacy.seal import Seal
from bot.storage.redis.talks import Talks
from bot.storage.schema import inbox as table
from bot.storage.schema import meta
from bot.storage.schema import outbox as letters
from bot.turns import Turns
from catalog.shop import Shop

OPENID = "oAbCdEf_GhIjKlMnOpQr"
PLAIN = f"wechat:{OPENID}:6372"
MESSAGE = a_message(PLAIN, contact=f"wechat:{OPENID}")
SECRET = "the key that was before, as long as it must be"
BEFORE, DURING, LATER = NOW - timedelta(hours=1), NOW + timedelta(hours=1), NOW + LOOKED_FOR


async def nothing(*_args) -> None:
    pass


def test_a_key_tells_nobodys_openid_and_is_the_same_each_time(seal):
    keys = MessageKeys(seal)
    known = keys.known(MESSAGE)
    assert known.key.startswith("keyed:")
    assert OPENID not in known.key
    assert known == keys.known(MESSAGE) == keys.known(known)
    assert known.key != keys.known(a_message(f"{PLAIN}1")).key
    assert known.key != MessageKeys(Seal("another key, which is as long as it must be")).known(MESSAGE).key


def test_while_the_secret_is_changed_a_message_is_known_by_either(seal):
    changed = Seal("another key, which is as long as it must be", "")
    both = Seal("another key, which is as long as it must be", SECRET)
    old = MessageKeys(Seal(SECRET)).known(MESSAGE).key
    assert MessageKeys(both).known(MESSAGE).key == MessageKeys(changed).known(MESSAGE).key
    assert MessageKeys(both).known(MESSAGE).formerly == (old,)


@pytest.mark.parametrize(
    ("now", "written", "looked_for"),
    [(BEFORE, "plain", {"plain", "keyed"}), (DURING, "keyed", {"keyed", "plain"}), (LATER, "keyed", {"keyed"})],
)
def test_what_the_release_before_must_find_is_written_for_it(now, written, looked_for):
    known = MessageKeys(Seal(SECRET, since=NOW)).known(MESSAGE, now)
    names = {PLAIN: "plain", MessageKeys(Seal(SECRET)).known(MESSAGE).key: "keyed"}
    assert names[known.key] == written
    assert {names[key] for key in (known.key, *known.formerly)} == looked_for


@pytest.mark.parametrize("status", ["done", "pending"])
async def test_what_the_release_before_has_stored_is_answered_alike_and_done_once(sqlite, redis, status):
    seal = Seal(SECRET, since=datetime.now(UTC))
    turns = Turns(seal, lambda: Shop(()), ZoneInfo("Asia/Shanghai"))
    service = Service(sqlite, Talks(redis, seal), seal, turns, nothing)
    person = seal.person_id_of(MESSAGE.contact)
    add = {
        "done": lambda conn: inbox.add_done(conn, seal, MESSAGE, person, reply="好的，秀英", now=NOW),
        "pending": lambda conn: inbox.add_pending(conn, seal, MESSAGE, person, now=NOW),
    }[status]
    await sqlite.run(add)
    reply = await service.handle(MESSAGE)
    assert reply == await service.handle(MESSAGE)
    assert reply == "好的，秀英" or status == "pending"
    rows = await sqlite.run(lambda conn: conn.execute(select(table.c.key, table.c.status, table.c.reply)).all())
    assert rows == [(PLAIN, "done", reply)]


def noted(conn) -> tuple[datetime | None, ...]:
    return tuple(early.since(conn, what) for what in (early.KEYED, early.IN_REDIS))


async def test_a_new_database_keeps_no_platforms_key_and_one_with_messages_does_so_for_a_day(database, seal, tmp_path):
    assert await database.run(noted) == (None, None)
    from bot.storage.sql.connect import opened

    def work(conn):
        upgrade(conn, "0027")
        inbox.add_done(conn, seal, MESSAGE, "p", reply="好的", now=NOW)
        upgrade(conn)
        return noted(conn)

    async with opened(f"sqlite:///{tmp_path / 'older.db'}") as older:
        sinces = await older.run(work)
    for since in sinces:
        assert timedelta(hours=23) < since - datetime.now(UTC) < timedelta(hours=25)


async def test_old_keys_become_indexes_once_nobody_looks_for_them(database, seal, monkeypatch):
    monkeypatch.setattr(message_keys, "_PLAIN", message_keys._PLAIN.limit(2))
    monkeypatch.setattr(message_keys, "AT_ONCE", 2)
    old = [a_message(f"{PLAIN}{n}", contact=f"wechat:{OPENID}") for n in range(3)]
    doubled, waiting = MessageKeys(seal).known(old[0]), a_message(f"{PLAIN}w", contact=f"wechat:{OPENID}")

    def fill(conn):
        conn.execute(insert(meta), {"name": early.KEYED, "value": int(NOW.timestamp())})
        for message in (*old, doubled):
            inbox.add_done(conn, seal, message, "pa", reply="好的", now=NOW)
        inbox.add_pending(conn, seal, waiting, "pa", now=NOW)
        letter = Letter(key=f"reply:{old[1].key}", to="pa", notice="reply", text="好", sms="好")
        outbox.write(conn, seal, [letter], now=NOW)

    await database.run(fill)
    assert not await database.run(lambda conn: rekey(conn, seal, now=DURING)), "a platform may still bring them again"
    rounds = [await database.run(lambda conn: rekey(conn, seal, now=LATER)) for _ in range(3)]
    assert rounds == [True, False, False]
    keys = await database.run(lambda conn: set(conn.execute(select(table.c.key)).scalars()))
    assert {key for key in keys if OPENID in key} == {waiting.key}, "what waits is finished by the key it has"
    assert {MessageKeys(seal).known(message).key for message in old} <= keys
    assert len(keys) == 5
    now = MessageKeys(seal).known(old[1]).key
    assert await database.run(lambda conn: conn.execute(select(letters.c.key)).scalars().all()) == [f"reply:{now}"]
