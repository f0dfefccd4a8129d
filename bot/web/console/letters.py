"""Messages that did not arrive: whom they were for, why in plain words, and sending one again."""

from __future__ import annotations

import re
from datetime import datetime

from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.logs import mask
from bot.storage.messages import dead_letters
from bot.storage.messages.dead_letters import NotRetryable
from bot.web.console.acting import Done, act_and_show
from bot.web.console.failures import why
from bot.web.console.guard import field, id_in, seat
from bot.web.keys import DATABASE, SEAL, ZONE
from bot.web.pages import Refusal, render, words

PATH = "/console/county/letters"
A_PAGE = 50
MOST_DOTS = 6
_SECRET = re.compile(r"(?<!\d)\d{4,6}(?!\d)|(?<=://)\S+")


async def show(request: web.Request) -> web.Response:
    where, now, seal = seat(request).county, datetime.now(request.app[ZONE]), request.app[SEAL]
    after = request.query.get("after") or None
    page = await request.app[DATABASE].run(
        lambda conn: dead_letters.page(conn, seal, where, now=now, limit=A_PAGE, after=after)
    )
    return render(request, "console/county_letters.j2", page=page, why=why, mask=mask, shown=_without_secrets)


async def send_again(request: web.Request) -> web.Response:
    where, letter, seal = seat(request).county, id_in(request, "letter"), request.app[SEAL]
    certain = not field(request, "even_if_uncertain", 1)

    def action(ex: Exchange, conn: Connection) -> Done | None:
        found = dead_letters.of_county(conn, seal, where, letter) if letter is not None else None
        if found is None:
            raise Refusal(409, "letter_gone")
        try:
            dead_letters.retry(conn, found.letter.id, now=ex.facts.at, even_if_uncertain=not certain)
        except NotRetryable:
            raise Refusal(409, "letter_gone") from None
        ex.said.append(words("said.letter_again", who=found.who or "乡亲"))
        return Done("letter_again", f"{found.letter.id}")

    return await act_and_show(request, action, PATH)


def _without_secrets(text: str) -> str:
    """A pick-up code is the villager's alone, and so is a link to their data or their payment."""
    return _SECRET.sub(lambda secret: "·" * min(len(secret[0]), MOST_DOTS), text)
