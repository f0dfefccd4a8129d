"""All that parents and children say to each other through cunkou."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange
from bot.dialogue.family import asking, codes, consent, ending, paying

LONGEST = 60
"""Characters; whoever writes more tells a story, and patterns that look for anything between two words stay quick."""

_PERHAPS = re.compile(
    r"[绑付亲解替帮给让叫请喊找同意愿妈爸娘爹父母奶爷姥婆公丈婶叔姑姨舅伯谁关联添加]|[A-Za-z]{3}|^\s*[012]|1[3-9]\d"
)
"""One look that spares most messages all the others."""


def told(ex: Exchange) -> bool:
    """Whether the message was about who orders and pays for whom, and is dealt with."""
    if len(ex.text) > LONGEST or not _PERHAPS.search(ex.text):
        return False
    return asking.told(ex) or consent.answered(ex) or codes.told(ex) or ending.told(ex) or paying.told(ex)
