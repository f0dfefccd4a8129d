"""This machine's clock beside the platforms': signatures are refused, and promises wrong, where they differ."""

from __future__ import annotations

import asyncio

from bot.doctor.asking import Asker, Unreached
from bot.doctor.finding import Finding, fail, ok, warn
from config.settings import Settings

SOME_S, MUCH_S = 5, 60
"""A Date header is whole seconds, and an answer takes one; Tencent refuses 300 s, and a lease is 90 s."""
MEND = "let chrony or systemd-timesyncd keep the time"


async def clock(given: Settings, asker: Asker) -> list[Finding]:
    """By the Date of whichever platform answers; the one that differs least counts, for a proxy may answer late."""
    skews = [
        skew for skew in await asyncio.gather(*(_skew(asker, url) for url in _platforms(given))) if skew is not None
    ]
    if not skews:
        return [warn("clock", "no platform told its time", MEND)]
    skew = min(skews, key=abs)
    said = f"{abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} the platforms'"
    if abs(skew) > MUCH_S:
        return [fail("clock", said, MEND)]
    return [warn("clock", said, MEND) if abs(skew) > SOME_S else ok("clock", "agrees with the platforms'")]


async def _skew(asker: Asker, url: str) -> float | None:
    try:
        return (await asker.ask("HEAD", url)).skew_s
    except Unreached:
        return None


def _platforms(given: Settings) -> list[str]:
    """WeChat's, whether it is used or not: it is there for everybody; and those that are used."""
    bases = {"aliyun": given.aliyun_api_base, "tencent": given.tencent_api_base, "twilio": given.twilio_api_base}
    return [given.wechat_api_base, *(bases[one] for one in given.sms_providers if one in bases)]
