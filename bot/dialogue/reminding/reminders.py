"""快没了提醒我 and 别提醒: reminders of what runs out, only for who wished them."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_whole
from bot.domain.events import RemindersWished


def asked(ex: Exchange) -> bool:
    """Whether the message was about being reminded."""
    if said_whole("reminders_off", ex.text):
        wished = False
    elif said_whole("reminders_on", ex.text):
        wished = True
    else:
        return False
    ex.quiet = True
    ex.cause(RemindersWished(person=ex.facts.person.id, wished=wished, at=ex.facts.at))
    ex.say("reminders.wished" if wished else "reminders.unwished")
    return True
