"""A digit, a yes or a no that no open question waits for: kindly explained, never guessed at."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in, said_whole
from bot.dialogue.orders import cancelling
from bot.domain.events import AlertsAcknowledged
from intents.acts import Choose, Confirm, Deny

JUST_NOW = timedelta(hours=2)
"""“不想要了” so soon after an order is about that order."""

SEVERAL = 2


def choose(ex: Exchange, _said: tuple[Choose, ...]) -> None:
    if ex.talk.asking is not None:
        ex.say("answers.no_such_number")
    elif ex.talk.basket.lines or ex.talk.todo:
        ex.shopping = True
    else:
        ex.say("answers.nothing_asked")


def confirm(ex: Exchange, _said: tuple[Confirm, ...]) -> None:
    """A yes without a question goes on with the basket, by reading it back."""
    if ex.facts.person.manages and said_whole("acknowledge", ex.text):
        ex.quiet = True
        _taken_note(ex)
    elif ex.talk.basket.lines or ex.talk.todo:
        ex.shopping = True
    elif ex.talk.asking is None:
        ex.say("answers.nothing_to_confirm")


def _taken_note(ex: Exchange) -> None:
    """收到 from a manager: the alerts are seen, and the county need not be told."""
    counts = {code: len(ex.facts.alerts(code)) for code in ex.facts.person.manages}
    seen = sum(counts.values())
    ex.cause(*(AlertsAcknowledged(station=code, at=ex.facts.at) for code, count in counts.items() if count))
    ex.say("manager.acknowledged" if seen < SEVERAL else "manager.acknowledged_all", count=seen)


def deny(ex: Exchange, _said: tuple[Deny, ...]) -> None:
    if ex.talk.asking is not None or ex.shopping:
        return
    newest = next(iter(ex.facts.orders()), None) if said_in("unwanted", ex.text) else None
    if newest and newest.can_be_cancelled and ex.facts.at - newest.placed_at < JUST_NOW:
        cancelling.confirm_first(ex, newest.number)
    else:
        ex.say("answers.nothing_to_deny")
