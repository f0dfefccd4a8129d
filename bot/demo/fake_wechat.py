"""A pretend api.weixin.qq.com that keeps the real one's rules: tokens, windows, templates, errcodes.

Rules are those of WeChat's documentation (custom messages: 5 within 48 h of a message, 3 within a minute of a click,
follow or scan; category templates; stable_token), so a client that gets on with it sends as it should.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from aiohttp import web

from bot.demo.platform import Platform

TOKEN_LASTS = 7200
CUSTOM_LIMIT_BYTES = 2048
DEDUPE_SECONDS = 600
DAY_AND_NIGHT_TWICE = 48 * 3600
WINDOW_AFTER_MESSAGE = (5, DAY_AND_NIGHT_TWICE)
WINDOW_AFTER_EVENT = (3, 60)
FIELD_RULES = {
    "thing": r".{1,20}",
    "character_string": r"[\x21-\x7e]{1,32}",
    "phrase": r"[\u4e00-\u9fff]{1,5}",
    "time": r"[\d年月日:~\- ]{1,40}",
    "date": r"[\d年月日:~\- ]{1,40}",
    "amount": r"[¥￥]?\d+(\.\d{1,2})?元?",
    "number": r"[\d.]{1,32}",
    "phone_number": r"[\d+\-]{1,17}",
    "const": r".{1,20}",
}


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What an openid got."""

    openid: str
    kind: str
    """custom or template"""
    text: str
    """The text, or the template's values joined by ` | `."""
    template: str = ""
    fields: Mapping[str, str] = msgspec.field(default_factory=dict)
    reference: str = ""
    """client_msg_id"""
    at: float


class Refused(Exception):
    """The platform answers an errcode."""

    def __init__(self, errcode: int) -> None:
        super().__init__(f"errcode {errcode}")
        self.errcode = errcode


class FakeWechat(Platform):
    """Give it the account, and for strict templates `{template_id: (field, …)}`; with none, any template is known."""

    def __init__(
        self,
        app_id: str = "wx0000000000000001",
        app_secret: str = "demo-secret",  # noqa: S107 - the pretend platform's own
        templates: Mapping[str, tuple[str, ...]] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.app_id, self.app_secret, self.templates = app_id, app_secret, dict(templates or {})
        self.sent: list[Sent] = []
        """Everything that went out, in order."""
        self.scenes: list[str] = []
        """Scenes that QR codes were made for."""
        self._clock = clock
        self._token, self._expires = "", 0.0
        self._expired: set[str] = set()
        self._windows: dict[str, tuple[int, float]] = {}
        self._seen: dict[tuple[str, str], float] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/cgi-bin/stable_token", self._answering(self._stable_token, signed=False)),
            web.post("/cgi-bin/message/custom/send", self._answering(self._custom_send)),
            web.post("/cgi-bin/message/template/send", self._answering(self._template_send)),
            web.post("/cgi-bin/qrcode/create", self._answering(self._qrcode_create)),
        ]

    def got(self, openid: str) -> list[str]:
        """The texts an openid got, oldest first."""
        return [sent.text for sent in self.sent if sent.openid == openid]

    def wrote(self, openid: str) -> None:
        """The person wrote to the account: five messages within 48 hours."""
        self._open(openid, *WINDOW_AFTER_MESSAGE)

    def acted(self, openid: str) -> None:
        """The person clicked, followed or scanned: three messages within a minute, unless more is open."""
        count, until = self._windows.get(openid, (0, 0.0))
        if count < WINDOW_AFTER_EVENT[0] or until <= self._clock():
            self._open(openid, *WINDOW_AFTER_EVENT)

    def left(self, openid: str) -> None:
        """The person unfollowed."""
        self._windows.pop(openid, None)

    def expire_token(self) -> None:
        """The token in use runs out before its time: 42001."""
        self._expired.add(self._token)
        self._token = ""

    def forget_token(self) -> None:
        """The token in use is no longer known: 40001."""
        self._token = ""

    def _open(self, openid: str, count: int, seconds: int) -> None:
        self._windows[openid] = (count, self._clock() + seconds)

    def _answering(self, act: Callable[[Any], dict[str, Any]], *, signed: bool = True) -> Any:
        async def answer(request: web.Request) -> web.Response:
            try:
                if signed:
                    self._check_token(request.query.get("access_token", ""))
                # Text written with escapes is shown to people as the escapes.
                answer = act(msgspec.json.decode((await request.read()).replace(b"\\u", b"\\\\u")))
            except Refused as refused:
                return self.refusal(refused.errcode)
            except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
                return self.refusal(47001)
            await self._notify()
            return web.json_response(answer)

        return answer

    def _check_token(self, token: str) -> None:
        if not token:
            raise Refused(41001)
        if token in self._expired or (token == self._token and self._expires <= self._clock()):
            raise Refused(42001)
        if token != self._token:
            raise Refused(40001)

    def _stable_token(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["appid"] != self.app_id:
            raise Refused(40013)
        if asked["secret"] != self.app_secret:
            raise Refused(40125)
        if not self._token or self._expires <= self._clock() or asked.get("force_refresh"):
            self._token = secrets.token_urlsafe(96)
            self._expires = self._clock() + TOKEN_LASTS
        return {"access_token": self._token, "expires_in": int(self._expires - self._clock())}

    def _custom_send(self, asked: dict[str, Any]) -> dict[str, Any]:
        openid, text = asked["touser"], asked["text"]["content"]
        if asked["msgtype"] != "text":
            raise Refused(40008)
        if len(text.encode()) > CUSTOM_LIMIT_BYTES:
            raise Refused(45002)
        count, until = self._windows.get(openid, (0, 0.0))
        if until <= self._clock():
            raise Refused(45015)
        if count == 0:
            raise Refused(45047)
        self._windows[openid] = (count - 1, until)
        self.sent.append(Sent(openid=openid, kind="custom", text=text, at=self._clock()))
        return {"errcode": 0, "errmsg": "ok"}

    def _template_send(self, asked: dict[str, Any]) -> dict[str, Any]:
        openid, template, reference = asked["touser"], asked["template_id"], asked.get("client_msg_id", "")
        fields = {name: str(field["value"]) for name, field in asked["data"].items()}
        self._check_template(template, fields)
        now = self._clock()
        if not reference or self._seen.get((openid, reference), 0) <= now:
            self._seen[openid, reference] = now + DEDUPE_SECONDS
            self.sent.append(
                Sent(
                    openid=openid,
                    kind="template",
                    text=" | ".join(fields.values()),
                    template=template,
                    fields=fields,
                    reference=reference,
                    at=now,
                )
            )
        return {"errcode": 0, "errmsg": "ok", "msgid": 200000 + len(self.sent)}

    def _check_template(self, template: str, fields: Mapping[str, str]) -> None:
        if self.templates:
            if template not in self.templates:
                raise Refused(40037)
            if set(fields) != set(self.templates[template]):
                raise Refused(47003)
        for name, value in fields.items():
            rule = FIELD_RULES.get(name.rstrip("0123456789"))
            if rule is None or not re.fullmatch(rule, value):
                raise Refused(47003)

    def _qrcode_create(self, asked: dict[str, Any]) -> dict[str, Any]:
        scene = asked["action_info"]["scene"]["scene_str"]
        if not re.fullmatch(r".{1,64}", scene):
            raise Refused(40053)
        self.scenes.append(scene)
        ticket = {"ticket": f"ticket-of-{scene}", "url": f"http://weixin.qq.com/q/{scene}"}
        return ticket if "LIMIT" in asked["action_name"] else ticket | {"expire_seconds": asked["expire_seconds"]}
