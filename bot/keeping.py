"""What becomes of a message whose turn cannot be taken: it is kept, alone or with the error it caused, and never lost."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from bot.domain.message import Inbound, Receipt
from bot.logs import mask
from bot.metrics import MESSAGES, REPORTS
from bot.spans import trace_in
from bot.storage.sql.database import Database, StoreUnavailable, Unstorable
from bot.turns import Turns

log = structlog.get_logger()
T = TypeVar("T")


class Busy(Exception):
    """Nothing could be stored; the platform must send the message again."""


class Keeping:
    """Everything here raises Busy where the database takes nothing."""

    def __init__(self, database: Database, turns: Turns) -> None:
        self._database, self._turns = database, turns

    async def for_later(self, message: Inbound, reason: str) -> str:
        """Commit the message alone; a worker finishes it. The reply where it has been answered meanwhile, else ''."""
        log.warning("message_kept_for_later", key=message.key, reason=reason)
        MESSAGES.labels(message.channel, "pending").inc()
        return await self._store(partial(self._turns.keep_for_later, message=message, reason=reason))

    async def with_error(self, message: Inbound) -> str:
        """Keep a message that makes the code fail, with its error; the apology. To be called where it is caught."""
        MESSAGES.labels(message.channel, "failed").inc()
        return await self._store(partial(self._turns.give_up, message=message, error=mask(traceback.format_exc())))

    async def receipt(self, contact: str, receipt: Receipt) -> None:
        """Note what became of something sent."""
        work = partial(self._turns.take_receipt, contact=contact, receipt=receipt)
        try:
            traces = await self._store(work)
        except Unstorable:  # nothing was ever sent under such a reference
            return
        for trace in traces:
            REPORTS.labels("delivered" if receipt.delivered else "lost").inc()
            log.info("letter_reported", trace=trace_in(trace), status=receipt.status, delivered=receipt.delivered)

    async def _store(self, work: Callable[[Connection], T]) -> T:
        try:
            return await self._database.run(work)
        except StoreUnavailable as trouble:
            raise Busy(str(trouble)) from trouble
