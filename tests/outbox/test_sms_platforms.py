"""The outbox over a platform that keeps Aliyun's rules: what is retried, what stays uncertain, what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.channels.sms_aliyun import AliyunAccount, aliyun_channel
from bot.demo.platform import Fault
from bot.dialogue.replies import render
from bot.domain.letter import Letter
from bot.outbox import Outbox
from bot.storage.messages import outbox
from bot.storage.messages.outbox_list import page
from tests.channels.fake_aliyun import KEY_ID, KEY_SECRET, SIGN_NAME, FakeAliyun

PHONE = "sms:+8613800000001"
SAID = {"goods": "大米两袋", "station": "红旗村服务站", "code": "3721", "number": "K7M2"}
ARRIVED = Letter(
    key="k1", to=PHONE, notice="order_at_station", text="long", sms=render("notices.at_station", "sms", **SAID)
)


class Office:
    """The outbox with one platform and a clock that can be put on."""

    def __init__(self, database, seal, platform, channel):
        self.database, self.seal, self.platform = database, seal, platform
        self.now = datetime(2026, 11, 25, 4, tzinfo=UTC)
        zone = ZoneInfo("Asia/Shanghai")
        self.outbox = Outbox(database, seal, [channel], zone, clock=lambda: self.now, gather=timedelta(0))

    async def send(self, *letters):
        await self.database.run(lambda conn: outbox.write(conn, self.seal, letters, now=self.now))
        await self.outbox.tick()

    async def later(self, **passed):
        self.now += timedelta(**passed)
        await self.outbox.tick()

    async def letter(self):
        (row,) = (await self.database.run(lambda conn: page(conn, self.seal, limit=10))).rows
        return row


@pytest.fixture
async def office(sqlite, seal):
    platform = FakeAliyun({"SMS_1": set(SAID)})
    await platform.start()
    channel = aliyun_channel(
        AliyunAccount(
            key_id=KEY_ID,
            key_secret=KEY_SECRET,
            signature=SIGN_NAME,
            templates={"order_at_station": "SMS_1"},
            hook_secret="s",
            api_base=platform.url,
            send_seconds=0.3,
        )
    )
    await channel.start()
    yield Office(sqlite, seal, platform, channel)
    await channel.close()
    await platform.close()


async def test_a_time_out_is_uncertain_and_its_report_settles_it(office):
    office.platform.fail("/", Fault(hang=0.6, carried_out=True))
    await office.send(ARRIVED)
    await office.later(hours=2)
    assert (await office.letter()).status == "uncertain"
    (sent,) = office.platform.sent
    report = {"reference": sent["out_id"], "delivered": True, "status": "delivered"}
    await office.database.run(lambda conn: outbox.receipt(conn, **report))
    assert (await office.letter()).status == "sent"


async def test_the_minutes_limit_is_waited_out(office):
    office.platform.answer = (200, "isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1")
    await office.send(ARRIVED)
    assert (await office.letter()).status == "pending"
    await office.later(seconds=6)
    assert (await office.letter()).status == "sent"
    assert len(office.platform.sent) == 1


async def test_an_account_without_money_is_tried_for_an_hour(office):
    for passed in (0, 6, 31, 121, 601):
        office.platform.answer = (200, "isv.AMOUNT_NOT_ENOUGH", "账户余额不足")
        await (office.later(seconds=passed) if passed else office.send(ARRIVED))
    assert (await office.letter()).status == "pending"
    await office.later(seconds=3601)
    assert (await office.letter()).status == "sent"


async def test_what_has_no_template_is_refused_and_says_so(office):
    await office.send(Letter(key="k2", to=PHONE, notice="reply", text="好的", sms="好的"))
    letter = await office.letter()
    assert (letter.status, letter.error) == ("failed", "sms: no_template: reply")
    assert office.platform.calls == {}
