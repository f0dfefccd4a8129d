"""Something to be said to a person outside the reply to their message: what the outbox holds."""

from __future__ import annotations

import re
from datetime import datetime

import msgspec

ONCE_ONLY = frozenset({"sign_in_code", "phone_code"})
"""Notices that are worth nothing later, and nobody else's business."""
DOTS = "······"
_HIDDEN: dict[str, re.Pattern[str]] = dict.fromkeys(ONCE_ONLY, re.compile(r"(?<!\d)\d{6}(?!\d)"))
"""By notice: what lets its reader in."""
_LINK = re.compile(r"(/(?:me|pay)/)[\w/-]+", re.ASCII)
"""In any letter: a link to one's own data, or to a page of paying."""


def without_secrets(notice: str, text: str) -> str:
    """A letter's words as others than its recipient may read them: without codes and links that let their reader in."""
    hidden = _HIDDEN.get(notice)
    text = hidden.sub(DOTS, text) if hidden else text
    return _LINK.sub(rf"\1{DOTS}", text)


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    """Unique for ever: a letter of the same key is not written again."""
    to: str
    """Person id, or `sms:+86138…` for a phone that is not yet anybody's."""
    notice: str
    """Name of the notice, `order_arrived`; WECHAT_TEMPLATES maps it to a template."""
    text: str
    """For WeChat, 2000 bytes at most."""
    sms: str
    """For SMS: one part where it fits, never more than two."""
    params: dict[str, str] = msgspec.field(default_factory=dict)
    """Fields of the template message, by the template's own names without number: thing, character_string, time …"""
    urgent: bool = True
    """May go by night: notices on one's own order and alerts. Anything else waits for 08:00."""
    marketing: bool = False
    bundle: str = ""
    """Letters of one bundle that are due together go as one message; '' goes alone."""
    not_before: datetime | None = None
