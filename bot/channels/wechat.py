"""The official account as a channel: one hook, and its ways of sending."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec.structs import replace

from bot.channels.posting import TOTAL_SECONDS
from bot.channels.rotation import rotating
from bot.channels.wechat_client import WechatClient
from bot.channels.wechat_crypto import AesKey
from bot.channels.wechat_hook import Gate, hooks
from bot.channels.wechat_ways import CustomMessage, TemplateMessage, UncountedMessage
from bot.domain.message import AnyContent, Clicked, Followed, Left, Receipt, Scanned
from bot.ports import Hook, Way, Windows
from bot.storage.redis.client import RedisClient

AFTER_MESSAGE = (5, 48 * 3600)
"""WeChat's rule since June 2023: five customer-service messages within 48 hours of a message."""
AFTER_EVENT = (3, 60)
"""Three within a minute of a follow, a scan or a menu click."""


class WechatAccount(msgspec.Struct, frozen=True, kw_only=True):
    """The account's settings. Without `app_secret` the account answers, but sends nothing by itself."""

    token: str
    token_previous: str = ""
    """Taken as well, while the token is being changed."""
    app_id: str = ""
    app_secret: str = ""
    mode: Literal["plain", "compatible", "safe"] = "plain"
    aes_keys: tuple[str, ...] = ()
    """EncodingAESKey, then the previous one where it is still in use."""
    templates: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Notice name → template id, and after it the template's field names where they are not numbered in order."""
    api_base: str = "https://api.weixin.qq.com"
    max_skew: int = 600
    send_seconds: float = TOTAL_SECONDS
    """A call to the platform may take so long."""


class WechatChannel:
    name = "wechat"

    def __init__(self, account: WechatAccount, redis: RedisClient, windows: Windows) -> None:
        gate = Gate(
            token=account.token,
            mode=account.mode,
            keys=tuple(AesKey(key, account.app_id) for key in account.aes_keys if key),
            max_skew=account.max_skew,
        )
        self.hooks: tuple[Hook, ...] = hooks(gate)
        if account.token_previous:
            self.hooks = rotating(self.hooks, hooks(replace(gate, token=account.token_previous)))
        self.client = WechatClient(
            base=account.api_base,
            app_id=account.app_id,
            app_secret=account.app_secret,
            redis=redis,
            total_seconds=account.send_seconds,
        )
        ways: tuple[Way, ...] = (
            CustomMessage(self.client, windows),
            TemplateMessage(self.client, account.templates),
            UncountedMessage(self.client, windows),
        )
        self.ways = ways if account.app_id and account.app_secret else ()

    def window(self, content: AnyContent) -> tuple[int, int] | None:
        """A message opens 48 hours, a click, follow or scan a minute, anything else nothing."""
        match content:
            case Followed() | Scanned() | Clicked():
                return AFTER_EVENT
            case Left() | Receipt():
                return None
            case _:
                return AFTER_MESSAGE

    async def start(self) -> None:
        await self.client.start()

    async def close(self) -> None:
        await self.client.close()
