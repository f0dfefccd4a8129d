"""A phone becomes part of a WeChat person: 绑定 138…, a code by SMS, the code typed in WeChat."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from hmac import compare_digest

import msgspec

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in, said_whole
from bot.dialogue.questions import GiveAddress, PhoneCode
from bot.domain.codes import mobile_in, phone_code
from bot.domain.events import PhoneCodeSent, PhoneLinked

VALID = timedelta(minutes=10)
PAUSE = timedelta(minutes=1)
"""Between two codes; SMS platforms allow one a minute."""
DAY = timedelta(days=1)
MOST_A_DAY = 5
MOST_TRIES = 3
_CODE = re.compile(r"\s*(\d{6})\s*", re.ASCII)
_BARE_PHONE_LENGTH = 16


def phone_or_code(ex: Exchange) -> bool:
    """Whether the message was about linking a phone, and is dealt with. By SMS the phone is known already."""
    if ex.sms:
        return False
    if said_whole("bind_phone_bare", ex.text):
        ex.say("link.which")
        return True
    return _code(ex) or _phone(ex)


def _phone(ex: Exchange) -> bool:
    phone = mobile_in(ex.text)
    bare = len(ex.text) <= _BARE_PHONE_LENGTH and not isinstance(ex.talk.asking, GiveAddress)
    if not phone or not (bare or said_in("bind_phone", ex.text[:4])):
        return False
    sent = [at for at in ex.talk.codes_sent if ex.facts.at - at < DAY]
    if ex.facts.phone_of(ex.facts.person.id) == phone:
        ex.say("link.already", tail=phone[-4:])
    elif sent and ex.facts.at - sent[-1] < PAUSE:
        ex.say("link.wait")
    elif len(sent) >= MOST_A_DAY:
        ex.say("link.tomorrow")
    else:
        _send(ex, phone, sent)
    return True


def _send(ex: Exchange, phone: str, before: list[datetime]) -> None:
    code, at = phone_code(ex.facts.dice), ex.facts.at
    ex.change(phone_code=PhoneCode(phone=phone, code=code, expires=at + VALID), codes_sent=(*before, at))
    ex.cause(PhoneCodeSent(person=ex.facts.person.id, phone=phone, code=code))
    ex.say("link.sent", tail=phone[-4:])


def _code(ex: Exchange) -> bool:
    typed, sent = _CODE.fullmatch(ex.text), ex.talk.phone_code
    if typed is None or sent is None:
        return False
    if ex.facts.at > sent.expires:
        ex.change(phone_code=None)
        ex.say("link.expired")
    elif compare_digest(typed[1], sent.code):
        ex.change(phone_code=None)
        ex.cause(PhoneLinked(person=ex.facts.person.id, phone=sent.phone))
        ex.say("link.done", tail=sent.phone[-4:])
    else:
        _wrong(ex, sent)
    return True


def _wrong(ex: Exchange, sent: PhoneCode) -> None:
    tries = sent.tries + 1
    if tries >= MOST_TRIES:
        ex.change(phone_code=None)
        ex.say("link.too_many")
    else:
        ex.change(phone_code=msgspec.structs.replace(sent, tries=tries))
        ex.say("link.wrong", left=MOST_TRIES - tries)
