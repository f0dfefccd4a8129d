"""What came to the three phones outside of replies, and how the newest order stands: what the page asks for again and again."""

from __future__ import annotations

from datetime import datetime

from aiohttp import web
from sqlalchemy import Connection

from bot.channels import sms
from bot.domain.ids import id_of
from bot.storage.messages import outbox_list
from bot.storage.messages.outbox_list import Entry
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.web.api.asking import answer
from bot.web.api.shapes import Shape
from bot.web.keys import DATABASE, SEAL
from bot.web.problems import Problem
from bot.web.simulator.access import Visitor, visitor
from bot.web.simulator.county import OrderSeen, newest_order
from bot.web.simulator.saying import Phone
from bot.web.simulator.villages import Manager, manager_of

MOST_LETTERS = 200


class LetterSeen(Shape, frozen=True, kw_only=True):
    id: int
    phone: Phone
    text: str
    parts: list[str]
    """As SMS; [] on WeChat."""
    status: str
    """sent; failed, uncertain or cancelled where it never came."""
    at: datetime


class News(Shape, frozen=True, kw_only=True):
    letters: list[LetterSeen]
    """May repeat what was told before: a letter is known by its id."""
    after: int
    """To be given next time."""
    order: OrderSeen | None


async def news(request: web.Request) -> web.Response:
    """Letters after `after`; without it only where to begin."""
    seal, villager = request.app[SEAL], visitor(request)
    after, code = _after(request), request.query.get("station", "")

    def work(conn: Connection) -> News:
        manager = manager_of(conn, request, code)
        order = newest_order(conn, seal, villager, manager)
        newest = outbox_list.newest(conn)
        if after is None or after > newest:  # a page that outlived its database begins again
            return News(letters=[], after=newest, order=order)
        found = outbox_list.after(conn, seal, after, _recipients(conn, seal, villager, manager), limit=MOST_LETTERS)
        letters = [_seen(entry, villager) for entry in found if entry.status != "pending"]
        return News(letters=letters, after=_next(found, after), order=order)

    return answer(await request.app[DATABASE].run(work))


def _after(request: web.Request) -> int | None:
    text = request.query.get("after")
    if text is None:
        return None
    if (letter := id_of(text)) is None:
        raise Problem(400, "`after` is what the last answer said")
    return letter


def _recipients(conn: Connection, seal: Seal, villager: Visitor, manager: Manager | None) -> set[str]:
    """The persons behind the phones, and the SMS phone while it is nobody's (a code that proves it goes there)."""
    persons = {people.person_of(conn, seal, contact) for contact in (villager.wechat, villager.sms)}
    return persons | {seal.index(villager.sms)} | ({manager.person} if manager else set())


def _seen(entry: Entry, villager: Visitor) -> LetterSeen:
    phones: dict[str, Phone] = {villager.wechat: "wechat", villager.sms: "sms"}
    return LetterSeen(
        id=entry.id,
        phone=phones.get(entry.to, "manager"),
        text=entry.text,
        parts=sms.split(sms.fit(entry.text)) if entry.channel == "sms" else [],
        status=entry.status,
        at=entry.sent_at or entry.created_at,
    )


def _next(found: list[Entry], after: int) -> int:
    """Where to go on: before the first letter that still waits."""
    waiting = next((entry.id for entry in found if entry.status == "pending"), None)
    return waiting - 1 if waiting is not None else max((entry.id for entry in found), default=after)
