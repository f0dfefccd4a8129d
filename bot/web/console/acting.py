"""An action at a console: what the dialogue does for the same words, what it causes, and the audit row, in one transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import SystemRandom

import msgspec
from aiohttp import web
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.dialogue.exchange import Exchange
from bot.dialogue.talk import Deed, Talk
from bot.domain.order import IllegalMove
from bot.storage import audit
from bot.storage.facts import SqlFacts
from bot.storage.record import Retake, StockShort, record
from bot.storage.redis.talks import PersonBusy, SeatLost
from bot.storage.sql.database import StoreUnavailable
from bot.web.console.guard import Seat, seat
from bot.web.console.parts import CONSOLE
from bot.web.keys import DATABASE, SEAL, WAKE, ZONE
from bot.web.pages import Refusal, see_other

MOST_RETAKES = 8


NO_MESSAGE = 0
"""A deed at the console weighs nothing: it takes none of the messages its manager may write a minute."""


class Done(msgspec.Struct, frozen=True):
    """What an action turned out to be, for the audit."""

    action: str
    subject: str = ""


Action = Callable[[Exchange, Connection], Done | None]
"""Says and causes through the exchange; None where nothing was done."""


async def act(request: web.Request, action: Action, talk: Talk | None = None) -> str:
    """Do it as the manager of the seat's station, and of that one alone; what it said comes back.

    What was done stands among the person's last deeds, with those of the chat: either place can take it back. Taken again
    where somebody was quicker, as a turn is. Raises Refusal 409 where the order cannot go there any more, 503 where a message
    of the same person takes too long, and StockShort where the goods are gone.
    """
    try:
        async with request.app[CONSOLE].talks.alone_with(seat(request).person.id, NO_MESSAGE) as held:
            begun = msgspec.structs.replace(talk or Talk(), deeds=held.talk.deeds)
            said, deeds = await _done(request, action, begun)
            if deeds != held.talk.deeds:
                # It is done, and who hears otherwise does it once more; only taking it back is left to the county.
                with contextlib.suppress(SeatLost, StoreUnavailable):
                    await held.save(msgspec.structs.replace(held.talk, deeds=deeds))
    except PersonBusy as busy:
        raise Refusal(503) from busy
    request.app[WAKE]()
    return said


async def _done(request: web.Request, action: Action, talk: Talk) -> tuple[str, tuple[Deed, ...]]:
    short: StockShort | None = None
    for attempt in range(MOST_RETAKES):
        try:
            return await request.app[DATABASE].run(partial(_in_one, request, action, talk, attempt))
        except StockShort as gone:
            short = gone
        except (Retake, IntegrityError):
            continue
        except IllegalMove as illegal:
            raise Refusal(409, "not_now") from illegal
    if short is not None:
        raise short
    raise StoreUnavailable("the action collided again and again")


async def act_and_show(request: web.Request, action: Action, path: str, **query: str) -> web.Response:
    """Do it, and show on the next page what it said."""
    said = await act(request, action)
    with contextlib.suppress(StoreUnavailable):
        await request.app[CONSOLE].sessions.say(seat(request).session, said)
    return see_other(path, at=seat(request).station.code, **query)


def exchange(
    conn: Connection, request: web.Request, here: Seat, talk: Talk | None = None, attempt: int = 0
) -> Exchange:
    """As if the manager had written in chat: with the powers over this one station."""
    code = here.station.code
    person = msgspec.structs.replace(here.person, manages=(code,), station=code)
    facts = SqlFacts(
        conn,
        request.app[SEAL],
        person=person,
        contact=f"console:{person.id}",
        channel="wechat",
        at=datetime.now(request.app[ZONE]),
        shop=request.app[CONSOLE].shop(),
        dice=SystemRandom(),
        attempt=attempt,
    )
    return Exchange(talk or Talk(), facts)


def note(conn: Connection, here: Seat, at: datetime, done: Done) -> None:
    """The audit row."""
    deed = audit.Deed(
        at=at,
        person=here.person.id,
        role=here.role,
        action=done.action,
        subject=done.subject,
        station=here.station.code,
        county=here.station.county,
    )
    audit.add(conn, deed)


def _in_one(
    request: web.Request, action: Action, talk: Talk, attempt: int, conn: Connection
) -> tuple[str, tuple[Deed, ...]]:
    here = seat(request)
    ex = exchange(conn, request, here, talk, attempt)
    done = action(ex, conn)
    record(conn, ex.events, seal=request.app[SEAL], at=ex.facts.at)
    if done is not None:
        note(conn, here, ex.facts.at, done)
    return "\n".join(ex.said), ex.talk.deeds
