"""What the consoles need beside the parts every route knows."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from bot.storage.privacy.seal import Seal
from bot.storage.redis.challenges import Challenges
from bot.storage.redis.client import RedisClient
from bot.storage.redis.limits import Limits
from bot.storage.redis.sessions import Sessions
from bot.storage.redis.talks import Talks
from bot.storage.sql.database import Database
from bot.web.console.feed import Feed
from catalog.shop import Shop


class Console(msgspec.Struct, frozen=True, kw_only=True):
    sessions: Sessions
    challenges: Challenges
    limits: Limits
    feed: Feed
    talks: Talks
    shop: Callable[[], Shop]
    """The shop as it is now."""
    lasts: float = 600.0
    """Seconds a page listens at once; then it connects anew, and the sign-in is looked at again."""
    public: str = ""
    """`https://bot.example`: where browsers reach the consoles, if that is known."""

    @classmethod
    def on(
        cls, redis: RedisClient, database: Database, seal: Seal, shop: Callable[[], Shop], public_url: str = ""
    ) -> Console:
        return cls(
            sessions=Sessions(redis, seal),
            challenges=Challenges(redis),
            limits=Limits(redis),
            feed=Feed(database, seal),
            talks=Talks(redis, seal),
            shop=shop,
            public=public_url,
        )

    @property
    def host(self) -> str:
        return urlsplit(self.public).netloc

    @property
    def secure(self) -> bool:
        return self.public.startswith("https:")


CONSOLE = web.AppKey("console", Console)
