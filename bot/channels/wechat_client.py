"""WeChat's API as far as cunkou uses it: stable_token, custom/send, template/send, qrcode/create."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import structlog
from redis.exceptions import RedisClusterException, RedisError

from bot.channels.posting import TOTAL_SECONDS, Poster, check_status
from bot.channels.wechat_errors import Remedy, remedy
from bot.channels.wechat_token import SharedToken
from bot.ports import SendFailed
from bot.storage.redis.client import RedisClient

log = structlog.get_logger(__name__)
TEMPLATE_DEDUPE_SECONDS = 600
"""How long WeChat knows a `client_msg_id` again."""


class WechatClient:
    """Every call raises SendFailed with the decision in it; the error never holds a token."""

    def __init__(
        self, *, base: str, app_id: str, app_secret: str, redis: RedisClient, total_seconds: float = TOTAL_SECONDS
    ) -> None:
        self._app_id, self._app_secret = app_id, app_secret
        self._poster = Poster(base, total_seconds=total_seconds)
        self._token = SharedToken(redis, app_id, self._fetch_token)

    async def start(self) -> None:
        await self._poster.start()

    async def close(self) -> None:
        await self._poster.close()

    async def send_text(self, openid: str, text: str) -> None:
        """A customer-service message. A time-out after it went out is `uncertain`: the platform does not dedupe."""
        await self._call(
            "/cgi-bin/message/custom/send", {"touser": openid, "msgtype": "text", "text": {"content": text}}
        )

    async def send_template(self, openid: str, template: str, fields: Mapping[str, str], reference: str) -> str:
        """A template message; returns WeChat's msgid, by which its receipt comes. The platform dedupes by
        `reference` for ten minutes, so that what is uncertain may be retried so long."""
        asked = {
            "touser": openid,
            "template_id": template,
            "client_msg_id": reference,
            "data": {name: {"value": value} for name, value in fields.items()},
        }
        try:
            answer = await self._call("/cgi-bin/message/template/send", asked)
        except SendFailed as error:
            if error.outcome != "uncertain":
                raise
            raise SendFailed(error.code, "retry", error.detail, dedupe_seconds=TEMPLATE_DEDUPE_SECONDS) from error
        return str(answer.get("msgid", ""))

    async def create_qr(self, scene: str, *, seconds: int | None = None) -> str:
        """The ticket of a QR code whose scan says `scene` (1–64 characters): for ever, or for so many seconds."""
        return str((await self._create_qr(scene, seconds))["ticket"])

    async def qr_content(self, scene: str) -> str:
        """What a lasting QR code of this scene holds, for who draws it himself."""
        return str((await self._create_qr(scene, None))["url"])

    async def _create_qr(self, scene: str, seconds: int | None) -> dict[str, Any]:
        lasting: dict[str, Any] = {"action_name": "QR_LIMIT_STR_SCENE"}
        if seconds is not None:
            lasting = {"action_name": "QR_STR_SCENE", "expire_seconds": seconds}
        asked = lasting | {"action_info": {"scene": {"scene_str": scene}}}
        return await self._call("/cgi-bin/qrcode/create", asked)

    async def _call(self, path: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        try:
            token = await self._token.get()
            try:
                return await self._post(path, asked, token)
            except _TokenRefused:
                log.info("wechat_token_renewed", path=path)
                token = await self._token.renew(token)
            try:
                return await self._post(path, asked, token)
            except _TokenRefused as error:
                raise SendFailed(error.code, "retry", "a new token was refused too") from error
        except (RedisError, RedisClusterException) as error:
            raise SendFailed("redis", "retry", type(error).__name__) from error

    async def _post(self, path: str, asked: Mapping[str, Any], token: str = "") -> dict[str, Any]:
        # msgspec writes raw UTF-8: with \\uXXXX escapes people would see the escapes.
        body = msgspec.json.encode(asked)
        query = {"access_token": token} if token else {}
        answer = await self._poster.request("POST", path, query=query, body=body)
        check_status(answer)
        try:
            said = msgspec.json.decode(answer.body, type=dict[str, Any])
            errcode = int(said.get("errcode", 0))
        except (msgspec.DecodeError, ValueError, TypeError) as error:
            raise SendFailed("unreadable_answer", "uncertain") from error
        if errcode:
            raise _failure(errcode, str(said.get("errmsg", ""))[:200])
        return said

    async def _fetch_token(self, force: bool) -> dict[str, Any]:
        asked = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._app_secret,
            "force_refresh": force,
        }
        try:
            said = await self._post("/cgi-bin/stable_token", asked)
            return {"access_token": str(said["access_token"]), "expires_in": int(said["expires_in"])}
        except SendFailed as error:
            # Nothing that a person would see went out.
            outcome = "never" if error.outcome == "never" else "retry"
            raise SendFailed(error.code, outcome, f"no token: {error.detail}") from error
        except (KeyError, ValueError, TypeError) as error:
            raise SendFailed("unreadable_answer", "retry", "no token") from error


class _TokenRefused(SendFailed):
    """The token is not good; another may be."""


def _failure(errcode: int, message: str) -> SendFailed:
    what = remedy(errcode)
    if what is Remedy.REFRESH:
        return _TokenRefused(str(errcode), "retry", message)
    return SendFailed(str(errcode), what.value, message)
