"""Forgets what need not be kept, for ever; see bot.storage.privacy.retention."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial

import structlog

from bot.storage import idempotency
from bot.storage.privacy import message_keys, retention
from bot.storage.privacy.seal import Seal
from bot.storage.sql.database import Database, StoreUnavailable

log = structlog.get_logger()
EVERY, AGAIN, SOON = 3600.0, 60.0, 1.0


async def tidy(database: Database, seal: Seal) -> None:
    """A thousand rows at a time, so that nobody waits for it."""
    reached: dict[str, int] = {}
    while True:
        pause = AGAIN
        try:
            if await tidy_once(database, seal, reached, datetime.now(UTC)):
                pause = SOON
            elif await database.scrub():
                pause = EVERY
            else:
                log.warning("forgotten_still_in_the_log", reason="somebody reads it; it is emptied later")
        except StoreUnavailable as trouble:
            log.warning("store_unavailable", reason=str(trouble))
        await asyncio.sleep(pause)


async def tidy_once(database: Database, seal: Seal, reached: dict[str, int], now: datetime) -> bool:
    """One round over all rules; `reached` is kept between rounds. Whether there may be more to forget now."""
    for name in retention.RULES:
        last = await database.run(partial(retention.forget, name=name, now=now, after=reached.pop(name, None)))
        if last is not None:
            reached[name] = last
    waits = [
        await database.run(partial(idempotency.forget_before, at=now - retention.kept_for("requests"))),
        await database.run(partial(message_keys.rekey, seal=seal, now=now)),
    ]
    return bool(reached) or any(waits)
