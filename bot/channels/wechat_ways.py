"""The ways WeChat offers for reaching a person: customer-service messages within a window, and templates."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping

import structlog
from redis.exceptions import RedisError

from bot.channels.wechat_client import WechatClient
from bot.channels.wechat_errors import WINDOW_SHUT
from bot.channels.wechat_template import Template
from bot.channels.wechat_xml import LIMIT_BYTES, fit
from bot.domain.letter import Letter
from bot.ports import SendFailed, Windows
from bot.storage.sql.database import StoreUnavailable

log = structlog.get_logger(__name__)
STORE_TROUBLE = (RedisError, StoreUnavailable)


class CustomMessage:
    """custom/send: any text, but only so many within so long after the person wrote."""

    name = "wechat"
    channel = "wechat"
    repeatable = False
    last_resort = False

    def __init__(self, client: WechatClient, windows: Windows) -> None:
        self._client, self._windows = client, windows

    def fits(self, letter: Letter) -> bool:
        return len(letter.text.encode()) <= LIMIT_BYTES

    async def can_send(self, letter: Letter, address: str) -> bool:
        """Whether a window is open. Raises SendFailed where the count cannot be read."""
        try:
            return await self._windows.left(letter.to, address) > 0
        except STORE_TROUBLE as error:
            raise SendFailed("redis", "retry", type(error).__name__) from error

    async def send(self, letter: Letter, address: str, reference: str) -> str:
        """Spends one message of the window, also where nobody knows whether it went. Raises SendFailed."""
        try:
            await self._client.send_text(address, fit(letter.text))
        except SendFailed as error:
            if error.code in WINDOW_SHUT:
                await self._count(self._windows.close(letter.to, address))
            elif error.outcome == "uncertain":
                await self._count(self._windows.spend(letter.to, address))
            raise
        await self._count(self._windows.spend(letter.to, address))
        return reference

    async def _count(self, change: Awaitable[object]) -> None:
        # The message is out: a count that cannot be kept must not make it look unsent. The platform counts too.
        try:
            await change
        except STORE_TROUBLE as error:
            log.warning("wechat_window_not_counted", reason=type(error).__name__)


class UncountedMessage(CustomMessage):
    """custom/send though no window is known: the count is lost with Redis, but the platform has its own, and says so
    (45015) where it is shut. Better asked than a notice given up.
    """

    name = "wechat_uncounted"
    last_resort = True

    async def can_send(self, letter: Letter, address: str) -> bool:
        return bool(address) and not letter.marketing


class TemplateMessage:
    """template/send: no quota to speak of, but only what the notice's template can say, and never marketing."""

    name = "wechat_template"
    channel = "wechat"
    repeatable = True
    last_resort = False

    def __init__(self, client: WechatClient, templates: Mapping[str, str]) -> None:
        self._client = client
        self._templates = {notice: Template.read(setting) for notice, setting in templates.items() if setting.strip()}

    def fits(self, letter: Letter) -> bool:  # noqa: ARG002 - every way is asked
        """Never: a joined letter has more to say than the template's fields hold."""
        return False

    async def can_send(self, letter: Letter, address: str) -> bool:
        return bool(address) and self._template(letter) is not None and not letter.marketing

    def _template(self, letter: Letter) -> Template | None:
        """Its notice's own; of the many kinds of alerts, and only of those, else the one that is set as `alert`."""
        all_alerts = self._templates.get("alert") if letter.notice.startswith("alert_") else None
        return self._templates.get(letter.notice) or all_alerts

    async def send(self, letter: Letter, address: str, reference: str) -> str:
        """WeChat's msgid, by which the receipt comes. Raises SendFailed."""
        template = self._template(letter)
        if template is None:
            raise SendFailed("no_template", "never", letter.notice)
        return await self._client.send_template(address, template.id, template.fields(letter.params), reference)
