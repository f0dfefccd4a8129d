"""The county's system, which reports where the goods are, all the while: what fails is reported again."""

from __future__ import annotations

import asyncio
import contextlib

import aiohttp

from bot.demo.county import County, Refused
from bot.demo.village import Village

EVERY_S, WITHIN_S = 0.3, 5
BACK = ("returned", "refunded")


async def goods_move(village: Village, over: asyncio.Event) -> None:
    """Parcels arrive, are fetched, and go back to the county and are refunded where somebody asked for that."""
    steps = (_arrive, _fetched, _go_back)
    while not await happened(over, EVERY_S):
        for step in steps:
            with contextlib.suppress(Refused, aiohttp.ClientError, OSError, TimeoutError):
                async with asyncio.timeout(WITHIN_S):
                    await step(village.county)


async def happened(event: asyncio.Event, seconds: float) -> bool:
    """Wait for it, so long at most; whether it came."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()


async def _arrive(county: County) -> None:
    for order in await county.orders(status="placed", limit="10"):
        await county.advance(order["number"], "placed", "at_station")


async def _fetched(county: County) -> None:
    for order in await county.orders(status="at_station", limit="10"):
        await county.report(order["number"], "collected", pickup_code=order["pickup_code"])


async def _go_back(county: County) -> None:
    for order in await county.orders(status="return_requested", limit="10"):
        for step in BACK:
            await county.report(order["number"], step)
