"""Villagers who asked for a human: what they wrote, a box to answer in, and 交回."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.domain.events import HandoffClosed, VillagerAnswered
from bot.domain.people import Person
from bot.storage.messages import answers
from bot.storage.messages.answers import Line
from bot.web.console.acting import Done, act_and_show, exchange
from bot.web.console.guard import field, seat
from bot.web.console.parts import CONSOLE
from bot.web.keys import DATABASE, SEAL
from bot.web.pages import Refusal, render, see_other, words

PATH = "/console/station/talks"
LONGEST_ANSWER = 110
"""Characters: with the manager's name in front it still goes as two SMS."""
LONGEST_ID = 16


async def show(request: web.Request) -> web.Response:
    """Who waits, and what was said with one of them: the one who waits longest, or `person`."""
    here, seal, chosen = seat(request), request.app[SEAL], request.query.get("person", "")

    def work(conn: Connection) -> tuple[list[tuple[Person, str]], Person | None, list[Line]]:
        facts = exchange(conn, request, here).facts
        waiting = facts.people_in_handoff(here.station.code)
        known = [(person, person.name or _called(facts.phone_of(person.id))) for person in waiting]
        one = next((person for person in waiting if person.id == chosen), waiting[0] if waiting else None)
        return known, one, answers.talk(conn, seal, one.id) if one else []

    waiting, one, lines = await request.app[DATABASE].run(work)
    return render(
        request, "console/talks.j2", waiting=waiting, one=one, lines=lines, most=LONGEST_ANSWER,
        names={person.id: name for person, name in waiting},
    )  # fmt: skip  # a table, a row a line


async def answer(request: web.Request) -> web.Response:
    text, person = field(request, "text", LONGEST_ANSWER), field(request, "person", LONGEST_ID)
    if not text:
        await request.app[CONSOLE].sessions.say(seat(request).session, words("said.nothing_said"))
        return see_other(PATH, at=seat(request).station.code, person=person)

    def action(ex: Exchange, _: Connection) -> Done:
        whom = _waiting(ex, person)
        here = seat(request)
        ex.cause(
            VillagerAnswered(person=whom.id, station=here.station.code, by=here.person.id, text=text, at=ex.facts.at)
        )
        ex.said.append(words("said.answered"))
        return Done("answered", whom.id)

    return await act_and_show(request, action, PATH, person=person)


async def hand_back(request: web.Request) -> web.Response:
    person = field(request, "person", LONGEST_ID)

    def action(ex: Exchange, _: Connection) -> Done:
        whom = _waiting(ex, person)
        ex.cause(HandoffClosed(person=whom.id, by="manager"))
        ex.said.append(words("said.handed_back", who=whom.name or "这位乡亲"))
        return Done("handed_back", whom.id)

    return await act_and_show(request, action, PATH)


def _waiting(ex: Exchange, person: str) -> Person:
    """The villager, who must be waiting at this very station: no page can write to anybody else."""
    (code,) = ex.facts.person.manages
    found = next((one for one in ex.facts.people_in_handoff(code) if one.id == person), None)
    if found is None:
        raise Refusal(409, "not_waiting")
    return found


def _called(phone: str) -> str:
    return f"尾号{phone[-4:]}的乡亲" if phone else "一位乡亲"
