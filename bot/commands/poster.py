"""A station's poster into a file."""

from __future__ import annotations

import asyncio
from pathlib import Path

import typer

from bot.app import opened_redis
from bot.channels.wechat_client import WechatClient
from bot.commands.given import UNUSABLE
from bot.domain.people import Station
from bot.opening import opened_database
from bot.ports import SendFailed
from bot.poster import NoFont, PosterOf, as_pdf, as_png
from bot.postering import Codes, has_account, without_account
from bot.storage.network import stations
from bot.storage.privacy.seal import Seal
from bot.storage.sql.database import StoreUnavailable
from config.settings import Settings


def run(settings: Settings, code: str, out: Path | None, *, png: bool) -> int:
    """Write the poster; the exit status."""
    path = out or Path(f"poster-{code}.{'png' if png else 'pdf'}")
    try:
        poster = asyncio.run(_gather(settings, code))
        path.write_bytes(as_png(poster) if png else as_pdf(poster))
    except (LookupError, NoFont, OSError, SendFailed, StoreUnavailable) as error:
        typer.echo(f"No poster: {error}", err=True)
        return UNUSABLE
    typer.echo(f"{path} is written.")
    return 0


async def _gather(settings: Settings, code: str) -> PosterOf:
    seal = Seal(*settings.seal_keys)
    async with opened_database(settings) as database:
        station = await database.run(lambda conn: stations.find(conn, seal, code))
    if station is None or station.status != "open":
        raise LookupError(f"no open station has the code {code}")
    return PosterOf(station=station, code=await _code(settings, station), sms=settings.kannel_from)


async def _code(settings: Settings, station: Station) -> str:
    if not has_account(settings):
        return without_account(settings, station)
    async with opened_redis(settings) as redis:
        client = WechatClient(
            base=settings.wechat_api_base,
            app_id=settings.wechat_app_id,
            app_secret=settings.wechat_app_secret.get_secret_value(),
            redis=redis,
        )
        await client.start()
        try:
            return await Codes(settings, redis, client).of(station)
        finally:
            await client.close()
