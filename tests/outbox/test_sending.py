"""The outbox on real stores: by which way a letter goes, when, and what goes together."""

import asyncio
from datetime import UTC, datetime, timedelta

from post_office import PHONE, SENDSMS, ZONE

from bot.demo.platform import Fault
from bot.storage.messages import outbox


async def test_a_letter_goes_by_wechat_while_a_window_is_open(post):
    mother = await post.person("wechat:oA", f"sms:{PHONE}", window=5)
    await post.write(mother, "货到了")
    assert await post.outbox.tick() == 1
    assert post.wechat.got("oA") == ["货到了"]
    assert post.gateway.sent == []
    assert await post.statuses() == [("货到了", "sent")]
    assert await post.attempts() == [1]
    assert await post.windows.left(mother, "oA") == 4
    assert await post.outbox.tick() == 0


async def test_without_a_window_it_goes_by_template_else_by_sms(post):
    mother = await post.person("wechat:oA", f"sms:{PHONE}")
    await post.write(mother, "货到了", notice="arrived")
    await post.write(mother, "晚一天")
    await post.outbox.tick()
    assert [(sent.kind, sent.fields) for sent in post.wechat.sent] == [("template", {"thing1": "货到了"})]
    assert post.gateway.got(PHONE) == ["晚一天"]


async def test_letters_go_by_another_way_once_the_window_is_used_up(post):
    mother = await post.person("wechat:oA", f"sms:{PHONE}", window=2)
    await post.write(mother, "一", "二", "三", "四")
    await post.outbox.tick()
    assert post.wechat.got("oA") == ["一", "二"]
    assert post.gateway.got(PHONE) == ["三", "四"]


async def test_a_phone_that_is_nobodys_yet_gets_its_code(post):
    await post.write(f"sms:{PHONE}", "验证码 4711")
    await post.outbox.tick()
    assert post.gateway.got(PHONE) == ["验证码 4711"]


async def test_a_receipt_finds_the_template_by_wechats_own_number(post):
    mother = await post.person("wechat:oA")
    await post.write(mother, "货到了", notice="arrived")
    await post.outbox.tick()
    found = await post.database.run(
        lambda conn: outbox.receipt(conn, "200001", delivered=False, status="failed:user block")
    )
    assert found == [""]
    assert await post.statuses() == [("货到了", "failed")]


async def test_nobody_is_woken_at_night_except_about_their_own_order(post):
    old = await post.person(f"sms:{PHONE}")
    post.now = datetime(2026, 11, 25, 22, 30, tzinfo=ZONE)
    await post.write(old, "特价", urgent=False)
    await post.write(old, "货到了")
    await post.outbox.tick()
    assert post.gateway.got(PHONE) == ["货到了"]
    post.now = datetime(2026, 11, 26, 7, 59, tzinfo=ZONE)
    assert await post.outbox.tick() == 0
    post.now = datetime(2026, 11, 26, 8, 0, tzinfo=ZONE)
    await post.outbox.tick()
    assert post.gateway.got(PHONE) == ["货到了", "特价"]


async def test_what_was_to_be_retried_when_night_fell_keeps_nobody_waiting(post):
    old = await post.person(f"sms:{PHONE}")
    post.now = datetime(2026, 11, 25, 20, 59, 58, tzinfo=ZONE)
    post.gateway.fail(SENDSMS, Fault(status=403))
    await post.write(old, "特价", marketing=True, urgent=False)
    await post.outbox.tick()
    post.later(seconds=5)
    await post.outbox.tick()
    await post.write(old, "货到了")
    await post.outbox.tick()
    assert post.gateway.got(PHONE) == ["货到了"]
    post.now = datetime(2026, 11, 26, 8, 0, tzinfo=ZONE)
    await post.outbox.tick()
    assert post.gateway.got(PHONE) == ["货到了", "特价"]


async def test_who_opted_out_gets_no_marketing_but_their_own_notices(post):
    old = await post.person(f"sms:{PHONE}", opted_out=True)
    await post.write(old, "特价", marketing=True, urgent=False)
    await post.write(old, "货到了")
    await post.outbox.tick()
    assert post.gateway.got(PHONE) == ["货到了"]
    assert await post.statuses() == [("特价", "cancelled"), ("货到了", "sent")]


async def test_letters_of_one_bundle_go_as_one_message(post):
    manager = await post.person("wechat:oM", window=5)
    await post.write(manager, "新单 1", "新单 2", "新单 3", bundle="orders")
    await post.write(manager, "有人找您")
    await post.outbox.tick()
    assert post.wechat.got("oM") == ["新单 1\n新单 2\n新单 3", "有人找您"]
    assert {status for _, status in await post.statuses()} == {"sent"}


async def test_a_bundle_by_sms_is_never_more_than_two_parts(post):
    manager = await post.person(f"sms:{PHONE}")
    await post.write(manager, *("单" * 60 for _ in range(4)), bundle="orders")
    await post.outbox.tick()
    assert [sent.parts for sent in post.gateway.sent] == [2, 2]


async def test_a_bundle_goes_letter_by_letter_where_a_template_holds_only_one(post):
    manager = await post.person("wechat:oM")
    await post.write(manager, "新单 1", "新单 2", bundle="orders", notice="arrived")
    await post.outbox.tick()
    assert post.wechat.got("oM") == ["新单 1", "新单 2"]


async def test_orders_that_come_fast_reach_the_manager_as_two_messages(post):
    manager = await post.person("wechat:oM", window=5)
    post.now = datetime.now(UTC)
    office = post.another(gather=timedelta(seconds=0.5))
    office._clock = office._delivery._clock = lambda: datetime.now(UTC)
    stop = asyncio.Event()
    running = asyncio.create_task(office.run(stop))
    for n in range(6):
        await post.write(manager, f"新单 {n}", bundle="orders", urgent=True)
        post.wake.set()
        await asyncio.sleep(0.05)
    await post.wechat.wait_until(lambda: "新单 5" in "".join(post.wechat.got("oM")))
    stop.set()
    await running
    assert len(post.wechat.got("oM")) == 2
    assert "\n".join(post.wechat.got("oM")) == "\n".join(f"新单 {n}" for n in range(6))
