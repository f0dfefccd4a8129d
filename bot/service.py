"""One inbound message: inbox, lock, load, turn, one transaction, save, reply.

The promise kept here: a message is committed before it is acknowledged, has its effect once however often it is
delivered, and messages of one person are handled one at a time, in order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from time import perf_counter
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError

from bot.deadline import done_within
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.domain.message import Inbound, Receipt
from bot.keeping import Busy, Keeping
from bot.metrics import (
    INTENTS,
    MESSAGES,
    QUESTIONS,
    RETAKEN,
    SEAT_SECONDS,
    STORE_TROUBLE,
    TRANSACTION_SECONDS,
    UNDERSTANDING_SECONDS,
)
from bot.spans import span
from bot.storage.messages import inbox
from bot.storage.messages.inbox import Waiting
from bot.storage.privacy.message_keys import MessageKeys
from bot.storage.privacy.seal import Seal
from bot.storage.record import Retake
from bot.storage.redis.talks import PersonBusy, Seat, SeatLost, Talks
from bot.storage.sql.database import Database, StoreUnavailable
from bot.trace import follow, following
from bot.turns import Behind, Done, Elsewhere, Turns

log = structlog.get_logger()

ANSWER_WITHIN = 4.0
"""Seconds; WeChat hangs up after five."""
MOST_RETAKES = 8
LEASE = timedelta(seconds=30)
FIND_WORK_EVERY = 1.0
MOST_KNOWN = 50_000
MOST_UNDER_WAY = 4000
"""Turns at once in a process; what comes beyond them is not taken, so that those under way are answered in time."""


class Service:
    def __init__(
        self,
        database: Database,
        talks: Talks,
        seal: Seal,
        turns: Turns,
        heard_from: Callable[[Inbound, str], Awaitable[None]],
        *,
        most: int = MOST_UNDER_WAY,
    ) -> None:
        """`heard_from` is called with a message and its person after each turn: a channel may send more now. `most` turns
        are under way at once."""
        self.known = MessageKeys(seal).known
        self._most = most
        self._database, self._talks, self._seal, self._turns = database, talks, seal, turns
        self._keep = Keeping(database, turns)
        self._heard_from = heard_from
        self._tasks: set[asyncio.Task[Any]] = set()
        self._persons: dict[str, str] = {}
        """Contact → person, as last heard; checked in every turn, for it may be linked."""
        self.wrote = asyncio.Event()
        """Set when something may have been put into the outbox."""

    async def handle(self, message: Inbound) -> str:
        """The reply to a message: '' where none is due, or where it will follow by the outbox.

        Raises Busy where the message could not even be stored, or too many are under way.
        """
        message = self.known(message)
        follow(message.key)
        if len(self._tasks) >= self._most:
            raise Busy("too many messages at once")
        if isinstance(message.content, Receipt):
            await self._keep.receipt(message.contact, message.content)
            return ""
        turn = asyncio.get_running_loop().create_task(self._traced_turn(message))
        self._tasks.add(turn)  # held, so that nobody's leaving can lose it
        turn.add_done_callback(self._tasks.discard)
        done = await done_within(turn, ANSWER_WITHIN)
        return turn.result() if done else await self._keep.for_later(message, "no answer in time")

    async def close(self) -> None:
        """Let the turns under way come to their end."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=ANSWER_WITHIN)

    async def work(self) -> None:
        """Finish what was acknowledged and not handled, for ever; trouble with a store is waited out."""
        while True:
            try:
                found = await self.finish_pending()
            except (StoreUnavailable, Busy) as trouble:
                log.warning("cannot_finish_pending", reason=str(trouble))
                found = 0
            if not found:
                await asyncio.sleep(FIND_WORK_EVERY)

    async def finish_pending(self) -> int:
        """Handle messages that were acknowledged and not finished, oldest first; how many were found."""
        now = datetime.now(UTC)
        found = await self._database.run(lambda conn: inbox.lease(conn, self._seal, now=now, until=now + LEASE))
        for waiting in found:
            with following(waiting.inbound.key):
                await self._traced_turn(waiting.inbound)
        return len(found)

    async def _traced_turn(self, message: Inbound) -> str:
        with span("turn", channel=message.channel):
            return await self._turn(message)

    async def _turn(self, message: Inbound) -> str:
        person = self._persons.get(message.contact)
        if person is None:
            person = self._remember(message.contact, self._seal.person_id_of(message.contact))
        try:
            while isinstance(outcome := await self._seated(message, person), Elsewhere):
                person = self._remember(message.contact, outcome.person)
        except (StoreUnavailable, PersonBusy) as trouble:
            if isinstance(trouble, StoreUnavailable):
                STORE_TROUBLE.labels("turn").inc()
            return await self._keep.for_later(message, f"{type(trouble).__name__}: {trouble}")
        except Exception:
            log.exception("turn_failed", key=message.key)
            return await self._keep.with_error(message)
        if outcome.turn is not None:
            self._count(message.channel, outcome.turn)
            self.wrote.set()
            log.debug("turn_taken", key=message.key, intents=outcome.turn.heard)
        return outcome.reply

    def _count(self, channel: str, turn: Turn) -> None:
        MESSAGES.labels(channel, "done").inc()
        if turn.understood_in:
            UNDERSTANDING_SECONDS.observe(turn.understood_in)
        asked = "answered" if turn.talk.asking is None else "asked"
        for intent in turn.heard:
            INTENTS.labels(channel, intent, asked).inc()
        if turn.talk.asking is not None:
            QUESTIONS.labels(type(turn.talk.asking).__name__).inc()

    def _remember(self, contact: str, person: str) -> str:
        """Spare the next turn the derivation, and where contacts are linked the way by the contact's own id."""
        if len(self._persons) >= MOST_KNOWN:
            self._persons.clear()
        self._persons[contact] = person
        return person

    async def _seated(self, message: Inbound, person: str) -> Done | Elsewhere:
        """Lock, then load: two quick messages would otherwise start from the same cart."""
        begun = perf_counter()
        async with self._talks.alone_with(person, message.weight) as seat:
            SEAT_SECONDS.observe(perf_counter() - begun)
            outcome = await self._commit(message, person, seat.talk, beyond=seat.beyond)
            if isinstance(outcome, Behind):
                talk = await self._catch_up(outcome.earlier, person, seat.talk)
                outcome = await self._commit(message, person, talk, caught_up=True)
            if isinstance(outcome, Done):
                await self._finish(seat, outcome, message, person)
            assert not isinstance(outcome, Behind)  # noqa: S101 - a turn that has caught up is behind nothing
            return outcome

    async def _finish(self, seat: Seat, outcome: Done, message: Inbound, person: str) -> None:
        """What counts is committed by now; a conversation that cannot be saved is at worst asked again."""
        if outcome.turn is None:
            return
        try:
            await self._heard_from(message, person)
            await seat.save(outcome.talk)
        except (StoreUnavailable, SeatLost) as lost:
            log.warning("conversation_not_saved", reason=type(lost).__name__)

    async def _catch_up(self, earlier: tuple[Waiting, ...], person: str, talk: Talk) -> Talk:
        for waiting in earlier:
            try:
                with following(waiting.inbound.key):
                    outcome = await self._commit(waiting.inbound, person, talk, caught_up=True)
            except StoreUnavailable:
                raise
            except Exception:
                log.exception("turn_failed", key=waiting.inbound.key)
                await self._keep.with_error(waiting.inbound)
            else:
                talk = outcome.talk if isinstance(outcome, Done) else talk
        return talk

    async def _commit(
        self, message: Inbound, person: str, talk: Talk, *, caught_up: bool = False, beyond: int = 0
    ) -> Done | Elsewhere | Behind:
        """The turn in one transaction, taken again where its number or its stock was taken meanwhile."""
        take = partial(self._turns.take, message=message, person=person, talk=talk, caught_up=caught_up, beyond=beyond)
        for attempt in range(MOST_RETAKES):
            work = partial(take, attempt=attempt)
            begun = perf_counter()
            try:
                with span("transaction", attempt=attempt):
                    done = await self._database.run(work)
            except (Retake, IntegrityError) as retake:  # somebody was quicker: look again
                RETAKEN.labels(type(retake).__name__).inc()
                log.info("turn_taken_again", reason=type(retake).__name__, attempt=attempt)
            else:
                TRANSACTION_SECONDS.observe(perf_counter() - begun)
                return done
        raise StoreUnavailable("the turn collided again and again")
