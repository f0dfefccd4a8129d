"""How and when goods come: fetched or brought, and on which day."""

from __future__ import annotations

from datetime import date

import msgspec

from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.order_status import order_status
from bot.dialogue.lexicon import said_in
from bot.dialogue.quote import needs_fitter
from bot.dialogue.replacing import just_ordered, take_up
from bot.dialogue.saying import day_said, fitting_said
from bot.domain.events import InstallationMoved
from bot.domain.order import OPEN, Installation
from bot.domain.promise import earliest_day, within_reach
from intents.acts import DeliveryMode, OrderStatus, Schedule


def delivery_mode(ex: Exchange, said: tuple[DeliveryMode, ...]) -> None:
    mode = said[-1].mode
    if just_ordered(ex) and not said_in("next_time", ex.text):
        take_up(ex)
    basket = ex.talk.basket
    if mode == "pickup" and needs_fitter(ex):
        ex.say("delivery.must_be_home")
    elif basket.lines or ex.talk.todo:
        ex.touch(msgspec.structs.replace(basket, delivery=mode, address="" if mode == "pickup" else basket.address))
    else:
        ex.change(basket=msgspec.structs.replace(basket, delivery=mode))
        if ex.talk.asking is None:
            ex.say(f"delivery.noted_{mode}")


def schedule(ex: Exchange, said: tuple[Schedule, ...]) -> None:
    wish = said[-1]
    day = date.fromisoformat(wish.date)
    if not within_reach(day, ex.facts.at):
        ex.say("delivery.out_of_reach", day=day_said(day, ex.facts.at.date()))
        ex.shopping = bool(ex.talk.basket.lines)
    elif ex.talk.basket.lines or ex.talk.todo:
        _wish(ex, day, wish)
    else:
        _move_installation(ex, day, wish)


def _wish(ex: Exchange, day: date, wish: Schedule) -> None:
    basket = ex.talk.basket
    station = ex.station
    first = earliest_day(ex.facts.at, station) if station else day
    if day < first:
        ex.say("delivery.too_soon", day=day_said(first, ex.facts.at.date()))
    day = max(day, first)
    if needs_fitter(ex):
        basket = msgspec.structs.replace(basket, installation=_fitting(day, wish))
    else:
        basket = msgspec.structs.replace(basket, day=day)
    ex.touch(basket)


def _fitting(day: date, wish: Schedule) -> Installation:
    return Installation(date=day, period=wish.period, time=wish.time)


def _say_when(ex: Exchange) -> None:
    """A day was named, but nothing is to be agreed on: say when what is ordered comes."""
    if any(order.status in OPEN for order in ex.facts.orders()):
        order_status(ex, (OrderStatus(),))
    else:
        ex.say("delivery.no_order")


def _move_installation(ex: Exchange, day: date, wish: Schedule) -> None:
    """Without a basket, the day of an installation that is still to come."""
    order = next((o for o in ex.facts.orders() if o.status in OPEN and o.installation), None)
    today = ex.facts.at.date()
    if order is None:
        _say_when(ex)
    elif day < order.promised_by:
        ex.say("delivery.too_soon", day=day_said(order.promised_by, today))
    else:
        ex.cause(InstallationMoved(number=order.number, date=day, period=wish.period, time=wish.time))
        said = fitting_said(_fitting(day, wish), today)
        ex.say("delivery.fitting_moved", day=said, number=order.number)
        ex.alert("message", "info", "manager.fitting_moved", station=order.station, day=said, number=order.number)
