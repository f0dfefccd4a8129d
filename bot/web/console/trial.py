"""A trial shop's managers are nobody: what they are sent can be read by whoever may play them on the simulator's page."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Connection

from bot.channels.simulator import is_pretend
from bot.storage.messages import outbox_list
from bot.storage.persons import people
from bot.web.console.parts import CONSOLE
from bot.web.keys import DATABASE, SEAL
from bot.web.simulator.access import admitted

LOOK_BACK = 200
NOTICE = "sign_in_code"


async def pretend_letter(request: web.Request, challenge: str) -> str:
    """The letter with the sign-in code, where its recipient is a pretend person and the simulator is open to whoever
    asks: they could read it there too. '' in every other case."""
    if not admitted(request):
        return ""
    person, seal = await request.app[CONSOLE].challenges.person(challenge), request.app[SEAL]

    def work(conn: Connection) -> str:
        ways = people.addresses(conn, seal, [person]).get(person, {})
        if not any(is_pretend(f"{channel}:{address}") for channel, address in ways.items()):
            return ""
        letters = outbox_list.after(conn, seal, outbox_list.newest(conn) - LOOK_BACK, {person}, LOOK_BACK)
        return next((letter.text for letter in reversed(letters) if letter.notice == NOTICE), "")

    return await request.app[DATABASE].run(work) if person else ""
