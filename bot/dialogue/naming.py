"""我叫王秀英: by this name the manager knows whose parcel it is."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange
from bot.domain.events import PersonNamed

_NAME = re.compile(
    r"(?:我(?:的)?(?:名字|姓名)?(?:叫|是叫)|(?:名字|姓名|收货人|收件人)[:： ]?(?:是|叫)?)\s*"
    r"([\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?)[。!！]?"
)


def named(ex: Exchange) -> bool:
    """Whether the message tells the person's name, and is dealt with."""
    found = _NAME.fullmatch(ex.text)
    if found is None or found[1].endswith(("村", "站", "的")):
        return False
    ex.cause(PersonNamed(person=ex.facts.person.id, name=found[1]))
    ex.say("courtesy.named", name=found[1])
    return True
