"""All that parents and children say to each other through cunkou."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.family import asking, codes, consent, ending, paying


def told(ex: Exchange) -> bool:
    """Whether the message was about who orders and pays for whom, and is dealt with."""
    return asking.told(ex) or consent.answered(ex) or codes.told(ex) or ending.told(ex) or paying.told(ex)
