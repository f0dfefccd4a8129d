"""A village post office: the outbox with its platforms, its stores and a clock that can be put on."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.channels.sms_kannel import KannelChannel, KannelGateway
from bot.channels.wechat import WechatAccount, WechatChannel
from bot.domain.letter import Letter
from bot.outbox import Outbox
from bot.storage.messages import outbox
from bot.storage.messages.outbox_list import page
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.redis.windows import RedisWindows

ZONE = ZoneInfo("Asia/Shanghai")
CUSTOM = "/cgi-bin/message/custom/send"
TEMPLATE = "/cgi-bin/message/template/send"
SENDSMS = "/cgi-bin/sendsms"
NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
PHONE = "+8613800000001"


class PostOffice:
    def __init__(self, database, redis, wechat, gateway):
        self.database, self.wechat, self.gateway = database, wechat, gateway
        self.seal = Seal("k" * 32)
        self.windows = RedisWindows(redis, self.seal)
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

    async def attempts(self):
        entries = (await self.database.run(lambda conn: page(conn, self.seal, limit=100))).rows
        return [entry.attempts for entry in reversed(entries)]

    def later(self, **time):
        self.now += timedelta(**time)
