"""What a station's poster is made from: the account's QR where there is one, the number for SMS."""

from __future__ import annotations

from bot.channels.wechat_client import WechatClient
from bot.domain.people import Station
from bot.storage.redis.client import RedisClient
from config.settings import Settings


class Codes:
    """Gives what the QR of a station holds; each is asked of WeChat once and kept, for it never changes."""

    def __init__(self, settings: Settings, redis: RedisClient, client: WechatClient | None) -> None:
        """Without `client` there is no account: the code leads to the simulator, or says what to write."""
        self._settings, self._redis, self._client = settings, redis, client

    async def of(self, station: Station) -> str:
        """Raises SendFailed where WeChat cannot be asked now."""
        if self._client is None:
            return without_account(self._settings, station)
        key = f"cunkou:qr:{self._settings.wechat_app_id}:{station.code}"
        kept = await self._redis.get(key)
        if kept:
            return kept.decode() if isinstance(kept, bytes) else str(kept)
        content = await self._client.qr_content(station.code)
        await self._redis.set(key, content)
        return content


def without_account(settings: Settings, station: Station) -> str:
    """For trials: the simulator's page where it is reached from outside, else what to write by SMS."""
    if settings.public_url and settings.simulated:
        return f"{settings.public_url.rstrip('/')}/simulator"
    return f"我是{station.village or station.name}的"


def has_account(settings: Settings) -> bool:
    return bool(settings.wechat_app_id and settings.wechat_app_secret.get_secret_value())
