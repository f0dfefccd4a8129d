"""Somebody becomes a station's manager: 邀请码 and the one-time code the county gave them, by WeChat or SMS."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.dialogue.exchange import Exchange
from bot.domain.events import ManagerAppointed
from bot.domain.invite import MOST_TRIES_A_DAY

DAY = timedelta(days=1)
_SAID = re.compile(
    r"\s*(?:我的?)?(?:邀请码|yao ?qing ?ma)\s*(?:是)?\s*[:：,，]?\s*([\d\s-]*)[。.!！]?\s*", re.IGNORECASE
)
_WRITTEN = re.compile(r"[\s-]")


def redeemed(ex: Exchange) -> bool:
    """Whether the message was about an invite, and is dealt with."""
    said = _SAID.fullmatch(ex.text)
    if said is None:
        return False
    code = _WRITTEN.sub("", said[1])
    tries = tuple(at for at in ex.talk.invite_tries if ex.facts.at - at < DAY)
    if not code:
        ex.say("invite.how")
    elif len(tries) >= MOST_TRIES_A_DAY:
        ex.say("invite.too_many")
    else:
        _try(ex, code)
    return True


def _try(ex: Exchange, code: str) -> None:
    invite = ex.facts.invite(code)
    station = ex.facts.station(invite.station) if invite else None
    person = ex.facts.person.id
    if invite is None or station is None or station.status != "open":
        _wrong(ex, "invite.wrong")
    elif invite.used_by == person:
        ex.say("invite.done", station=station.name)
    elif invite.state(ex.facts.at) != "open":
        _wrong(ex, "invite.over")
    else:
        ex.cause(ManagerAppointed(person=person, station=station.code, code=code, at=ex.facts.at))
        ex.move_to(station)
        ex.settled()
        ex.say("invite.done", station=station.name)


def _wrong(ex: Exchange, key: str) -> None:
    """Whoever tries codes out is stopped; the county gives another one."""
    ex.change(invite_tries=(*(at for at in ex.talk.invite_tries if ex.facts.at - at < DAY), ex.facts.at))
    ex.say(key)
