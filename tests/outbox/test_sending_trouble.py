"""The outbox on real stores when platforms, stores and workers fail: nothing twice, nothing lost."""

import asyncio
import time
from datetime import timedelta

import pytest
from post_office import CUSTOM, PHONE, SENDSMS, TEMPLATE
from sqlalchemy import select

from bot.demo.platform import Fault
from bot.storage.messages import outbox
from bot.storage.schema import meta


async def test_when_wechat_says_the_window_is_shut_it_is_believed(post):
    mother = await post.person("wechat:oA", f"sms:{PHONE}", window=5)
    post.wechat.left("oA")
    await post.write(mother, "货到了")
    await post.outbox.tick()
    assert post.gateway.got(PHONE) == ["货到了"]
    assert await post.windows.left(mother, "oA") == 0


async def test_where_every_way_is_closed_the_letter_is_failed_with_every_reason(post):
    stranger = await post.person("wechat:oZ")
    await post.write(stranger, "货到了", notice="arrived")
    post.wechat.fail(TEMPLATE, Fault(errcode=40037))
    await post.outbox.tick()
    assert await post.statuses() == [("货到了", "failed")]
    (error,) = await post.errors()
    assert "wechat: not_open" in error
    assert "wechat_template: 40037" in error
    assert "sms: no_contact" in error
    assert "wechat_uncounted: 45015" in error


async def test_where_nothing_else_is_open_wechat_is_asked_all_the_same(post):
    stranger = await post.person("wechat:oZ", window=5)
    await post.windows.close(stranger, "oZ")  # as when Redis was lost: the platform still counts
    await post.write(stranger, "货到了")
    await post.write(stranger, "特价", marketing=True, urgent=False)
    await post.outbox.tick()
    assert post.wechat.got("oZ") == ["货到了"]
    assert await post.statuses() == [("货到了", "sent"), ("特价", "failed")]


async def test_retries_follow_the_clock_and_end_by_another_way(post):
    mother = await post.person("wechat:oA", f"sms:{PHONE}", window=5)
    post.wechat.fail(CUSTOM, Fault(errcode=45011), times=100)
    await post.write(mother, "货到了")
    for seconds in (0, 5, 30, 120, 600, 3600):
        post.later(seconds=seconds - 0.5 if seconds else 0)
        assert await post.outbox.tick() == (0 if seconds else 1)
        if seconds:
            post.later(seconds=0.5)
            assert await post.outbox.tick() == 1
    assert post.wechat.calls[CUSTOM] == 6
    assert post.gateway.got(PHONE) == ["货到了"]
    assert await post.statuses() == [("货到了", "sent")]


async def test_what_waits_behind_a_retry_keeps_its_place(post):
    mother = await post.person("wechat:oA", window=5)
    post.wechat.fail(CUSTOM, Fault(errcode=-1))
    await post.write(mother, "一", "二")
    await post.outbox.tick()
    await post.write(mother, "三")
    assert await post.outbox.tick() == 0
    post.later(seconds=5)
    await post.outbox.tick()
    assert post.wechat.got("oA") == ["一", "二", "三"]


@pytest.mark.parametrize("fault", [Fault(hang=1, carried_out=True), Fault(status=500), Fault(status=502)])
async def test_an_unknown_outcome_is_uncertain_and_never_sent_again(post, fault):
    mother = await post.person("wechat:oA", f"sms:{PHONE}", window=5)
    post.wechat.fail(CUSTOM, fault)
    await post.write(mother, "货到了", "晚一天")
    await post.outbox.tick()
    post.later(hours=30)
    await post.outbox.tick()
    assert await post.statuses() == [("货到了", "uncertain"), ("晚一天", "sent")]
    assert post.wechat.calls[CUSTOM] == 2
    assert post.gateway.sent == []


@pytest.mark.parametrize(
    ("fault", "status"),
    [(Fault(status=403), "pending"), (Fault(status=400), "failed"), (Fault(status=503), "uncertain")],
)
async def test_what_kannel_answers_is_sorted(post, fault, status):
    old = await post.person(f"sms:{PHONE}")
    post.gateway.fail(SENDSMS, fault)
    await post.write(old, "货到了")
    await post.outbox.tick()
    assert await post.statuses() == [("货到了", status)]


async def test_a_gateway_that_refuses_connections_is_tried_again(post):
    old = await post.person(f"sms:{PHONE}")
    await post.gateway.refuse()
    await post.write(old, "货到了")
    await post.outbox.tick()
    await post.gateway.resume()
    post.later(seconds=5)
    await post.outbox.tick()
    assert post.gateway.got(PHONE) == ["货到了"]


async def test_a_template_that_may_have_gone_is_repeated_by_template_only(post):
    mother = await post.person("wechat:oA", f"sms:{PHONE}")
    post.wechat.fail(TEMPLATE, Fault(status=502, carried_out=True))
    await post.write(mother, "货到了", notice="arrived")
    await post.outbox.tick()
    # She writes meanwhile: a window opens, but the letter must not go twice.
    post.wechat.wrote("oA")
    await post.windows.open(mother, "oA", count=5, seconds=3600)
    post.later(seconds=5)
    await post.outbox.tick()
    assert [sent.kind for sent in post.wechat.sent] == ["template"]
    assert await post.statuses() == [("货到了", "sent")]


async def test_one_slow_platform_holds_up_nobody_else(post):
    slow = [await post.person(f"wechat:o{n}", window=5) for n in range(100)]
    quick = await post.person(f"sms:{PHONE}")
    post.wechat.fail(CUSTOM, Fault(hang=30), times=200)
    for person in slow:
        await post.write(person, "慢")
    await post.write(quick, "快")
    started = time.monotonic()
    sending = asyncio.create_task(post.outbox.tick())
    await post.gateway.wait_until(lambda: post.gateway.got(PHONE) == ["快"], timeout=3)
    assert time.monotonic() - started < 3
    await sending


async def test_two_workers_send_each_letter_once(post):
    for n in range(20):
        person = await post.person(f"wechat:o{n}", window=5)
        await post.write(person, "一", "二")
    await asyncio.gather(post.outbox.tick(), post.another().tick())
    await post.outbox.tick()
    assert {n: post.wechat.got(f"o{n}") for n in range(20)} == {n: ["一", "二"] for n in range(20)}


async def test_what_a_dead_worker_had_begun_is_uncertain_and_the_rest_goes_on(post):
    old, other = await post.person(f"sms:{PHONE}"), await post.person("sms:+8613800000002")
    await post.write(old, "一")
    await post.write(other, "二")

    def die(conn):
        taken = outbox.lease(conn, post.seal, now=post.now, until=post.now + timedelta(minutes=2))
        outbox.begin(conn, [taken[0].id], way="sms", reference="r", now=post.now)

    await post.database.run(die)
    assert await post.outbox.tick() == 0
    post.later(minutes=3)
    await post.outbox.tick()
    assert await post.statuses() == [("一", "uncertain"), ("二", "sent")]


async def test_a_lease_that_is_about_to_end_begins_nothing_more(post):
    old = await post.person(f"sms:{PHONE}")
    post.gateway.fail(SENDSMS, Fault(hang=0.2))
    await post.write(old, "一", "二")
    sending = asyncio.create_task(post.outbox.tick())
    await post.gateway.wait_until(lambda: post.gateway.calls[SENDSMS] == 1)
    post.later(seconds=60)
    await sending
    assert await post.statuses() == [("一", "sent"), ("二", "pending")]
    await post.outbox.tick()
    assert post.gateway.got(PHONE) == ["一", "二"]


@pytest.mark.parametrize(("watched", "status"), [(True, "sent"), (False, "uncertain")])
async def test_a_template_of_a_dead_worker_is_repeated_only_while_wechat_knows_it_again(post, watched, status):
    mother = await post.person("wechat:oA")
    await post.write(mother, "货到了", notice="arrived")

    def die(conn):
        (taken,) = outbox.lease(conn, post.seal, now=post.now, until=post.now + timedelta(seconds=90))
        outbox.begin(conn, [taken.id], way="wechat_template", reference="r", now=post.now)

    await post.database.run(die)
    if watched:
        await post.outbox.tick()
        post.later(seconds=100)
    else:
        post.later(hours=1)
    await post.outbox.tick()
    assert await post.statuses() == [("货到了", status)]


async def test_an_idle_outbox_writes_nothing(post):
    old = await post.person(f"sms:{PHONE}")
    await post.write(old, "特价", urgent=False, not_before=post.now + timedelta(hours=1))
    before = await post.database.run(lambda conn: conn.execute(select(meta)).all())
    assert await post.outbox.tick() == 0
    assert await post.database.run(lambda conn: conn.execute(select(meta)).all()) == before


async def test_the_loop_sends_at_once_when_woken_and_ends_when_told(post):
    old = await post.person(f"sms:{PHONE}")
    stop = asyncio.Event()
    running = asyncio.create_task(post.outbox.run(stop))
    await asyncio.sleep(0.1)
    await post.write(old, "快")
    started = time.monotonic()
    post.wake.set()
    await post.gateway.wait_until(lambda: post.gateway.got(PHONE) == ["快"], timeout=3)
    assert time.monotonic() - started < 0.5
    stop.set()
    await asyncio.wait_for(running, 3)


async def test_a_loop_that_is_cancelled_first_ends_what_it_has_begun(post):
    old = await post.person(f"sms:{PHONE}")
    post.gateway.fail(SENDSMS, Fault(hang=0.3))
    await post.write(old, "一", "二")
    running = asyncio.create_task(post.outbox.run())
    await post.gateway.wait_until(lambda: post.gateway.calls[SENDSMS] == 1)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await post.statuses() == [("一", "sent"), ("二", "pending")]
    assert await post.another().tick() == 1
    assert post.gateway.got(PHONE) == ["一", "二"]
