"""The real bearerbox and smsbox of Kannel between the channel and a stand-in for the phone network.

Where Kannel is not installed these are skipped, but not in CI, which installs it.
"""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from kannel import PASSWORD, Kannel, PhoneNetwork, free_ports

from bot.channels.sms_kannel import KannelChannel, KannelGateway
from bot.domain.letter import Letter
from bot.ports import HookRequest, Received

INSTALLED = all(Path(f"/usr/sbin/{box}").exists() for box in ("bearerbox", "smsbox"))
pytestmark = pytest.mark.skipif(
    not INSTALLED and not os.environ.get("CI"), reason="Kannel is not installed: apt-get install kannel kannel-extras"
)
SECRET = "hook-secret"
PHONE = "13800000000"


class Village:
    """The channel behind a small server, as Kannel sees the bot; `reply` is what it answers to any text."""

    def __init__(self, port: int, gateway_url: str) -> None:
        self.own_url = f"http://127.0.0.1:{port}"
        self.channel = KannelChannel(
            KannelGateway(
                url=gateway_url, username="cunkou", password=PASSWORD, hook_secret=SECRET, own_url=self.own_url
            )
        )
        self.reply = ""
        self.broken = 0
        self.messages = asyncio.Queue()
        self.requests = []
        app = web.Application()
        for hook in self.channel.hooks:
            app.add_routes([web.route(method, hook.path, self.serve(hook)) for method in hook.methods])
        self.runner = web.AppRunner(app)
        self.port = port

    async def start(self):
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self.port).start()
        await self.channel.start()

    async def close(self):
        await self.channel.close()
        await self.runner.cleanup()

    def serve(self, hook):
        async def answer(request):
            asked = HookRequest(
                method=request.method,
                parts=dict(request.match_info),
                query=dict(request.query),
                headers={name.lower(): value for name, value in request.headers.items()},
                body=await request.read(),
                now=datetime.now(UTC),
            )
            self.requests.append(asked)
            if self.broken:
                self.broken -= 1
                return web.Response(status=500)
            received = hook.receive(asked)
            if isinstance(received, Received):
                self.messages.put_nowait(received.message)
                received = received.answer(self.reply)
            return web.Response(status=received.status, body=received.body, headers=received.headers)

        return answer

    async def heard(self):
        async with asyncio.timeout(15):
            return await self.messages.get()


@pytest.fixture(params=["POST", "GET"])
async def town(request, tmp_path):
    (port,) = free_ports(1)
    kannel = Kannel(tmp_path, f"http://127.0.0.1:{port}/hook/sms/kannel/{SECRET}", request.param)
    village = Village(port, kannel.url)
    network = PhoneNetwork()
    try:
        await village.start()
        await kannel.start()
        await network.connect(kannel.smsc)
        yield village, network
    finally:
        await network.close()
        await kannel.stop()
        await village.close()


async def test_chinese_goes_both_ways_through_the_real_gateway(town):
    village, network = town
    village.reply = "收到👌：大米两袋，共96元。回1确认"
    before = datetime.now(UTC).timestamp()
    await network.text(PHONE, "大米👌 两袋+一瓶&酱油")
    message = await village.heard()
    assert message.content.text == "大米👌 两袋+一瓶&酱油"
    assert message.contact == f"sms:+86{PHONE}"
    assert abs(message.at.timestamp() - before) < 5
    assert await network.wait(PHONE) == [village.reply]

    village.reply = "字" * 100
    await network.text(PHONE, "再来")
    assert (await village.heard()).key != message.key
    assert (await network.wait(PHONE, 2))[1] == village.reply
    assert network.parts[PHONE] == 3

    village.reply = ""
    await network.text(PHONE, "谢谢")
    await village.heard()

    (way,) = village.channel.ways
    letter = Letter(key="k", to="p", notice="n", text="", sms="您的货到了👌，取货码 3721 & 谢谢")
    await way.send(letter, f"+86{PHONE}", "m-17")
    report = await village.heard()
    assert (report.content.reference, report.content.delivered) == ("m-17", True)
    # Sent to the number as it was given; nothing came for the empty answer in between.
    assert await network.wait(f"+86{PHONE}") == [letter.sms]
    assert len(network.got[PHONE]) == 2


async def test_a_retry_of_the_real_gateway_carries_the_same_key(town):
    village, network = town
    village.broken, village.reply = 1, "好"
    await network.text(PHONE, "来两袋大米")
    message = await village.heard()
    assert await network.wait(PHONE) == ["好"]
    assert len(village.requests) == 2
    assert {f"sms:{asked.query['id']}" for asked in village.requests} == {message.key}


async def test_pinyin_in_the_seven_bit_alphabet_comes_as_it_was_typed(town):
    village, network = town
    village.reply = "好的，大米两袋"
    await network.pinyin(PHONE, "lai 2 dai da mi @ $5_[x]")
    assert (await village.heard()).content.text == "lai 2 dai da mi @ $5_[x]"
    assert await network.wait(PHONE) == ["好的，大米两袋"]


async def test_the_parts_of_a_long_message_come_as_one(town):
    village, network = town
    # The pretend SMSC takes parts as 8-bit data only, so these are pinyin.
    await network.long_text(PHONE, ["wo yao liang dai da mi, ", "yi ping jiang you, ", "xie xie"])
    assert (await village.heard()).content.text == "wo yao liang dai da mi, yi ping jiang you, xie xie"
    assert village.messages.empty()
