"""The county reported an appliance as installed; the villager has the last word: 1 好了, 2 有问题."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_whole
from bot.dialogue.person.calling import call
from bot.dialogue.replies import render
from bot.dialogue.saying import brief
from bot.domain.events import InstallationConfirmed, OrderMoved
from bot.domain.installation import RULES, unconfirmed_since
from bot.domain.order import Order, Status

NOT_BROUGHT = (Status.AT_STATION, Status.OUT_FOR_DELIVERY)


def answered(ex: Exchange) -> bool:
    """Take the answer where nothing else is being asked; trouble brings a person in."""
    if ex.talk.asking is not None or ex.talk.basket.lines or ex.talk.todo:
        return False
    digit = Heard(text=ex.text, acts=()).digit
    good = digit == 1 or said_whole("fitted_well", ex.text) or said_whole("fitting_done", ex.text)
    bad = digit == 2 or said_whole("fitted_badly", ex.text)  # noqa: PLR2004 - the digits of the notice
    if not (good or bad):
        return False
    order = waiting(ex)
    if order is None:
        return said_whole("fitting_done", ex.text) and (_reported_by_herself(ex) or _before_it_was_brought(ex))
    ex.cause(InstallationConfirmed(number=order.number, good=good, at=ex.facts.at))
    if good:
        ex.say("fitting.works")
    else:
        call(ex, "human", render("fitting.trouble_words", "wechat", number=order.number, goods=brief(order, 20)))
    return True


def _reported_by_herself(ex: Exchange) -> bool:
    """“装好了” before the county says so."""
    order = next((o for o in _own(ex) if o.status is Status.DELIVERED and o.installation), None)
    if order is None:
        return False
    number, at = order.number, ex.facts.at
    ex.cause(OrderMoved(number=number, to=Status.INSTALLED, at=at, by="villager"))
    ex.cause(InstallationConfirmed(number=number, good=True, at=at))
    ex.say("fitting.works")
    return True


def _before_it_was_brought(ex: Exchange) -> bool:
    """“装好了” of what by the books was not brought yet: who runs the station reports it."""
    order = next((o for o in _own(ex) if o.status in NOT_BROUGHT and o.installation), None)
    if order is None or order.installation is None or order.installation.date > ex.facts.at.date():
        return False
    ex.say("fitting.works_unreported")
    goods = brief(order, 20)
    ex.alert("message", "warning", "manager.fitted_unreported", station=order.station, goods=goods, number=order.number)
    return True


def waiting(ex: Exchange) -> Order | None:
    """The newest order that was reported as installed and not answered."""
    for order in _own(ex):
        since = unconfirmed_since(order)
        if since is not None and ex.facts.at - since <= timedelta(days=RULES.confirmed_within_days):
            return order
    return None


def _own(ex: Exchange) -> list[Order]:
    """Whether it works is asked of whoever has it at home, not of the child who ordered it."""
    return [order for order in ex.facts.orders() if order.person == ex.facts.person.id]
