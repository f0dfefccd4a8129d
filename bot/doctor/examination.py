"""The whole examination: what there is to look at, in the order it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from datetime import datetime

from bot.doctor.asking import Asker, asking
from bot.doctor.certificates import certificates
from bot.doctor.clock import clock
from bot.doctor.configuration import settings, time_zone
from bot.doctor.database import database
from bot.doctor.finding import Finding, fail
from bot.doctor.machine import disk, fonts
from bot.doctor.memory import redis
from bot.doctor.merchant import merchant
from bot.doctor.official_account import official_account, reachable
from bot.doctor.texting import texting
from bot.doctor.unregistered import unregistered
from config.settings import Settings

LOOK_S = 20


async def examine(given: Settings, now: datetime, *, outside: bool = True) -> list[Finding]:
    """All findings; `now` aware. Without `outside` no platform is asked."""
    found = [*settings(given), *unregistered(given), *time_zone(given, now), *disk(given), *fonts()]
    looks: dict[str, Awaitable[list[Finding]]] = {"database": database(given), "redis": redis(given)}
    async with asking() as asker:
        if outside:
            looks |= _outside(given, asker, now)
        for findings in await asyncio.gather(*(_patiently(name, look) for name, look in looks.items())):
            found += findings
    return found


def _outside(given: Settings, asker: Asker, now: datetime) -> dict[str, Awaitable[list[Finding]]]:
    return {
        "clock": clock(given, asker),
        "certificate": certificates(given, now),
        "public_url": reachable(given, asker),
        "wechat": official_account(given, asker),
        "sms": texting(given, asker),
        "wechat_pay": merchant(given),
    }


async def _patiently(name: str, look: Awaitable[Sequence[Finding]]) -> Sequence[Finding]:
    """One look that hangs or breaks must not hide the others."""
    try:
        async with asyncio.timeout(LOOK_S):
            return await look
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told, and the others go on
        said = f"could not be looked at: {type(error).__name__}: {error}"
        return [fail(name, said, "this is a fault of the doctor's; please report it")]
