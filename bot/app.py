"""The composition root: the one place that wires everything."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from zoneinfo import ZoneInfo

import msgspec

from bot.carriers import kuaidi100
from bot.carriers.carrier import CarrierHook
from bot.channels.rotation import either
from bot.channels.simulator import SimulatorChannel
from bot.channels.wechat import WechatAccount, WechatChannel
from bot.chores import Chores
from bot.domain.message import Inbound
from bot.opening import opened_database
from bot.outbox import Outbox
from bot.paying import opened_paying, pay_base
from bot.ports import Channel, Windows
from bot.service import Service
from bot.shopkeeper import Shopkeeper
from bot.storage.privacy.early import seal_of
from bot.storage.privacy.seal import Seal
from bot.storage.redis.client import RedisClient, RedisTrouble, client_of, ping
from bot.storage.redis.limits import Limits
from bot.storage.redis.server import RedisServer
from bot.storage.redis.talks import Talks
from bot.storage.redis.trips import trips_of
from bot.storage.redis.windows import RedisWindows
from bot.storage.sql.database import Database, StoreUnavailable
from bot.texting import sms_channels
from bot.turns import Turns
from bot.web.floods import Floods
from bot.web.paying import Paying
from bot.web.simulator import Simulator
from config.settings import Settings


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that runs, wired."""

    settings: Settings
    database: Database
    redis: RedisClient
    seal: Seal
    channels: tuple[Channel, ...]
    carriers: tuple[CarrierHook, ...]
    paying: Paying | None
    """Paying online, where it is configured."""
    shopkeeper: Shopkeeper
    service: Service
    outbox: Outbox
    chores: Chores

    @property
    def zone(self) -> ZoneInfo:
        return self.settings.zone

    @property
    def simulator(self) -> Simulator | None:
        """The simulator's page, where it is to be served."""
        if not self.settings.simulated:
            return None
        return Simulator(shop=lambda: self.shopkeeper.shop, everywhere=bool(self.settings.simulator))

    @property
    def floods(self) -> Floods:
        """What is taken from one address."""
        given = self.settings
        return Floods(limits=Limits(self.redis), a_minute=given.limit_address, body_seconds=given.limit_body_seconds)

    async def missing(self) -> dict[str, str]:
        """What is not ready, by name."""
        found: dict[str, str] = {}
        try:
            await self.database.ping()
        except StoreUnavailable as trouble:
            found["database"] = str(trouble)
        try:
            await ping(self.redis)
        except RedisTrouble as trouble:
            found["redis"] = type(trouble).__name__
        return found


@contextlib.asynccontextmanager
async def opened_redis(settings: Settings) -> AsyncIterator[RedisClient]:
    """A client of CUNKOU_REDIS_URL, or of a Redis of our own."""
    server = None if settings.redis_url else RedisServer(settings.data_dir)
    if server is not None:
        await server.start()
    client = client_of(server.url if server else settings.redis_url)
    try:
        yield client
    finally:
        await trips_of(client).settle()
        await client.aclose()
        if server is not None:
            await server.stop()


@contextlib.asynccontextmanager
async def wired(settings: Settings, *, own_url: str = "") -> AsyncIterator[Parts]:
    """All parts, started; `own_url` is where gateways on this machine reach the bot."""
    async with opened_database(settings) as database, opened_redis(settings) as redis:
        seal = await database.run(lambda conn: seal_of(conn, *settings.seal_keys))
        parts = _parts(settings, database, redis, seal, own_url)
        async with _started(parts):
            yield parts


def _parts(settings: Settings, database: Database, redis: RedisClient, seal: Seal, own_url: str) -> Parts:
    windows = RedisWindows(redis, seal)
    channels = _channels(settings, redis, windows, own_url)
    shopkeeper = Shopkeeper(database)
    service = Service(
        database,
        Talks(redis, seal, a_minute=settings.limit_person),
        seal,
        Turns(seal, lambda: shopkeeper.shop, settings.zone, pay_base(settings), settings.public_url),
        _window_opener(channels, windows),
        most=settings.limit_under_way,
    )
    return Parts(
        settings=settings,
        database=database,
        redis=redis,
        seal=seal,
        channels=channels,
        carriers=_carriers(settings),
        paying=opened_paying(settings, database, seal, service.wrote.set),
        shopkeeper=shopkeeper,
        service=service,
        outbox=Outbox(database, seal, channels, settings.zone, service.wrote),
        chores=Chores(database, seal, settings.zone, service.wrote.set),
    )


@contextlib.asynccontextmanager
async def _started(parts: Parts) -> AsyncIterator[None]:
    """Turns come to their end before what they need is closed."""
    await parts.shopkeeper.look()
    for channel in parts.channels:
        await channel.start()
    try:
        yield
    finally:
        await parts.service.close()
        if parts.paying is not None:
            await parts.paying.cashier.close()
        for channel in parts.channels:
            await channel.close()


def _channels(settings: Settings, redis: RedisClient, windows: Windows, own_url: str) -> tuple[Channel, ...]:
    """The platforms; before them the simulator's phones, whose letters no platform may see."""
    platforms = _platforms(settings, redis, windows, own_url)
    if not settings.simulated:
        return platforms
    connected = any(channel.ways for channel in platforms)
    return SimulatorChannel(managers=not connected), *platforms


def _platforms(settings: Settings, redis: RedisClient, windows: Windows, own_url: str) -> tuple[Channel, ...]:
    wechat = WechatChannel(
        WechatAccount(
            token=settings.wechat_token.get_secret_value(),
            token_previous=settings.wechat_token_previous.get_secret_value(),
            app_id=settings.wechat_app_id,
            app_secret=settings.wechat_app_secret.get_secret_value(),
            mode=settings.mode,
            aes_keys=(
                settings.wechat_aes_key.get_secret_value(),
                settings.wechat_aes_key_previous.get_secret_value(),
            ),
            templates=settings.wechat_templates,
            api_base=settings.wechat_api_base,
            max_skew=settings.wechat_max_skew,
        ),
        redis,
        windows,
    )
    return wechat, *sms_channels(settings, own_url)


def _carriers(settings: Settings) -> tuple[CarrierHook, ...]:
    """Without a secret there is no route at all. What was subscribed before a change is pushed with the old pair."""
    secret, salt = settings.carrier_hook_secret.get_secret_value(), settings.kuaidi100_salt.get_secret_value()
    if not secret:
        return ()
    hook = kuaidi100.hook(secret, salt)
    old_secret = settings.carrier_hook_secret_previous.get_secret_value()
    old_salt = settings.kuaidi100_salt_previous.get_secret_value()
    if old_secret or old_salt:
        before = kuaidi100.hook(old_secret or secret, old_salt or salt)
        hook = msgspec.structs.replace(hook, receive=either(hook.receive, before.receive))
    return (hook,)


def _window_opener(channels: tuple[Channel, ...], windows: Windows) -> Callable[[Inbound, str], Awaitable[None]]:
    """A message opens its platform's window for messages of our own."""
    by_name = {channel.name: channel for channel in channels}

    async def heard_from(message: Inbound, person: str) -> None:
        window = by_name[message.channel].window(message.content) if message.channel in by_name else None
        if window is not None:
            count, seconds = window
            await windows.open(person, message.contact.partition(":")[2], count=count, seconds=seconds)

    return heard_from
