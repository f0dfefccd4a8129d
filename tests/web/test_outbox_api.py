"""Dead letters over the API: listed, sent once more, refused where they went, and written down."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from bot.domain.letter import Letter
from bot.storage.messages import outbox
from bot.storage.schema import audit
from bot.storage.schema import outbox as table

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


@pytest.fixture
def letter(database, seal):
    """`await letter("failed")` gives the id of a letter that has become that."""

    async def make(status: str) -> int:
        def work(conn) -> int:
            one = Letter(key=f"k-{status}", to="sms:+8613900000009", notice="n", text="话", sms="话")
            outbox.write(conn, seal, [one], now=NOW)
            conn.execute(update(table).where(table.c.key == one.key).values(status=status, error="sms: no_contact"))
            return conn.execute(select(table.c.id).where(table.c.key == one.key)).scalar_one()

        return await database.run(work)

    return make


async def retry(client, letter, body=b"", **headers):
    async with client.post(f"/api/v1/outbox/{letter}/retry", data=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def test_what_failed_is_listed_and_sent_again(client, letter, database):
    await letter("sent")
    failed = await letter("failed")
    async with client.get("/api/v1/outbox", params={"status": "failed"}) as answer:
        assert [message["id"] for message in (await answer.json())["messages"]] == [failed]
    status, said = await retry(client, failed)
    assert (status, said["status"], said["error"]) == (200, "pending", "")
    deeds = await database.run(lambda conn: conn.execute(select(audit.c.role, audit.c.action, audit.c.subject)).all())
    assert deeds == [("api", "letter_again", str(failed))]


@pytest.mark.parametrize(
    ("become", "body", "status"),
    [
        ("sent", b'{"even_if_uncertain":true}', 409),
        ("pending", b"", 409),
        ("cancelled", b"", 409),
        ("uncertain", b"", 409),
        ("uncertain", b'{"even_if_uncertain":true}', 200),
        ("failed", b'{"even_if_uncertain":"yes"}', 422),
    ],
)
async def test_what_went_or_may_have_gone_is_refused(client, letter, become, body, status):
    assert (await retry(client, await letter(become), body))[0] == status


@pytest.mark.parametrize("number", ["0", "123456", "x", "9" * 30])
async def test_an_unknown_letter_is_404(client, number):
    assert (await retry(client, number))[0] == 404


async def test_the_same_key_again_has_one_effect(client, letter, database):
    failed = await letter("failed")
    first = await retry(client, failed, **{"Idempotency-Key": "one"})
    assert await retry(client, failed, **{"Idempotency-Key": "one"}) == first
    assert first[0] == 200
