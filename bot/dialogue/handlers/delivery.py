"""How and when goods come: fetched or brought, and on which day."""

from __future__ import annotations

from datetime import date

import msgspec

from bot.dialogue.basket.quote import first_promise, needs_fitter
from bot.dialogue.basket.replacing import just_ordered, latest, take_up
from bot.dialogue.exchange import Exchange
from bot.dialogue.fitting import rebooking
from bot.dialogue.handlers.order_status import order_status
from bot.dialogue.lexicon import said_in
from bot.dialogue.saying import day_said, why_said
from bot.domain.order import OPEN, Installation
from bot.domain.promise import Promise, within_reach
from intents.acts import DeliveryMode, OrderStatus, Schedule
from intents.values.dates import read_schedule


def delivery_mode(ex: Exchange, said: tuple[DeliveryMode, ...]) -> None:
    mode = said[-1].mode
    if just_ordered(ex) and not said_in("next_time", ex.text):
        if latest(ex)[0].delivery == mode:
            order_status(ex, (OrderStatus(),))
            return
        take_up(ex)
    basket = ex.talk.basket
    if mode == "pickup" and needs_fitter(ex):
        ex.say("delivery.must_be_home")
    elif basket.lines or ex.talk.todo:
        ex.touch(msgspec.structs.replace(basket, delivery=mode, address="" if mode == "pickup" else basket.address))
        if ex.talk.todo:
            ex.say("delivery.will_be_home" if mode == "home" else "delivery.will_be_pickup")
    else:
        ex.change(basket=msgspec.structs.replace(basket, delivery=mode))
        if ex.talk.asking is None:
            ex.say(f"delivery.noted_{mode}")


def schedule(ex: Exchange, said: tuple[Schedule, ...]) -> None:
    wish = said[-1]
    day = _meant_day(ex, date.fromisoformat(wish.date))
    fitted = _for_a_fitter(ex)
    if not within_reach(day, ex.facts.at, fitted=fitted):
        if not (ex.said or ex.asked):
            rebooking.say_out_of_reach(ex, day, fitted=fitted)
            ex.shopping = bool(ex.talk.basket.lines)
    elif ex.talk.basket.lines or ex.talk.todo or _changes_the_last_order(ex):
        _wish(ex, day, wish)
    else:
        _move_installation(ex, day, wish)


def _meant_day(ex: Exchange, day: date) -> date:
    """“上午” after a day was told is that day's morning."""
    told = ex.talk.basket.day
    said = read_schedule(ex.text, ex.facts.at) if told else None
    return told if told and said and not said.dated else day


def _for_a_fitter(ex: Exchange) -> bool:
    """Whether the day would be that of a fitter's visit: of the goods being bought, else of what is ordered."""
    if ex.talk.basket.lines or ex.talk.todo:
        return needs_fitter(ex) or _may_need_fitter(ex)
    return said_in("fitting", ex.text) or rebooking.upcoming(ex) is not None


def _changes_the_last_order(ex: Exchange) -> bool:
    """“改成后天送” just after an order without a fitter, whose day can be moved as it is."""
    if not (just_ordered(ex) and said_in("corrects", ex.text)) or latest(ex)[0].installation:
        return False
    return take_up(ex)


def _wish(ex: Exchange, day: date, wish: Schedule) -> None:
    basket = ex.talk.basket
    station = ex.station
    first = first_promise(ex, station) if station else Promise(day=day)
    if day < first.day:
        said = day_said(first.day, ex.facts.at.date()) + why_said(first.why, ex.facts.channel)
        ex.say("delivery.too_soon", day=said)
    day = max(day, first.day)
    fitting = _fitting(day, wish) if needs_fitter(ex) or _may_need_fitter(ex) else basket.installation
    ex.touch(msgspec.structs.replace(basket, day=day, installation=fitting))


def _may_need_fitter(ex: Exchange) -> bool:
    """Whether one of the goods still being chosen is installed at home."""
    waiting = {sku for wanted in ex.talk.todo for sku in wanted.skus}
    return any((product := ex.facts.shop.product(sku)) is not None and product.install for sku in waiting)


def _fitting(day: date, wish: Schedule) -> Installation:
    return Installation(date=day, period=wish.period, time=wish.time)


def _keep_in_mind(ex: Exchange, day: date) -> None:
    """A day was named, but nothing is to be agreed on: say when what is ordered comes, else it is for the next order.
    In a story about other things it is only a date, and goes unanswered."""
    if ex.said or ex.asked:
        return
    if any(order.status in OPEN for order in ex.facts.orders()):
        order_status(ex, (OrderStatus(),))
        return
    ex.change(basket=msgspec.structs.replace(ex.talk.basket, day=day))
    ex.say("delivery.day_noted", day=day_said(day, ex.facts.at.date()))


def _move_installation(ex: Exchange, day: date, wish: Schedule) -> None:
    """Without a basket, the day of an installation that is still to come, or that was called off."""
    order = rebooking.upcoming(ex)
    if order is None and said_in("fitting", ex.text):
        order = rebooking.without_fitter(ex)
    if order is None:
        _keep_in_mind(ex, day)
    else:
        rebooking.move(ex, order, rebooking.wished(ex, order, wish))
