"""When a letter may go, when it is tried again, and which letters go as one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from bot.domain.letter import Letter
from bot.domain.quiet import QUIET_FROM, QUIET_UNTIL, is_quiet
from bot.ports import SendFailed
from bot.storage.messages.outbox import Leased

RETRY_AFTER = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
)
JOINED_MOST = 20


def waits_until(letter: Letter, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The morning a letter waits for by night; None where it may go now. Marketing is never urgent."""
    if letter.urgent and not letter.marketing:
        return None
    local = now.astimezone(zone)
    if not is_quiet(local):
        return None
    day = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return datetime.combine(day, QUIET_UNTIL, zone)


def retry_at(failure: SendFailed, attempts: int, now: datetime) -> datetime | None:
    """When a letter that failed after so many retries is tried again; None where it must not be.

    A letter that may have gone is tried again only while the platform still knows it again.
    """
    if attempts >= len(RETRY_AFTER):
        return None
    delay = RETRY_AFTER[attempts]
    if failure.dedupe_seconds is not None:
        since_first = sum(RETRY_AFTER[: attempts + 1], timedelta())
        if since_first >= timedelta(seconds=failure.dedupe_seconds):
            return None
    return now + delay


def may_have_gone(failure: SendFailed) -> bool:
    """Whether nobody knows what became of it."""
    return failure.outcome == "uncertain" or failure.dedupe_seconds is not None


def join(queue: Sequence[Leased], fits: Callable[[Letter], bool]) -> tuple[Sequence[Leased], Letter]:
    """The first letters of a queue that go as one message, and that message: neighbours of one bundle, as many as fit.

    The first letter alone need not fit: its channel cuts it.
    """
    taken, message = 1, queue[0].letter
    if message.bundle:
        for leased in queue[1:JOINED_MOST]:
            both = _both(message, leased.letter)
            if leased.letter.bundle != message.bundle or not fits(both):
                break
            taken, message = taken + 1, both
    return queue[:taken], message


def _both(first: Letter, second: Letter) -> Letter:
    return msgspec.structs.replace(
        first, text=f"{first.text}\n{second.text}", sms=f"{first.sms or first.text}\n{second.sms or second.text}"
    )
