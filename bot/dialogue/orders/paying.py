"""怎么付钱 and 让孩子付: in hand first; whoever can pay online gets the link, for oneself or to be passed on."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange
from bot.dialogue.family.reading import wants_to_pay, who_pays
from bot.dialogue.lexicon import said_whole
from bot.dialogue.orders import paid
from bot.domain.order import OPEN

_PERHAPS = re.compile(r"付|fu")


def told(ex: Exchange) -> None:
    """How one pays."""
    if link := _link(ex):
        ex.say("courtesy.paying_online", link=link)
    elif not paid.of_open(ex):
        ex.say("courtesy.paying")


def asked(ex: Exchange) -> bool:
    """让孩子付, 付钱, 替我妈付: whether the message was about paying, and is dealt with."""
    if not _PERHAPS.search(ex.text):
        return False
    if _passed_on(ex):
        return True
    if ex.facts.person.manages or not wants_to_pay(ex.text):
        return False
    told(ex)
    return True


def _passed_on(ex: Exchange) -> bool:
    """Whether somebody else shall pay, as a child in the city: whoever has the link can, and the buyer hears of it."""
    if ex.facts.person.manages or not (said_whole("paid_by_child", ex.text) or who_pays(ex.text)):
        return False
    if link := _link(ex):
        ex.say("courtesy.paying_child", link=link)
    elif not paid.of_open(ex):
        ex.say("courtesy.paying")
    return True


def _link(ex: Exchange) -> str:
    """Of the newest open order that is not paid; '' where there is none, or it is paid at the station only."""
    me = ex.facts.person.id
    orders = (order for order in ex.facts.orders() if order.status in OPEN)
    links = (ex.facts.pay_link(order, me if order.helper == me else "") for order in orders)
    return next(filter(None, links), "")
