"""What is said on one of the phones goes to the real service; what it answers comes back, with how it was understood."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from datetime import datetime
from typing import Annotated, Literal
from uuid import uuid4

import msgspec
from aiohttp import web

from bot.channels import sms
from bot.channels.simulator import PHONE
from bot.domain.message import AnyContent, Clicked, Followed, Inbound, Scanned, Text
from bot.storage.persons import people
from bot.web.api.asking import answer, body
from bot.web.api.shapes import Asked, Code, Shape
from bot.web.keys import DATABASE, SEAL, SERVICE, ZONE
from bot.web.problems import Problem
from bot.web.simulator.access import SIMULATOR, visitor
from bot.web.simulator.understood import Understood, understood
from bot.web.simulator.villages import manager_of
from intents.utterance import Utterance

Phone = Literal["wechat", "sms", "manager"]
_NO_DIGIT = re.compile(r"\D")
_MOBILE = re.compile(rf"1(?!{PHONE[4:]})[3-9]\d{{9}}")
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class Said(Asked, frozen=True, kw_only=True):
    """One of `text`, `scan` (a station's code) and `click` (a menu key)."""

    phone: Phone
    station: Code | None = None
    """Whose manager speaks; for the manager's phone alone."""
    by: Literal["wechat", "sms"] = "wechat"
    """By which of their phones the manager speaks."""
    text: Words | None = None
    scan: Code | None = None
    click: Code | None = None


class Answered(Shape, frozen=True, kw_only=True):
    reply: str
    """'' where none is due, or where it comes later."""
    parts: list[str]
    """The reply as SMS; [] on WeChat."""
    understood: Understood | None
    """None where no words were said."""


async def say(request: web.Request) -> web.Response:
    said = body(await request.read(), Said)
    message = await _message(request, said)
    reply = await request.app[SERVICE].handle(message)
    parts = sms.split(sms.fit(reply)) if message.channel == "sms" else []
    return answer(Answered(reply=reply, parts=parts, understood=await _understood(request, said, message)))


async def _message(request: web.Request, said: Said) -> Inbound:
    villager = visitor(request)
    contacts = {"wechat": villager.wechat, "sms": villager.sms}
    contact = await _manager(request, said) if said.phone == "manager" else contacts[said.phone]
    return Inbound(
        key=f"simulator:{uuid4().hex}",
        channel=contact.partition(":")[0],
        contact=contact,
        at=datetime.now(request.app[ZONE]),
        content=await _content(request, said, contact),
    )


async def _manager(request: web.Request, said: Said) -> str:
    manager = await request.app[DATABASE].run(lambda conn: manager_of(conn, request, said.station or ""))
    contact = manager and manager.contacts.get(said.by)
    if not contact:
        raise Problem(403, "this station's manager cannot be played here")
    return contact


async def _content(request: web.Request, said: Said, contact: str) -> AnyContent:
    match (said.text, said.scan, said.click):
        case (str(text), None, None):
            if request.app[SIMULATOR].everywhere and names_real_phone(text):
                raise Problem(403, "name no real phone: a code would be sent to it")
            return Text(text=text)
        case (None, str(code), None):
            seal = request.app[SEAL]
            known = await request.app[DATABASE].run(lambda conn: people.find(conn, seal, contact))
            return Scanned(scene=code) if known else Followed(scene=code)
        case (None, None, str(key)):
            return Clicked(key=key)
    raise Problem(422, "say one of `text`, `scan` and `click`")


def names_real_phone(text: str) -> bool:
    """Whether a stranger's mobile number stands in the text, however its digits are parted."""
    return _MOBILE.search(_NO_DIGIT.sub("", unicodedata.normalize("NFKC", text))) is not None


async def _understood(request: web.Request, said: Said, message: Inbound) -> Understood | None:
    """The stages, once more and by themselves: what was asked before does not count here."""
    if said.text is None:
        return None
    utterance = Utterance(
        text=said.text,
        at=message.at,
        channel="sms" if message.channel == "sms" else "wechat",
        role="manager" if said.phone == "manager" else "villager",
        at_counter=True,
    )
    return await asyncio.to_thread(understood, utterance, request.app[SIMULATOR].shop())
