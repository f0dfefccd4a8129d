"""A whole village on loopback: the real server, the pretend platforms, the county's system, and its people."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bot.demo.county import County
from bot.demo.fake_gateway import FakeGateway
from bot.demo.fake_wechat import FakeWechat
from bot.demo.people import Person
from bot.demo.server import Server, made_up_secrets
from bot.demo.sms_user import SmsUser
from bot.demo.wechat_user import Account, Mode, WechatUser

AES_KEY_LENGTH = 43


class Village:
    def __init__(
        self,
        server: Server,
        wechat: FakeWechat,
        gateway: FakeGateway,
        http: aiohttp.ClientSession,
        given: Mapping[str, str],
    ) -> None:
        self.server, self.wechat, self.gateway, self.http = server, wechat, gateway, http
        self.settings = given
        """What its server was started with, without the prefix `CUNKOU_`: for another server of the same village."""
        self.api_token = given["API_TOKEN"]
        self.county = County(http, server.base, self.api_token)
        self.sms_hook = f"{server.base}/hook/sms/kannel/{given['SMS_HOOK_SECRET']}"
        self.wechat_hook = f"{server.base}/hook/wechat"

    def account(self, mode: Mode = "plain") -> Account:
        """The official account, whose platform delivers in this mode."""
        return Account(
            hook=self.wechat_hook,
            token=self.settings["WECHAT_TOKEN"],
            app_id=self.settings["WECHAT_APP_ID"],
            aes_key=self.settings.get("WECHAT_AES_KEY", ""),
            mode=mode,
        )

    def person(self, name: str, *, openid: str = "", phone: str = "", mode: Mode = "plain") -> Person:
        """Somebody with a WeChat account (`openid`), a `phone` in E.164, or both."""
        follower = WechatUser(self.http, self.account(mode), openid, self.wechat) if openid else None
        # The phone keeps no answers in the gateway: what stands there is what was sent by itself.
        mobile = SmsUser(self.http, self.sms_hook, phone) if phone else None
        return Person(name, follower, mobile, (self.wechat, self.gateway))


@asynccontextmanager
async def open_village(
    home: Path, *, catalog: Path, stations: Path, settings: Mapping[str, str] | None = None, role: str = "all"
) -> AsyncIterator[Village]:
    """A village with its shop imported and its server ready. `settings`: more of them, without the prefix `CUNKOU_`.

    An AES key is made up unless `settings` name a mode: then all three modes are accepted, as in compatible mode.
    """
    given = made_up_secrets() | {"WECHAT_AES_KEY": made_up_aes_key()} | dict(settings or {})
    wechat = FakeWechat(given["WECHAT_APP_ID"], given["WECHAT_APP_SECRET"])
    gateway = FakeGateway(given["KANNEL_USERNAME"], given["KANNEL_PASSWORD"])
    given |= {"WECHAT_API_BASE": await wechat.start(), "KANNEL_URL": await gateway.start()}
    server = Server(home, given)
    opening = _opening(catalog, stations, embedded="DATABASE_URL" not in given)
    try:
        for command in opening:
            await server.command(*command)
        await server.start(role)
        async with aiohttp.ClientSession() as http:
            yield Village(server, wechat, gateway, http, given)
    finally:
        await gateway.close()  # before the server, which its delivery reports go to
        await server.stop()
        await wechat.close()


def _opening(catalog: Path, stations: Path, *, embedded: bool) -> list[tuple[str, ...]]:
    """The commands before the first day; the embedded database is brought up to date by whoever opens it."""
    imports: list[tuple[str, ...]] = [
        ("import", "catalog", str(catalog.resolve())),
        ("import", "stations", str(stations.resolve())),
    ]
    return imports if embedded else [("migrate",), *imports]


def made_up_aes_key() -> str:
    """An EncodingAESKey: 43 letters and digits."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    return "".join(secrets.choice(alphabet) for _ in range(AES_KEY_LENGTH - 1)) + "A"
