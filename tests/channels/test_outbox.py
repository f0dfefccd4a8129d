"""The outbox on real stores, sending through both channels to pretend platforms."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.channels.sms_kannel import KannelChannel, KannelGateway
from bot.channels.wechat import WechatAccount, WechatChannel
from bot.demo.fake_gateway import FakeGateway
from bot.demo.fake_wechat import FakeWechat
from bot.demo.platform import Fault
from bot.domain.letter import Letter
from bot.outbox import Outbox
from bot.storage import outbox, people
from bot.storage.outbox_list import page
from bot.storage.seal import Seal
from bot.storage.windows import RedisWindows

ZONE = ZoneInfo("Asia/Shanghai")
CUSTOM = "/cgi-bin/message/custom/send"
TEMPLATE = "/cgi-bin/message/template/send"
SENDSMS = "/cgi-bin/sendsms"
NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
PHONE = "+8613800000001"


class Post:
    """A village post office: the outbox with its platforms, its stores and a clock that can be put on."""

    def __init__(self, database, redis, wechat, gateway):
        self.database, self.wechat, self.gateway = database, wechat, gateway
        self.seal = Seal("k" * 32)
        self.windows = RedisWindows(redis)
        self.now = NOON
        account = WechatAccount(
            token="t",
            app_id=wechat.app_id,
            app_secret=wechat.app_secret,
            templates={"arrived": "T1"},
            api_base=wechat.url,
            send_seconds=0.5,
        )
        kannel = KannelGateway(url=gateway.url, username="cunkou", password="demo", hook_secret="s", send_seconds=0.5)
        self.channels = (WechatChannel(account, redis, self.windows), KannelChannel(kannel))
        self.wake = asyncio.Event()
        self.outbox = self.another()
        self._keys = iter(range(10_000))

    def another(self, gather=timedelta(0)):
        return Outbox(self.database, self.seal, self.channels, ZONE, self.wake, clock=lambda: self.now, gather=gather)

    async def person(self, *contacts, window=0, opted_out=False):
        """A person with these contacts; `window` custom messages may go to the first."""

        def make(conn):
            person = people.find_or_make(conn, self.seal, contacts[0], self.now).id
            for contact in contacts[1:]:
                people.link(conn, self.seal, contact, person, self.now)
            people.change(conn, person, opted_out=opted_out)
            return person

        person = await self.database.run(make)
        if window:
            openid = contacts[0].partition(":")[2]
            self.wechat.wrote(openid)
            await self.windows.open(person, openid, count=window, seconds=3600)
        return person

    async def write(self, to, *texts, **more):
        letters = [
            Letter(
                **{
                    "key": f"k{next(self._keys)}",
                    "to": to,
                    "notice": "plain",
                    "text": text,
                    "sms": text,
                    "params": {"thing": text[:20]},
                }
                | more
            )
            for text in texts
        ]
        await self.database.run(lambda conn: outbox.write(conn, self.seal, letters, now=self.now))

    async def statuses(self):
        entries = (await self.database.run(lambda conn: page(conn, self.seal, limit=100))).rows
        return [(entry.text, entry.status) for entry in reversed(entries)]

    async def errors(self):
        entries = (await self.database.run(lambda conn: page(conn, self.seal, limit=100))).rows
        return [entry.error for entry in reversed(entries)]

    def later(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
async def post(database, redis):
    wechat, gateway = FakeWechat(), FakeGateway()
    await wechat.start()
    await gateway.start()
    office = Post(database, redis, wechat, gateway)
    for channel in office.channels:
        await channel.start()
    yield office
    for channel in office.channels:
        await channel.close()
    await wechat.close()
    await gateway.close()


async def test_a_letter_goes_by_wechat_while_a_window_is_open(post):
    mother = await post.person("wechat:oA", f"sms:{PHONE}", window=5)
    await post.write(mother, "货到了")
    assert await post.outbox.tick() == 1
    assert post.wechat.got("oA") == ["货到了"]
    assert post.gateway.sent == []
    assert await post.statuses() == [("货到了", "sent")]
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


async def test_when_wechat_says_the_window_is_shut_it_is_believed(post):
    mother = await post.person("wechat:oA", f"sms:{PHONE}", window=5)
    post.wechat.left("oA")
    await post.write(mother, "货到了")
    await post.outbox.tick()
    assert post.gateway.got(PHONE) == ["货到了"]
    assert await post.windows.left(mother, "oA") == 0


async def test_a_phone_that_is_nobodys_yet_gets_its_code(post):
    await post.write(f"sms:{PHONE}", "验证码 4711")
    await post.outbox.tick()
    assert post.gateway.got(PHONE) == ["验证码 4711"]


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


async def test_a_receipt_finds_the_template_by_wechats_own_number(post):
    mother = await post.person("wechat:oA")
    await post.write(mother, "货到了", notice="arrived")
    await post.outbox.tick()
    found = await post.database.run(
        lambda conn: outbox.receipt(conn, "200001", delivered=False, status="failed:user block")
    )
    assert found == 1
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
