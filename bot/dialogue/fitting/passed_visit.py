"""The fitter's day is over and nothing is installed: a digit takes one of the days that the letter offered."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.exchange import Exchange
from bot.dialogue.fitting import fitted, rebooking
from bot.dialogue.heard import Heard
from bot.domain.installation import is_overdue, unconfirmed_since
from bot.domain.order import Installation, Order


def answered(ex: Exchange) -> bool:
    """Take the digit where nothing else is being asked. Days in words are heard as ever, see rebooking."""
    if ex.talk.asking is not None or ex.talk.basket.lines or ex.talk.todo:
        return False
    digit = Heard(text=ex.text, acts=()).digit
    order = overdue(ex) if digit else None
    if not digit or order is None or _asked_since(ex, order):
        return False
    days = ex.facts.fitters.offered_days(order.number)
    if digit > len(days):
        return False
    day = days[digit - 1]
    if day < rebooking.first_day(ex, order):  # answered days later, or the goods are later still
        rebooking.ask_which(ex, order, ex.facts.at.date())
    else:
        rebooking.move(ex, order, Installation(date=day))
    return True


def overdue(ex: Exchange) -> Order | None:
    """The person's newest order whose fitter should have come."""
    return next((order for order in ex.facts.orders() if is_overdue(order, ex.facts.at.date())), None)


def _asked_since(ex: Exchange, order: Order) -> bool:
    """Whether a later letter asks 1 or 2 about something else: whether another appliance works."""
    other = fitted.waiting(ex)
    since = unconfirmed_since(other) if other else None
    asked = order.installation.date + timedelta(days=1) if order.installation else None
    return since is not None and asked is not None and since.astimezone(ex.facts.at.tzinfo).date() >= asked
