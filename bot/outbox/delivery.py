"""One person's letters, sent one after another: the first way that is open takes each.

What is going on is committed before and after a letter goes out, so that a crash in between never sends it twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from bot.domain.letter import Letter
from bot.metrics import LETTERS, SEND_SECONDS
from bot.outbox import rules
from bot.outbox.pace import Pace
from bot.ports import SendFailed, Sent, Way
from bot.spans import span, trace_in
from bot.storage.messages import outbox, reach, sms_bills
from bot.storage.messages.outbox import Leased
from bot.storage.privacy.seal import Seal
from bot.storage.sql.database import Database
from bot.trace import CURRENT

log = structlog.get_logger(__name__)
AT_ONCE_BY_ONE_WAY = 64
"""So a platform that hangs keeps its own letters waiting and nobody else's."""
LEASE_MARGIN = timedelta(seconds=45)
"""A letter is begun only while its lease lasts longer than sending can take."""
WAIT = 0


class Delivery:
    """Sends what was leased. Holds nothing of a letter between two calls."""

    def __init__(
        self,
        database: Database,
        seal: Seal,
        ways: Sequence[Way],
        zone: ZoneInfo,
        clock: Callable[[], datetime],
        pace: Pace,
    ) -> None:
        """`ways`: best first. `clock` is the wall clock, aware."""
        self._seal = seal
        self._database, self._ways, self._zone, self._clock, self._pace = database, tuple(ways), zone, clock, pace
        self._slots: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE_BY_ONE_WAY))

    async def deliver(self, queue: Sequence[Leased], until: datetime, stop: asyncio.Event) -> None:
        """Send one recipient's letters in order; what must wait is given back, so that it keeps its place."""
        while queue and not stop.is_set():
            if pause := self._pace.pause(queue[0], self._clock()):
                # What is written meanwhile is leased with it then, and goes as one message.
                await _either(stop, pause)
                break
            done = await self._next(queue, until)
            queue = queue[done:]
            if done == WAIT:
                break
        if queue:
            ids = _ids(queue)
            await self._database.run(lambda conn: outbox.release(conn, ids))

    async def _next(self, queue: Sequence[Leased], until: datetime) -> int:
        """Deal with the first letter and those that go with it: how many that were, or WAIT."""
        first = queue[0]
        CURRENT.set(trace_in(first.trace))
        if first.letter.marketing and first.opted_out:
            await self._database.run(lambda conn: outbox.cancelled(conn, [first.id], reason="opted out"))
            return 1
        if morning := rules.waits_until(first.letter, self._clock(), self._zone):
            await self._database.run(lambda conn: outbox.postpone(conn, [first.id], due_at=morning))
            return 1
        closed: list[str] = []
        for way in self._left(first):
            try:
                return await self._by(way, queue, until)
            except SendFailed as error:
                closed.append(f"{way.name}: {error}")
        await self._database.run(lambda conn: outbox.failed(conn, [first.id], error="; ".join(closed) or "no way"))
        log.warning("letter_failed", letter=first.id, notice=first.letter.notice, reasons=closed)
        return 1

    def _left(self, leased: Leased) -> Sequence[Way]:
        """The ways still to be tried. A retry goes on where it was: what may have gone by template must not go by SMS
        too, and what was closed stays closed."""
        names = [way.name for way in self._ways]
        return self._ways[names.index(leased.way) :] if leased.way in names else self._ways

    async def _by(self, way: Way, queue: Sequence[Leased], until: datetime) -> int:
        """Send by one way. Raises SendFailed where that way is closed for the first letter."""
        first = queue[0]
        address = first.addresses.get(way.channel)
        if not address:
            raise SendFailed("no_contact", "never")
        try:
            if not await way.can_send(first.letter, address):
                raise SendFailed("not_open", "never")
        except SendFailed as error:
            return await self._after(error, way, queue[:1])
        taken, message = rules.join(queue, way.fits)
        async with self._slots[way.name]:
            now = self._clock()
            if now > until - LEASE_MARGIN:
                return WAIT
            reference, ids = _reference(first), _ids(taken)
            await self._database.run(lambda conn: outbox.begin(conn, ids, way=way.name, reference=reference, now=now))
            with span("send", first.trace, way=way.name, letters=len(ids)):
                named = await self._send(way, message, address, reference)
        if isinstance(named, SendFailed):
            return await self._after(named, way, taken)
        await self._sent(way, taken, named)
        if way.fits(message):
            self._pace.went(first, self._clock())
        return len(taken)

    async def _send(self, way: Way, message: Letter, address: str, reference: str) -> str | Sent | SendFailed:
        try:
            with SEND_SECONDS.labels(way.name).time():
                return await way.send(message, address, reference)
        except SendFailed as error:
            return error
        except Exception as error:
            # Nothing is known about how far it came.
            log.exception("way_broke", way=way.name)
            return SendFailed("broken", "uncertain", type(error).__name__)

    async def _sent(self, way: Way, taken: Sequence[Leased], named: str | Sent) -> None:
        ids, now = _ids(taken), self._clock()
        reference = named.reference if isinstance(named, Sent) else named

        def work(conn: Connection) -> None:
            outbox.begin(conn, ids, way=way.name, reference=reference, now=now)
            outbox.sent(conn, ids, now=now)
            if isinstance(named, Sent):
                month = f"{now.astimezone(self._zone):%Y-%m}"
                sms_bills.add(conn, taken[0].recipient, provider=named.provider, parts=named.parts, month=month)

        await self._database.run(work)
        LETTERS.labels(way.name, "sent").inc(len(taken))
        log.info("letter_sent", letters=ids, way=way.name, reference=reference, **_others(taken))

    async def _after(self, failure: SendFailed, way: Way, taken: Sequence[Leased]) -> int:
        """Record what a failure asks for. Raises it where another way is to be tried."""
        ids, now, error = _ids(taken), self._clock(), f"{way.name}: {failure}"
        if failure.code != "not_open":
            LETTERS.labels(way.name, failure.outcome).inc(len(taken))
            log.warning(
                "letter_not_sent",
                letters=ids,
                way=way.name,
                code=failure.code,
                outcome=failure.outcome,
                **_others(taken),
            )
        again = rules.retry_at(failure, taken[0].attempts, now) if failure.outcome == "retry" else None
        if again:
            await self._database.run(lambda conn: outbox.retry(conn, ids, error=error, due_at=again))
            return WAIT
        if rules.may_have_gone(failure):
            await self._database.run(lambda conn: outbox.uncertain(conn, ids, error=error))
            return len(taken)
        if failure.closes:
            contact, opted_out = f"{way.channel}:{taken[0].addresses[way.channel]}", failure.closes == "opted_out"
            await self._database.run(lambda conn: reach.close(conn, self._seal, contact, opted_out=opted_out))
        raise failure


async def _either(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


def _others(taken: Sequence[Leased]) -> dict[str, list[str]]:
    """Traces of the other messages whose letters went in the same one, for the log."""
    others = sorted({trace_in(leased.trace) for leased in taken} - {trace_in(taken[0].trace), ""})
    return {"other_traces": others} if others else {}


def _ids(letters: Sequence[Leased]) -> list[int]:
    return [leased.id for leased in letters]


def _reference(leased: Leased) -> str:
    """The same for every attempt of a letter, and for no other letter: the platform's idempotency key."""
    return f"{leased.id}-{hashlib.sha256(leased.letter.key.encode()).hexdigest()[:12]}"
