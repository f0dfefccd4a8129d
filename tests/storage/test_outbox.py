"""Letters: written once, leased in order, sent at most once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from made import NOON, NOW, SECOND, a_letter
from sqlalchemy import select

from bot.storage.messages import dead_letters, outbox, outbox_list
from bot.storage.persons import people
from bot.storage.schema import outbox as table

LATER = NOW + 30 * SECOND


@pytest.fixture
def set_(database):
    """Runs a function of outbox that needs no seal."""
    return lambda function, *given, **named: database.run(lambda conn: function(conn, *given, **named))


async def lease(run, now=NOW):
    return await run(outbox.lease, now=now, until=now + 30 * SECOND)


async def keys(run, now=NOW):
    return [leased.letter.key for leased in await lease(run, now)]


async def test_a_letter_is_written_once_by_its_key(run):
    assert await run(outbox.write, [a_letter("a"), a_letter("b")], now=NOW) == 2
    assert await run(outbox.write, [a_letter("a"), a_letter("c")], now=NOW) == 1
    assert await keys(run) == ["a", "b", "c"]


async def test_a_leased_letter_is_whole_and_knows_where_to_go(run, set_):
    mother = await run(people.find_or_make, "wechat:oMother", NOON)
    letter = a_letter(to=mother.id, params={"thing": "酱油"}, urgent=False, marketing=True, bundle="orders:YL")
    await run(outbox.write, [letter], now=NOW)
    await set_(people.change, mother.id, opted_out=True)
    [leased] = await lease(run)
    assert leased.letter == letter
    assert leased.addresses == {"wechat": "oMother"}
    assert (leased.recipient, leased.opted_out, leased.attempts) == (mother.id, True, 0)


async def test_a_letter_to_a_bare_phone_goes_to_that_phone(run):
    await run(outbox.write, [a_letter(to="sms:+8613800000000")], now=NOW)
    [leased] = await lease(run)
    assert leased.addresses == {"sms": "+8613800000000"}
    assert leased.letter.to == "sms:+8613800000000"


async def test_letters_are_due_at_their_own_time(run):
    await run(outbox.write, [a_letter("late", not_before=LATER), a_letter("now", to="pother")], now=NOW)
    assert await keys(run) == ["now"]
    assert await keys(run, LATER - SECOND) == []
    assert await keys(run, LATER) == ["late", "now"]


async def test_a_leased_letter_and_what_follows_it_is_nobody_elses(run, set_):
    await run(outbox.write, [a_letter("a")], now=NOW)
    [first] = await lease(run)
    await run(outbox.write, [a_letter("b"), a_letter("other", to="pother")], now=NOW)
    assert await keys(run) == ["other"]
    await set_(outbox.sent, [first.id], now=NOW)
    assert await keys(run) == ["b"]


async def test_a_letter_to_be_retried_holds_up_its_recipient_and_nobody_else(run, set_):
    await run(outbox.write, [a_letter("a"), a_letter("b"), a_letter("other", to="pother")], now=NOW)
    ids = {leased.letter.key: leased.id for leased in await lease(run)}
    await set_(outbox.retry, [ids["a"]], error="45011", due_at=NOW + 5 * SECOND)
    await set_(outbox.release, [ids["b"], ids["other"]])
    assert await keys(run) == ["other"]
    [a, b] = await lease(run, NOW + 5 * SECOND)
    assert (a.letter.key, a.attempts, b.letter.key) == ("a", 1, "b")


async def test_a_letter_that_waits_for_the_morning_holds_up_nobody(run, set_):
    await run(outbox.write, [a_letter("offer"), a_letter("urgent")], now=NOW)
    offer, urgent = await lease(run)
    await set_(outbox.postpone, [offer.id], due_at=NOW + timedelta(hours=10))
    await set_(outbox.release, [urgent.id])
    assert await keys(run) == ["urgent"]


@pytest.mark.parametrize(
    ("end", "given", "status"),
    [
        (outbox.sent, {"now": NOW}, "sent"),
        (outbox.failed, {"error": "no way left"}, "failed"),
        (outbox.uncertain, {"error": "timed out"}, "uncertain"),
        (outbox.cancelled, {"reason": "opted out"}, "cancelled"),
    ],
)
async def test_an_ended_letter_is_never_leased_again_and_never_changed(run, set_, end, given, status):
    await run(outbox.write, [a_letter("a")], now=NOW)
    [leased] = await lease(run)
    await set_(end, [leased.id], **given)
    assert await keys(run, NOW + timedelta(days=9)) == []
    await set_(outbox.retry, [leased.id], error="x", due_at=NOW)
    [entry] = (await run(outbox_list.page)).rows
    assert entry.status == status
    assert (entry.sent_at == NOW) == (status == "sent")


async def test_a_worker_that_died_before_sending_leaves_its_letters_to_the_next(run):
    await run(outbox.write, [a_letter("a")], now=NOW)
    await lease(run)
    assert await keys(run, LATER) == ["a"]


async def test_a_worker_that_died_while_sending_leaves_an_uncertain_letter(run, set_):
    await run(outbox.write, [a_letter("a"), a_letter("b", to="pother")], now=NOW)
    plain, template = await lease(run)
    await set_(outbox.begin, [plain.id], way="wechat", reference="1", now=NOW)
    await set_(outbox.begin, [template.id], way="wechat_template", reference="2", now=NOW)
    assert await set_(outbox.recover, now=NOW, repeatable={"wechat_template"}) == 0
    assert await keys(run, LATER) == []
    assert await set_(outbox.recover, now=LATER, repeatable={"wechat_template"}) == 2
    assert await keys(run, LATER) == ["b"]
    statuses = {entry.text[1:]: entry.status for entry in (await run(outbox_list.page)).rows}
    assert statuses == {"a": "uncertain", "b": "pending"}


async def test_receipts_settle_what_was_uncertain_and_what_was_lost(run, set_):
    await run(outbox.write, [a_letter("a"), a_letter("b"), a_letter("c", to="pother")], now=NOW)
    a, b, c = await lease(run)
    await set_(outbox.begin, [a.id, b.id], way="sms", reference="ref1", now=NOW)
    await set_(outbox.uncertain, [a.id, b.id], error="timed out")
    await set_(outbox.begin, [c.id], way="sms", reference="ref2", now=NOW)
    await set_(outbox.sent, [c.id], now=NOW)
    assert await set_(outbox.receipt, "ref1", delivered=True, status="DELIVRD") == ["", ""]
    assert await set_(outbox.receipt, "ref2", delivered=False, status="UNDELIV") == [""]
    assert await set_(outbox.receipt, "ref9", delivered=True, status="DELIVRD") == []
    assert await set_(outbox.receipt, "", delivered=False, status="UNDELIV") == []
    statuses = {entry.text[1:]: entry.status for entry in (await run(outbox_list.page)).rows}
    assert statuses == {"a": "sent", "b": "sent", "c": "failed"}


async def test_reports_come_in_any_order_and_what_arrived_is_not_lost(run, set_):
    """By the letters' names: what was reported of them, before (`-`) and after they were known as sent."""
    orders = {
        "a": "lost delivered",
        "b": "delivered lost",
        "c": "lost -",
        "d": "lost - delivered",
        "e": "delivered - lost lost",
        "f": "- lost lost",
    }
    await run(outbox.write, [a_letter(name, to=f"p{name}") for name in orders], now=NOW)
    for leased in await lease(run):
        name = leased.letter.key
        await set_(outbox.begin, [leased.id], way="sms", reference=name, now=NOW)
        if "-" not in orders[name]:
            await set_(outbox.uncertain, [leased.id], error="timed out")
        for word in orders[name].split():
            if word == "-":
                await set_(outbox.sent, [leased.id], now=NOW)
            else:
                await set_(outbox.receipt, name, delivered=word == "delivered", status=word)
    rows = {entry.text[1:]: (entry.status, entry.error) for entry in (await run(outbox_list.page)).rows}
    lost = ("failed", "lost")
    assert rows == {"a": ("sent", ""), "b": ("sent", ""), "c": lost, "d": ("sent", ""), "e": ("sent", ""), "f": lost}


async def test_what_arrived_after_all_is_not_sent_again_though_somebody_asked_for_it(run, set_):
    await run(outbox.write, [a_letter("a")], now=NOW)
    [a] = await lease(run)
    await set_(outbox.begin, [a.id], way="sms", reference="ref", now=NOW)
    await set_(outbox.uncertain, [a.id], error="timed out")
    await set_(dead_letters.retry, a.id, now=NOW, even_if_uncertain=True)
    await set_(outbox.receipt, "ref", delivered=True, status="DELIVRD")
    assert await lease(run) == []
    [row] = (await run(outbox_list.page)).rows
    assert row.status == "sent"


async def test_two_workers_never_lease_the_same_letter(run, database):
    await run(outbox.write, [a_letter(f"l{i}", to=f"p{i % 5}") for i in range(40)], now=NOW)
    taken = await asyncio.gather(*(lease(run) for _ in range(8)))
    got = [leased.letter.key for some in taken for leased in some]
    assert sorted(got) == sorted(f"l{i}" for i in range(40))
    order = await database.run(lambda conn: list(conn.execute(select(table.c.key).order_by(table.c.id)).scalars()))
    assert got == order


async def test_the_outbox_is_listed_newest_first_with_contacts(run):
    mother = await run(people.find_or_make, "wechat:oMother", NOON)
    caller = await run(people.find_or_make, "sms:+8613800000000", NOON)
    letters = [a_letter("a", to=mother.id), a_letter("b", to=caller.id), a_letter("c", to="sms:+8613800000001")]
    await run(outbox.write, [*letters, a_letter("d", to="pnobody")], now=NOW)
    first = await run(outbox_list.page, limit=3)
    rest = await run(outbox_list.page, limit=3, after=first.next)
    assert [(entry.to, entry.channel, entry.text) for entry in first.rows + rest.rows] == [
        ("pnobody", "", "长d"),
        ("sms:+8613800000001", "sms", "短c"),
        ("sms:+8613800000000", "sms", "短b"),
        ("wechat:oMother", "wechat", "长a"),
    ]
    assert rest.next is None
    assert (await run(outbox_list.page, status="sent")).rows == []


async def test_since_when_a_letter_is_due_is_known(run, set_):
    assert await set_(outbox.oldest_due) is None
    await run(outbox.write, [a_letter(not_before=LATER), a_letter()], now=NOW)
    assert await set_(outbox.oldest_due) == NOW
