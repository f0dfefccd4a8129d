"""sendsms and its answers, against a pretend smsbox."""

import asyncio

import pytest
from aiohttp import web
from wire import NOW

from bot.channels.sms_kannel import KannelChannel, KannelGateway
from bot.demo.fake_gateway import FakeGateway
from bot.demo.platform import Fault
from bot.domain.letter import Letter
from bot.ports import HookRequest, SendFailed, Sent

SENDSMS = "/cgi-bin/sendsms"
PHONE = "+8613800000001"
SECRET = "path secret/with?marks"


def letter(text="货到了👌，取货码 3721", **more):
    return Letter(**{"key": "k", "to": "p1", "notice": "n", "text": "long", "sms": text} | more)


@pytest.fixture
async def gateway():
    fake = FakeGateway()
    await fake.start()
    yield fake
    await fake.close()


@pytest.fixture
async def opened(gateway):
    """Makes a started channel to the pretend gateway."""
    made = []

    async def make(**more):
        channel = KannelChannel(
            KannelGateway(
                **{
                    "url": gateway.url,
                    "username": "cunkou",
                    "password": "demo",
                    "hook_secret": SECRET,
                    "send_seconds": 0.5,
                }
                | more
            )
        )
        await channel.start()
        made.append(channel)
        return channel

    yield make
    for channel in made:
        await channel.close()


async def test_chinese_arrives_as_chinese(opened, gateway):
    (way,) = (await opened(sender="10690000", signature="【村口】")).ways
    assert await way.send(letter(), PHONE, "m1") == Sent("m1", "kannel", 1)
    (sent,) = gateway.sent
    assert (sent.to, sent.sender, sent.text) == (PHONE, "10690000", "【村口】货到了👌，取货码 3721")
    assert (sent.parts, sent.dlr_url) == (1, "")


async def test_a_long_text_is_cut_to_two_parts(opened, gateway):
    (way,) = (await opened()).ways
    await way.send(letter("米" * 300), PHONE, "m1")
    assert gateway.sent[0].parts == 2
    assert gateway.sent[0].text.endswith("…")


async def test_a_letter_without_a_short_text_sends_the_long_one(opened, gateway):
    (way,) = (await opened()).ways
    await way.send(letter(""), PHONE, "m1")
    assert gateway.got(PHONE) == ["long"]


async def test_only_a_phone_is_sent_to(opened):
    (way,) = (await opened()).ways
    assert await way.can_send(letter(), PHONE)
    assert not await way.can_send(letter(), "10086")


async def test_the_delivery_report_comes_back_to_the_hook_with_the_reference(opened, gateway):
    heard = asyncio.Queue()

    async def report(request):
        asked = HookRequest(
            method="GET",
            parts=dict(request.match_info),
            query=dict(request.query),
            headers={},
            body=b"",
            now=NOW,
        )
        heard.put_nowait(channel.hooks[1].receive(asked))
        return web.Response()

    app = web.Application()
    app.add_routes([web.get("/hook/sms/kannel/{secret}/dlr", report)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    channel = await opened(own_url=f"http://127.0.0.1:{runner.addresses[0][1]}")
    await channel.ways[0].send(letter(), PHONE, "17-ab/c d")
    assert (await heard.get()).status == 200  # 8: accepted by the network, which tells nothing
    content = (await heard.get()).message.content
    assert (content.reference, content.delivered) == ("17-ab/c d", True)
    await runner.cleanup()


@pytest.mark.parametrize(
    ("fault", "code", "outcome"),
    [
        (Fault(status=403), "kannel_login", "retry"),
        (Fault(status=400), "http_400", "never"),
        (Fault(status=404), "http_404", "never"),
        (Fault(status=429), "http_429", "retry"),
        (Fault(status=503, body="Temporal failure, try again later."), "kannel_busy", "retry"),
        (Fault(status=503), "http_503", "uncertain"),
        (Fault(status=500), "http_500", "uncertain"),
        (Fault(status=200, body="<html>sign in</html>"), "unreadable_answer", "uncertain"),
        (Fault(hang=1), "no_answer", "uncertain"),
    ],
)
async def test_every_answer_is_sorted(opened, gateway, fault, code, outcome):
    (way,) = (await opened()).ways
    gateway.fail(SENDSMS, fault)
    with pytest.raises(SendFailed) as caught:
        await way.send(letter(), PHONE, "m1")
    assert (caught.value.code, caught.value.outcome) == (code, outcome)
    assert "demo" not in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        Fault(status=202, body="3: Queued for later delivery"),
        Fault(status=202, body="Sent."),
        Fault(status=200, body="0: Accepted for delivery"),
    ],
)
async def test_what_was_accepted_or_queued_counts_as_sent(opened, gateway, answer):
    (way,) = (await opened()).ways
    gateway.fail(SENDSMS, answer)
    assert await way.send(letter(), PHONE, "m1") == Sent("m1", "kannel", 1)


async def test_a_wrong_password_is_told_apart(opened):
    (way,) = (await opened(password="wrong")).ways
    with pytest.raises(SendFailed, match="KANNEL_PASSWORD"):
        await way.send(letter(), PHONE, "m1")


async def test_a_gateway_that_is_not_there_is_tried_again(opened):
    (way,) = (await opened(url="http://127.0.0.1:1")).ways
    with pytest.raises(SendFailed) as caught:
        await way.send(letter(), PHONE, "m1")
    assert caught.value.outcome == "retry"
