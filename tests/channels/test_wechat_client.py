"""The client of WeChat's API against a pretend one that keeps the real one's rules, on a real Redis."""

import asyncio
import contextlib
import socket

import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from bot.channels.posting import Poster
from bot.channels.wechat_client import WechatClient
from bot.channels.wechat_errors import REMEDIES, Remedy
from bot.channels.wechat_ways import CustomMessage, TemplateMessage
from bot.demo.fake_wechat import FakeWechat
from bot.demo.platform import Fault
from bot.domain.letter import Letter
from bot.ports import SendFailed
from bot.storage.privacy.seal import Seal
from bot.storage.redis.windows import RedisWindows

CUSTOM = "/cgi-bin/message/custom/send"
TEMPLATE = "/cgi-bin/message/template/send"
TOKEN = "/cgi-bin/stable_token"
FIELDS = {"thing1": "大米 10kg", "time2": "2026-11-25 10:00"}


@pytest.fixture
async def platform():
    fake = FakeWechat(templates={"T1": ("thing1", "time2")})
    await fake.start()
    fake.wrote("oA")
    yield fake
    await fake.close()


@pytest.fixture
async def client(platform, redis):
    made = make_client(platform, redis)
    await made.start()
    yield made
    await made.close()


def make_client(platform, redis, **more):
    account = {"app_id": platform.app_id, "app_secret": platform.app_secret} | more
    return WechatClient(base=platform.url, redis=redis, total_seconds=0.5, **account)


async def failure(awaitable):
    with pytest.raises(SendFailed) as caught:
        await awaitable
    return caught.value


async def test_a_text_arrives_as_it_was_written(client, platform):
    await client.send_text("oA", "您的货到了：大米👌 <b>“引号”</b>")
    assert platform.got("oA") == ["您的货到了：大米👌 <b>“引号”</b>"]


@pytest.mark.parametrize("errcode", sorted(REMEDIES))
async def test_every_errcode_is_sorted(client, platform, errcode):
    platform.fail(CUSTOM, Fault(errcode=errcode), times=2)
    error = await failure(client.send_text("oA", "a"))
    assert error.code == str(errcode)
    refreshing = REMEDIES[errcode] is Remedy.REFRESH
    assert error.outcome == ("retry" if refreshing else REMEDIES[errcode])
    assert platform.calls[CUSTOM] == (2 if refreshing else 1)
    assert platform.got("oA") == []


async def test_an_unknown_errcode_closes_the_way(client, platform):
    platform.fail(CUSTOM, Fault(errcode=99999))
    assert (await failure(client.send_text("oA", "a"))).outcome == "never"


@pytest.mark.parametrize("spoil", ["expire_token", "forget_token"])
async def test_a_token_gone_bad_is_refreshed_once_and_the_message_goes(client, platform, spoil):
    await client.send_text("oA", "一")
    getattr(platform, spoil)()
    await client.send_text("oA", "二")
    assert platform.got("oA") == ["一", "二"]
    assert platform.calls[TOKEN] == 2


async def test_a_token_refused_for_ever_does_not_loop(client, platform):
    platform.fail(CUSTOM, Fault(errcode=42001), times=50)
    assert (await failure(client.send_text("oA", "a"))).outcome == "retry"
    assert platform.calls[CUSTOM] == 2
    assert platform.calls[TOKEN] <= 3


async def test_twenty_sends_at_once_fetch_one_token(platform, redis):
    clients = [make_client(platform, redis) for _ in range(4)]
    for client in clients:
        await client.start()
    for n in range(20):
        platform.wrote(f"o{n}")
    await asyncio.gather(*(clients[n % 4].send_text(f"o{n}", "a") for n in range(20)))
    assert platform.calls[TOKEN] == 1
    platform.expire_token()
    for n in range(20):
        platform.wrote(f"o{n}")
    await asyncio.gather(*(clients[n % 4].send_text(f"o{n}", "b") for n in range(20)))
    assert platform.calls[TOKEN] == 2
    assert len(platform.sent) == 40
    for client in clients:
        await client.close()


async def test_a_token_is_kept_for_less_long_than_it_lasts(client, redis):
    await client.send_text("oA", "a")
    (key,) = await redis.keys("cunkou:*token")
    assert 6800 < await redis.ttl(key) <= 6900


async def test_a_lock_left_by_a_dead_process_runs_out(client, platform, redis):
    await redis.set(f"cunkou:{{wechat:{platform.app_id}}}:token:lock", "dead", px=300)
    await client.send_text("oA", "a")
    assert platform.got("oA") == ["a"]


@pytest.mark.parametrize(
    ("wrong", "code"), [({"app_secret": "wrong"}, "40125"), ({"app_id": "wx-somebody-else"}, "40013")]
)
async def test_a_wrong_account_closes_the_way_and_shows_no_secret(platform, redis, wrong, code):
    client = make_client(platform, redis, **wrong)
    await client.start()
    error = await failure(client.send_text("oA", "a"))
    assert (error.code, error.outcome) == (code, "never")
    assert "wrong" not in str(error)
    await client.close()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(status=502), "http_502"),
        (Fault(status=500, carried_out=True), "http_500"),
        (Fault(hang=1, carried_out=True), "no_answer"),
        (Fault(carried_out=True), "unreadable_answer"),
    ],
)
async def test_what_may_have_gone_is_uncertain(client, platform, fault, code):
    platform.fail(CUSTOM, fault)
    error = await failure(client.send_text("oA", "a"))
    assert (error.code, error.outcome) == (code, "uncertain")
    assert platform.calls[CUSTOM] == 1


@pytest.mark.parametrize("fault", [Fault(status=502, carried_out=True), Fault(hang=1, carried_out=True)])
async def test_a_template_that_may_have_gone_is_retried_because_wechat_dedupes(client, platform, fault):
    platform.fail(TEMPLATE, fault)
    error = await failure(client.send_template("oA", "T1", FIELDS, "m1"))
    assert (error.outcome, error.dedupe_seconds) == ("retry", 600)
    await client.send_template("oA", "T1", FIELDS, "m1")
    await client.send_template("oA", "T1", FIELDS, "m2")
    assert [sent.reference for sent in platform.sent] == ["m1", "m2"]


async def test_a_platform_that_refuses_connections_is_tried_again(client, platform):
    await client.send_text("oA", "一")
    await platform.refuse()
    error = await failure(client.send_text("oA", "二"))
    # A kept connection that was dropped may or may not have carried the message; a refused one has not.
    again = await failure(client.send_text("oA", "二"))
    assert error.outcome in ("retry", "uncertain")
    assert (again.code, again.outcome) == ("not_reached", "retry")
    await platform.resume()
    await client.send_text("oA", "三")
    assert platform.got("oA")[-1] == "三"


async def test_a_name_that_nobody_has_is_tried_again(platform, redis):
    client = WechatClient(base="http://nobody.invalid", app_id="wx", app_secret="s", redis=redis)
    await client.start()
    assert (await failure(client.send_text("oA", "a"))).outcome == "retry"
    await client.close()


async def test_a_platform_that_does_not_take_connections_was_not_reached(redis):
    with socket.socket() as deaf, contextlib.ExitStack() as callers:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        for _ in range(3):  # the queue is full, the next caller hangs
            caller = callers.enter_context(socket.socket())
            caller.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                caller.connect(deaf.getsockname())
        base = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        poster = Poster(base, total_seconds=0.5)
        await poster.start()
        error = await failure(poster.request("POST", "/", query={}, body=b"{}"))
        assert (error.code, error.outcome) == ("not_reached", "retry")
        await poster.close()


async def test_without_redis_nothing_goes_and_nothing_is_lost(platform):
    async with Redis(host="127.0.0.1", port=1, retry=Retry(NoBackoff(), 0)) as gone:
        client = make_client(platform, gone)
        await client.start()
        assert (await failure(client.send_text("oA", "a"))).outcome == "retry"
        way = CustomMessage(client, RedisWindows(gone, Seal("k" * 32)))
        letter = Letter(key="k", to="p", notice="n", text="a", sms="a")
        assert (await failure(way.can_send(letter, "oA"))).outcome == "retry"
        await client.close()
    assert platform.sent == []


async def test_trouble_while_getting_a_token_is_never_uncertain(client, platform):
    platform.fail(TOKEN, Fault(hang=1))
    assert (await failure(client.send_text("oA", "a"))).outcome == "retry"
    assert platform.calls[CUSTOM] == 0


async def test_a_template_is_refused_where_its_fields_are_wrong(client):
    assert (await failure(client.send_template("oA", "T1", {"thing1": "x" * 21}, "m"))).code == "47003"
    assert (await failure(client.send_template("oA", "T9", FIELDS, "m"))).code == "40037"


async def test_a_station_gets_its_qr_code(client, platform):
    assert await client.create_qr("QT01") == "ticket-of-QT01"
    assert await client.qr_content("QT01") == "http://weixin.qq.com/q/QT01"
    assert await client.create_qr("hand-over-1", seconds=60)
    assert platform.scenes == ["QT01", "QT01", "hand-over-1"]
    assert (await failure(client.create_qr("x" * 65))).code == "40053"


async def test_one_template_does_for_every_kind_of_alert_but_for_those_with_their_own(client, platform):
    way = TemplateMessage(client, {"alert": "T1", "alert_overdue": "T2 thing1"})
    platform.templates["T2"] = ("thing1",)
    for kind in ("alert_order_placed", "alert_overdue"):
        letter = Letter(key=kind, to="p", notice=kind, text="x", sms="x", params={"thing": "新单", "time": "10:00"})
        assert await way.can_send(letter, "oA")
        await way.send(letter, "oA", kind)
    assert [sent.template for sent in platform.sent] == ["T1", "T2"]
    other = Letter(key="o", to="p", notice="order_late", text="x", sms="x")
    assert not await way.can_send(other, "oA")
    assert (await failure(way.send(other, "oA", "o"))).code == "no_template"
