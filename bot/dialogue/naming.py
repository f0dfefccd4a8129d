"""我叫王秀英: by this name the manager knows whose parcel it is."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange
from bot.domain.events import PersonNamed

_NAME = re.compile(
    r"(?:我(?:的)?(?:名字|姓名)?(?:叫|是叫)|(?:名字|姓名|收货人|收件人)[:： ]?(?:是|叫)?)\s*"
    r"([\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?)[。!！]?"
)
_SOMEBODY = re.compile(r"[我你他她谁啥不]|什么|儿子|闺女|女儿|姑娘|老伴|老公|老婆|孩子|娃|孙子|人")
"""我叫儿子来: somebody is called for, and nobody named."""


def named(ex: Exchange) -> bool:
    """Whether the message tells the person's name, and is dealt with."""
    found = _NAME.fullmatch(ex.text)
    if found is None or found[1].endswith(("村", "站", "的")) or _SOMEBODY.match(found[1]):
        return False
    ex.cause(PersonNamed(person=ex.facts.person.id, name=found[1]))
    ex.say("courtesy.named", name=found[1])
    return True
