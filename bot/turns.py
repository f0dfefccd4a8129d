"""What happens inside a turn's one transaction: the message, its effects and its reply stand or fall together.

Plain functions of a connection; the database may run them more than once, so they have no effect beside it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from bot.dialogue.replies import render
from bot.dialogue.take import take_turn
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.domain.letter import Letter
from bot.domain.message import Inbound, Left, Receipt
from bot.domain.people import Person
from bot.metrics import DIALOGUE_SECONDS, MESSAGES
from bot.spans import span
from bot.storage.facts import SqlFacts
from bot.storage.messages import arrivals, inbox, outbox, reach
from bot.storage.messages.arrivals import Arrival
from bot.storage.messages.inbox import Waiting
from bot.storage.persons import people, seen
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from catalog.shop import Shop


class Done(msgspec.Struct, frozen=True):
    """A turn that is committed, or was before."""

    talk: Talk
    reply: str
    turn: Turn | None = None
    """None where the message had been handled already."""


class Elsewhere(msgspec.Struct, frozen=True):
    """The contact belongs to a person whose seat is not the one held."""

    person: str


class Behind(msgspec.Struct, frozen=True):
    """Earlier messages of the person wait; they come first."""

    earlier: tuple[Waiting, ...]


class Turns:
    def __init__(
        self, seal: Seal, shop: Callable[[], Shop], zone: ZoneInfo, pay_base: str = "", public_url: str = ""
    ) -> None:
        """`shop` gives the shop as it is now; `zone` is where the villages are; `pay_base` where links to pages of paying
        begin, '' where it is paid at the station only; `public_url` where those to one's own data begin."""
        self._pay_base, self._public_url = pay_base, public_url
        self._seal, self._shop, self._zone = seal, shop, zone

    def take(
        self, conn: Connection, message: Inbound, person: str, talk: Talk, *, attempt: int, caught_up: bool, beyond: int
    ) -> Done | Elsewhere | Behind:
        """The turn of a message, whose person's seat is held; `beyond`: see Seat. Raises Retake, StoreUnavailable."""
        message = inbox.as_stored(conn, message)
        arrival = arrivals.look(conn, self._seal, key=message.key, contact=message.contact, person=person)
        stored = arrival.stored
        if stored is not None and stored.status != "pending":
            return Done(talk, self._seal.reveal(stored.reply))
        who = arrival.who or people.make(conn, self._seal, message.contact, message.at)
        if who.id != person:
            return Elsewhere(who.id)
        if beyond and stored is None and not isinstance(message.content, Left):
            return self._turn_away(conn, message, person, talk, first=beyond == 1)
        if arrival.others_wait and not caught_up and (earlier := self._earlier(conn, message, person)):
            return Behind(earlier)
        turn = self._turn(conn, message, who, arrival, talk, attempt)
        self._store(conn, message, person, turn.reply, late=stored is not None)
        return Done(turn.talk, turn.reply, turn)

    def take_receipt(self, conn: Connection, contact: str, receipt: Receipt) -> list[str]:
        """What became of something sent. A contact that takes nothing any more is not sent to until it writes again.
        Returns the traces of the letters it tells of."""
        traces = outbox.receipt(conn, receipt.reference, delivered=receipt.delivered, status=receipt.status)
        if receipt.closed and contact:
            reach.close(conn, self._seal, contact, opted_out=receipt.closed == "opted_out")
        return traces

    def keep_for_later(self, conn: Connection, message: Inbound, reason: str) -> str:
        """The message alone, for a worker to finish; the stored reply where it is known already."""
        message = inbox.as_stored(conn, message)
        person = people.person_of(conn, self._seal, message.contact)
        now = datetime.now(UTC)
        if inbox.add_pending(conn, self._seal, message, person, now=now, error=reason):
            return ""
        return self._reply_to(conn, message)

    def give_up(self, conn: Connection, message: Inbound, error: str) -> str:
        """The message with the error it caused; the reply is an apology. A turn that was committed before the trouble
        began stands, with its own reply.
        """
        message = inbox.as_stored(conn, message)
        stored = inbox.find(conn, message.key)
        if stored is not None and stored.status != "pending":
            return self._seal.reveal(stored.reply)
        apology = render("kinds.failed", message.channel)
        person = people.person_of(conn, self._seal, message.contact)
        now = datetime.now(UTC)
        if stored is None:
            inbox.add_pending(conn, self._seal, message, person, now=now)
        if not inbox.fail(conn, message.key, error=error, reply=apology):
            return self._reply_to(conn, message)
        if stored is not None or message.answered_apart:
            outbox.write(conn, self._seal, [_late_reply(message, person, apology)], now=now)
        return apology

    def _reply_to(self, conn: Connection, message: Inbound) -> str:
        stored = inbox.find(conn, message.key)
        return self._seal.reveal(stored.reply) if stored else ""

    def _turn_away(self, conn: Connection, message: Inbound, person: str, talk: Talk, *, first: bool) -> Done:
        """A message beyond what its person may send a minute does nothing, and is told so; by SMS, which costs, once a
        minute. What was acknowledged before is not treated so: it is owed its turn."""
        MESSAGES.labels(message.channel, "too_fast").inc()
        reply = render("kinds.too_fast", message.channel) if first or message.channel != "sms" else ""
        self._store(conn, message, person, reply, late=False)
        return Done(talk, reply)

    def _earlier(self, conn: Connection, message: Inbound, person: str) -> tuple[Waiting, ...]:
        waiting = inbox.pending_of(conn, self._seal, person)
        keys = [one.inbound.key for one in waiting]
        return tuple(waiting[: keys.index(message.key)] if message.key in keys else waiting)

    def _turn(
        self, conn: Connection, message: Inbound, who: Person, arrival: Arrival, talk: Talk, attempt: int
    ) -> Turn:
        leaves = isinstance(message.content, Left)
        if leaves == (message.channel in who.channels):
            people.set_reachable(conn, self._seal, message.contact, reachable=not leaves)
        if leaves:
            return Turn(talk=talk)
        facts = self._facts(conn, message, who, arrival, talk, attempt)
        seen.note(conn, who.manages, datetime.now(UTC))
        begun = perf_counter()
        with span("dialogue"):
            turn = take_turn(talk, message.content, facts)
        DIALOGUE_SECONDS.observe(perf_counter() - begun)
        record(conn, turn.events, seal=self._seal, at=facts.at)
        return turn

    def _facts(
        self, conn: Connection, message: Inbound, who: Person, arrival: Arrival, talk: Talk, attempt: int
    ) -> SqlFacts:
        return SqlFacts(
            conn,
            self._seal,
            person=who,
            contact=message.contact,
            channel=message.channel,
            at=message.at.astimezone(self._zone),
            shop=self._shop(),
            dice=random.SystemRandom(),
            attempt=attempt,
            pay_base=self._pay_base,
            public_url=self._public_url,
            home=arrival.home,
            was_offered=arrival.was_offered,
            basket=talk.basket.skus,
        )

    def _store(self, conn: Connection, message: Inbound, person: str, reply: str, *, late: bool) -> None:
        """The message with its reply; where it was acknowledged without one, the reply goes by the outbox."""
        now, kept = datetime.now(UTC), self._seal.conceal(reply)
        if not late:
            inbox.add_done(conn, self._seal, message, person, reply=kept, now=now)
        else:
            inbox.finish(conn, message.key, reply=kept)
        if reply and (late or message.answered_apart):
            outbox.write(conn, self._seal, [_late_reply(message, person, reply)], now=now)


def _late_reply(message: Inbound, person: str, text: str) -> Letter:
    to = message.contact if message.channel == "sms" else person  # who texts is answered by text
    return Letter(key=f"reply:{message.key}", to=to, notice="reply", text=text, sms=text)
