"""A WeChat follower: signs, encrypts and posts what WeChat would post, and reads what is answered.

The crypto is wechatpy's, a peer independent of the channel's own.
"""

from __future__ import annotations

import hashlib
import itertools
import secrets
import time
from datetime import datetime
from typing import Any, Literal

import aiohttp
import msgspec
import xmltodict
from wechatpy.crypto import WeChatCrypto
from yarl import URL

from bot.channels.wechat_xml import cdata
from bot.demo.fake_wechat import FakeWechat

Mode = Literal["plain", "compatible", "safe"]
_message_ids = itertools.count(time.time_ns())


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """The official account as its hook knows it."""

    hook: str
    """URL of the hook, `http://127.0.0.1:8080/hook/wechat`."""
    token: str
    app_id: str = "wx0000000000000001"
    aes_key: str = ""
    mode: Mode = "plain"
    name: str = "gh_cunkou"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the hook answered; `text` is '' where it said nothing."""

    status: int
    text: str = ""
    body: str = ""
    to: str = ""
    seconds: float = 0


def compose(**fields: str | float) -> str:
    """The XML WeChat posts: numbers bare, text in CDATA."""
    inner = "".join(
        f"<{name}>{value}</{name}>" if isinstance(value, int | float) else f"<{name}>{cdata(value)}</{name}>"
        for name, value in fields.items()
    )
    return f"<xml>{inner}</xml>"


def sign(*parts: str) -> str:
    """WeChat's signature: sha1 over the sorted parts."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 - the platform's own algorithm


class WechatUser:
    """One follower of `account`. With `platform`, what he does opens the windows of the pretend WeChat."""

    def __init__(
        self, session: aiohttp.ClientSession, account: Account, openid: str, platform: FakeWechat | None = None
    ) -> None:
        self.session, self.account, self.openid, self.platform = session, account, openid, platform

    async def say(self, text: str, at: datetime | None = None) -> Answer:
        return await self.deliver(self.message("text", at, Content=text))

    async def speak(self, at: datetime | None = None) -> Answer:
        """A voice message, whose recognition is empty as it is everywhere now."""
        fields = {"MediaId": "voice-1", "Format": "amr", "Recognition": "", "MediaId16K": "voice-1-16k"}
        return await self.deliver(self.message("voice", at, **fields))

    async def picture(self, at: datetime | None = None) -> Answer:
        return await self.deliver(self.message("image", at, PicUrl="http://example.org/p.jpg", MediaId="picture-1"))

    async def place(self, latitude: float, longitude: float, label: str, at: datetime | None = None) -> Answer:
        fields: dict[str, str | float] = {"Location_X": latitude, "Location_Y": longitude, "Scale": 16, "Label": label}
        return await self.deliver(self.message("location", at, **fields))

    async def follow(self, scene: str = "", at: datetime | None = None) -> Answer:
        """Follow the account, by a station's code where `scene` is one."""
        fields = {"EventKey": f"qrscene_{scene}", "Ticket": "t"} if scene else {"EventKey": ""}
        return await self.deliver(self.event("subscribe", at, **fields))

    async def scan(self, scene: str, at: datetime | None = None) -> Answer:
        return await self.deliver(self.event("SCAN", at, EventKey=scene, Ticket="t"))

    async def click(self, key: str, at: datetime | None = None) -> Answer:
        return await self.deliver(self.event("CLICK", at, EventKey=key))

    async def leave(self, at: datetime | None = None) -> Answer:
        return await self.deliver(self.event("unsubscribe", at, EventKey=""))

    def message(self, kind: str, at: datetime | None = None, **fields: str | float) -> str:
        """The XML of a message with a new MsgId; deliver it once or, as a retry, again."""
        if self.platform:
            self.platform.wrote(self.openid)
        return compose(**self._head(kind, at), **fields, MsgId=next(_message_ids))

    def event(self, event: str, at: datetime | None = None, **fields: str | float) -> str:
        """The XML of an event, which has no MsgId."""
        if self.platform:
            (self.platform.left if event == "unsubscribe" else self.platform.acted)(self.openid)
        return compose(**self._head("event", at), Event=event, **fields)

    async def deliver(self, xml: str, *, forged: bool = False, sent_at: float | None = None) -> Answer:
        """Post as WeChat does in the account's mode. `forged`: signed with another token."""
        timestamp, nonce = str(int(sent_at or time.time())), secrets.token_hex(5)
        token = "somebody-else" if forged else self.account.token
        query = {"signature": sign(token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
        query["openid"] = self.openid
        if self.account.mode != "plain":
            xml, signature = self._encrypt(xml, token, timestamp, nonce)
            query |= {"encrypt_type": "aes", "msg_signature": signature}
        started = time.perf_counter()
        url = URL(self.account.hook).with_query(query)
        async with self.session.post(url, data=xml.encode(), headers={"Content-Type": "text/xml"}) as answer:
            body = await answer.text()
            return self._read(answer.status, body, time.perf_counter() - started)

    def _head(self, kind: str, at: datetime | None) -> dict[str, Any]:
        created = int(at.timestamp() if at else time.time())
        return {
            "ToUserName": self.account.name,
            "FromUserName": self.openid,
            "CreateTime": created,
            "MsgType": kind,
        }

    def _crypto(self, token: str) -> WeChatCrypto:
        return WeChatCrypto(token, self.account.aes_key, self.account.app_id)

    def _encrypt(self, xml: str, token: str, timestamp: str, nonce: str) -> tuple[str, str]:
        sealed = xmltodict.parse(self._crypto(token).encrypt_message(xml, nonce, timestamp))["xml"]
        encrypted = f"<Encrypt><![CDATA[{sealed['Encrypt']}]]></Encrypt>"
        whole = f"<xml><ToUserName><![CDATA[{self.account.name}]]></ToUserName>{encrypted}</xml>"
        if self.account.mode == "compatible":
            whole = xml.removesuffix("</xml>") + encrypted + "</xml>"
        return whole, sealed["MsgSignature"]

    def _read(self, status: int, body: str, seconds: float) -> Answer:
        if status != 200 or body in ("", "success"):  # noqa: PLR2004 - HTTP's own number
            return Answer(status=status, body=body, seconds=seconds)
        said = xmltodict.parse(body)["xml"]
        if "Encrypt" in said:
            crypto = self._crypto(self.account.token)
            said = xmltodict.parse(
                crypto.decrypt_message(said, said["MsgSignature"], said["TimeStamp"], said["Nonce"])
            )["xml"]
        text, to = said.get("Content") or "", said["ToUserName"]
        return Answer(status=status, text=text, body=body, to=to, seconds=seconds)
