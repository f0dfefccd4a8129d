"""The pretend people of the demo and the stories speak as the platforms do: over HTTP, with the hooks answering."""

from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from wire import APP_ID, KEY, TOKEN

from bot.channels.sms_kannel import KannelChannel, KannelGateway
from bot.channels.wechat_crypto import AesKey
from bot.channels.wechat_hook import Gate, hooks
from bot.demo.fake_gateway import FakeGateway
from bot.demo.fake_wechat import FakeWechat
from bot.demo.sms_user import SmsUser
from bot.demo.wechat_user import Account, WechatUser
from bot.ports import HookRequest, Received

SMS_HOOK = "/hook/sms/kannel/secret"


@pytest.fixture
async def echo():
    """Makes a server of these hooks that says what it heard."""
    runners = []

    async def make(hooks):
        def serve(hook):
            async def answer(request):
                asked = HookRequest(
                    method=request.method,
                    parts=dict(request.match_info),
                    query=dict(request.query),
                    headers={},
                    body=await request.read(),
                    now=datetime.now(UTC),
                )
                received = hook.receive(asked)
                if isinstance(received, Received):
                    content = received.message.content
                    received = received.answer(getattr(content, "text", f"{content}"))
                return web.Response(status=received.status, body=received.body, headers=received.headers)

            return answer

        app = web.Application(client_max_size=10**6)
        app.add_routes([web.route(method, hook.path, serve(hook)) for hook in hooks for method in hook.methods])
        runner = web.AppRunner(app)
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield make
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_a_follower_is_understood_in_every_mode(echo, session, mode):
    gate = Gate(token=TOKEN, mode=mode, keys=(AesKey(KEY, APP_ID),) if mode != "plain" else (), max_skew=600)
    base = await echo(hooks(gate))
    account = Account(hook=f"{base}/hook/wechat", token=TOKEN, app_id=APP_ID, aes_key=KEY, mode=mode)
    platform = FakeWechat()
    xiuying = WechatUser(session, account, "oXiuying", platform)
    answer = await xiuying.say("来两袋大米👌 & <酱油> ]]>]]")
    assert (answer.status, answer.text, answer.to) == (200, "来两袋大米👌 & <酱油> ]]>]]", "oXiuying")
    for heard in (
        await xiuying.follow("QT01"),
        await xiuying.scan("QT01"),
        await xiuying.click("menu"),
        await xiuying.speak(),
        await xiuying.picture(),
        await xiuying.place(23.1, 113.3, "桥头"),
        await xiuying.leave(),
    ):
        assert (heard.status, bool(heard.text)) == (200, True)
    xml = xiuying.message("text", Content="再来两袋")
    assert (await xiuying.deliver(xml)).text == (await xiuying.deliver(xml)).text == "再来两袋"
    assert (await xiuying.deliver(xml, forged=True)).status == 403
    assert (await xiuying.deliver(xml, sent_at=1)).status == 403


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_phone_is_understood_and_shows_chinese(echo, session, method):
    channel = KannelChannel(KannelGateway(url="http://x", username="u", password="p", hook_secret="secret"))
    base = await echo(channel.hooks)
    gateway = FakeGateway()
    old_man = SmsUser(session, base + SMS_HOOK, "13800000000", gateway, method)
    answer = await old_man.say("来两袋大米👌 & 酱油+1")
    assert (answer.status, answer.text, answer.parts) == (200, "来两袋大米👌 & 酱油+1", 1)
    assert gateway.got("13800000000") == [answer.text]
    assert (await old_man.say("")).text == ""
    stranger = SmsUser(session, base + SMS_HOOK + "x", "13800000000")
    assert (await stranger.say("a")).status == 404


async def test_a_gateway_that_is_not_told_the_coding_shows_question_marks(session):
    gateway = FakeGateway()
    await gateway.start()
    login = {"username": "cunkou", "password": "demo", "to": "1", "text": "大米"}
    for coding in ({}, {"coding": "2"}, {"charset": "UTF-8"}, {"coding": "2", "charset": "UTF-8"}):
        async with session.get(f"{gateway.url}/cgi-bin/sendsms", params=login | coding) as answer:
            assert answer.status == 202
    assert gateway.got("1") == ["??", "??", "??", "大米"]
    await gateway.close()
