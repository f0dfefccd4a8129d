"""Platforms that cannot be reached, take seconds, or do what they are asked and say otherwise."""

from __future__ import annotations

import asyncio
import random

from strikes import Calamity

from bot.demo.platform import Fault
from bot.demo.village import Village

AWAY_S = (0.5, 2.0)
SLOW_S = (0.3, 2.5)
SLOWED = 10
"""Calls of a platform that go wrong in a row, at most."""


def platforms_away(village: Village, dice: random.Random) -> Calamity:
    """WeChat and the gateway refuse connections for a while."""

    async def strike() -> None:
        await asyncio.gather(village.wechat.refuse(), village.gateway.refuse())
        await asyncio.sleep(dice.uniform(*AWAY_S))
        await asyncio.gather(village.wechat.resume(), village.gateway.resume())

    return strike


def platforms_slow(village: Village, dice: random.Random) -> Calamity:
    """Calls take seconds, and some are carried out with an answer that says otherwise: nobody can know then."""

    async def strike() -> None:
        for platform, path in ((village.wechat, "/cgi-bin/message/custom/send"), (village.gateway, "/cgi-bin/sendsms")):
            for _ in range(SLOWED):
                lost = dice.random() < 0.3
                platform.fail(path, Fault(hang=dice.uniform(*SLOW_S), status=502 if lost else 0, carried_out=lost))
        await asyncio.sleep(dice.uniform(*SLOW_S))
        village.wechat.mend()
        village.gateway.mend()

    return strike
