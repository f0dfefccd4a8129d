"""The sign-in: a phone or a station's code, and then six digits that come to the manager's WeChat or by SMS.

Whoever asks hears the same, after the same time, whether the number is a manager's or nobody's.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from random import SystemRandom

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.codes import phone_code
from bot.domain.events import SignInCodeSent
from bot.domain.phone import e164
from bot.storage.audit import Role
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from bot.web.caller import index_of
from bot.web.console.access import (
    BACK,
    COOKIE,
    GUEST,
    check_form,
    drop_cookie,
    guest,
    guest_token,
    new_guest,
    set_cookie,
)  # fmt: skip  # a table, a row a line
from bot.web.console.acting import Done, note
from bot.web.console.guard import COUNTY_LEVELS, SIGN_IN, Seat, field, own_stations, seat
from bot.web.console.parts import CONSOLE
from bot.web.console.trial import pretend_letter
from bot.web.forms import form_of
from bot.web.keys import DATABASE, SEAL, WAKE, ZONE
from bot.web.pages import Refusal, back, render, see_other, words

CODE = "/console/sign-in/code"
CHALLENGE = "cunkou_console_code"
TAKES_S = 0.3
"""How long the first step takes at least: longer than it needs, so that time tells nothing."""
CODES_AN_HOUR, ASKED_AN_HOUR, TRIED_AN_HOUR = 5, 60, 120
HOUR = 3600
LONGEST_WHO, CODE_DIGITS = 64, 6


async def ask_who(request: web.Request) -> web.Response:
    """The first page; a browser gets its secret here."""
    secret = guest(request) or new_guest()
    why = "said.login_again" if request.query.get("why") == "again" else ""
    page = render(request, "console/sign_in.j2", token=guest_token(secret), said=words(why) if why else "")
    set_cookie(request, page, GUEST, secret)
    return page


async def send_code(request: web.Request) -> web.Response:
    """Send a code where there is somebody to get it, and go on in any case."""
    form, limits = await _form(request), request.app[CONSOLE].limits
    who = str(form.get("who", "")).strip()[:LONGEST_WHO]
    index = request.app[SEAL].index(f"sign-in {e164(who) or who.upper()}")
    asked = await limits.take(f"sign-in:{index_of(request)}", most=ASKED_AN_HOUR, seconds=HOUR)
    if not asked or not await limits.take(f"sign-in-code:{index}", most=CODES_AN_HOUR, seconds=HOUR):
        raise Refusal(429, "too_often")
    challenge, _ = await asyncio.gather(_challenge(request, who), asyncio.sleep(TAKES_S))
    answer = see_other(CODE)
    set_cookie(request, answer, CHALLENGE, challenge)
    return answer


async def ask_code(request: web.Request) -> web.Response:
    if not guest(request) or CHALLENGE not in request.cookies:
        return see_other(SIGN_IN)
    again = bool(request.query.get("again"))
    said = words("said.wrong_login_code" if again else "said.login_code_sent")
    trial = await pretend_letter(request, request.cookies[CHALLENGE])
    token = guest_token(guest(request))
    return render(request, "console/sign_in_code.j2", token=token, said=said, bad=again, trial=trial)


async def try_code(request: web.Request) -> web.Response:
    form, console = await _form(request), request.app[CONSOLE]
    if not await console.limits.take(f"sign-in-try:{index_of(request)}", most=TRIED_AN_HOUR, seconds=HOUR):
        raise Refusal(429, "too_often")
    code = "".join(c for c in str(form.get("code", "")) if c.isdecimal())[:CODE_DIGITS]
    verdict = await console.challenges.attempt(request.cookies.get(CHALLENGE, ""), code)
    if verdict.outcome == "wrong":
        return see_other(CODE, again="1")
    if verdict.outcome == "over":
        page = render(
            request, "console/sign_in.j2", token=guest_token(guest(request)), said=words("said.login_code_over")
        )
        drop_cookie(page, CHALLENGE)
        return page
    return await _let_in(request, verdict.person)


async def sign_out(request: web.Request) -> web.Response:
    """Here, or, with `everywhere`, on all phones."""
    console, here = request.app[CONSOLE], seat(request)
    await request.app[DATABASE].run(
        lambda conn: note(conn, here, datetime.now(request.app[ZONE]), Done("sign_out", here.station.name))
    )
    if field(request, "everywhere", 1):
        await console.sessions.end_all(here.person.id)
    await console.sessions.end(here.session)
    answer = see_other(SIGN_IN)
    drop_cookie(answer, COOKIE)
    return answer


async def _form(request: web.Request) -> dict[str, object]:
    form = await form_of(request)
    check_form(request, form, guest_token(guest(request)) if guest(request) else "")
    return dict(form)


async def _challenge(request: web.Request, who: str) -> str:
    seal, at, code = request.app[SEAL], datetime.now(request.app[ZONE]), phone_code(SystemRandom())

    def work(conn: Connection) -> str | None:
        person = manager_called(conn, seal, who)
        if person is not None:
            record(conn, [SignInCodeSent(person=person, code=code, at=at)], seal=seal, at=at)
        return person

    person = await request.app[DATABASE].run(work)
    request.app[WAKE]()
    return await request.app[CONSOLE].challenges.put(person, code)


def manager_called(conn: Connection, seal: Seal, who: str) -> str | None:
    """The person who runs the station of this code, or has this phone and runs any; None where there is none."""
    phone = e164(who)
    if phone is not None:
        person = people.find(conn, seal, f"sms:{phone}")
        return person.id if person is not None and person.manages else None
    for code in dict.fromkeys((who, who.upper())):
        _, running = stations.find_with_managers(conn, seal, code)
        if running:
            return running[0]
    return None


async def _let_in(request: web.Request, who: str) -> web.Response:
    """A session of its own begins: whatever cookie the browser came with is worth nothing."""
    console, seal, at = request.app[CONSOLE], request.app[SEAL], datetime.now(request.app[ZONE])
    session = await console.sessions.begin(who)

    def work(conn: Connection) -> bool:
        person = people.load(conn, seal, who)
        own = own_stations(conn, seal, person)
        if person is None or not own:
            return False
        role: Role = "county" if own[0].level in COUNTY_LEVELS else "manager"
        here = Seat(session=session, person=person, station=own[0], own=own, role=role, unseen=0)
        note(conn, here, at, Done("sign_in", own[0].name))
        return True

    if not await request.app[DATABASE].run(work):
        await console.sessions.end(session)
        raise Refusal(403, "no_manager")
    answer = see_other(back(request.cookies.get(BACK, ""), "/console"))
    set_cookie(request, answer, COOKIE, session.token)
    for name in (GUEST, CHALLENGE, BACK):
        drop_cookie(answer, name)
    return answer
