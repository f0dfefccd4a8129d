"""While a person answers, the bot is silent: it passes messages on, and 取消, 返回 or 不用了 bring it back."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_whole
from bot.domain.events import HandoffClosed
from bot.domain.message import AnyContent, Clicked, Followed, Left, Picture, Place, Receipt, Scanned, Text, Voice

_NAMES = {Voice: "[语音]", Picture: "[图片]", Place: "[位置]"}
_HAND_BACK = re.compile(r"(交回|转回|交给机器人|机器人接)")


def keeps_silent(ex: Exchange, content: AnyContent) -> bool:
    """Whether a person answers this one; then nothing is said, and the manager gets to see it."""
    until = ex.facts.person.handed_off_until
    if until is None or until <= ex.facts.at or isinstance(content, Followed | Scanned | Clicked | Left | Receipt):
        return False
    if said_whole("leave", ex.text) or said_whole("no_person", ex.text):
        ex.cause(HandoffClosed(person=ex.facts.person.id))
        ex.say("people.back")
        return True
    if said_whole("opt_out", ex.text):
        return False
    ex.text = ex.text if isinstance(content, Text) else _NAMES.get(type(content), "[消息]")
    ex.alert("message", "warning", "manager.message")
    return True


def handed_back(ex: Exchange) -> bool:
    """交回 from a manager: the villager who waits longest, or the one named, has the bot again."""
    if not ex.facts.person.manages or not _HAND_BACK.match(ex.text):
        return False
    waiting = [person for code in ex.facts.person.manages for person in ex.facts.people_in_handoff(code)]
    named = [person for person in waiting if person.name and person.name in ex.text]
    if waiting:
        person = (named or waiting)[0]
        ex.cause(HandoffClosed(person=person.id, by="manager"))
        ex.say("manager.handed_back", who=person.name or "这位乡亲")
    else:
        ex.say("manager.nobody_waits")
    return True
