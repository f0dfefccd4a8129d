"""Something to be said to a person outside the reply to their message: what the outbox holds."""

from __future__ import annotations

from datetime import datetime

import msgspec


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
