"""The fitter's visit of what is ordered already: on another day, or not at all."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from msgspec.structs import replace

from bot.dialogue.exchange import Exchange
from bot.dialogue.fitting import visiting
from bot.dialogue.lexicon import said_in
from bot.dialogue.person.calling import call
from bot.dialogue.questions import DropFitting, MoveFitting
from bot.dialogue.replies import render
from bot.dialogue.saying import brief, day_said, fitting_said
from bot.domain.events import InstallationDropped, InstallationMoved
from bot.domain.installation import OFFERED, TO_FIT, Diary, goods_there, may_be_moved
from bot.domain.order import Installation, Order
from bot.domain.phone import dialled
from bot.domain.promise import last_day, within_reach
from intents.acts import Schedule
from intents.values.dates import read_schedule

_ABOUT_VISITS = ("fitting_off", "fitting_later", "fitter", "fitter_missed", "fitter_phone")
_AIM = re.compile(r".*[改换](?:到|成|为|在)?(.+)", re.DOTALL)


def upcoming(ex: Exchange) -> Order | None:
    """The person's newest order whose fitter is still to come."""
    return next((o for o in ex.facts.orders() if o.status in TO_FIT and o.installation), None)


def without_fitter(ex: Exchange) -> Order | None:
    """The newest order with an appliance to install to which nobody comes, where its fitter was sent off before."""
    return next(
        (o for o in ex.facts.orders() if o.status in TO_FIT and not o.installation and _has_appliance(ex, o)), None
    )


def asked(ex: Exchange) -> bool:
    """“先不装了”, “改天装”, “师傅没来”, where nothing is being bought; True where that is dealt with."""
    if ex.talk.basket.lines or ex.talk.todo or not any(said_in(section, ex.text) for section in _ABOUT_VISITS):
        return False
    order = upcoming(ex)
    if order is None or order.installation is None:
        return _again(ex)
    if said_in("fitter_phone", ex.text):
        return _phone(ex, order, order.installation)
    if said_in("fitter_missed", ex.text):
        return _missed(ex, order, order.installation)
    said = read_schedule(ex.text, ex.facts.at)
    return _on_a_day(ex, order, said.schedule) if said is not None and said.dated else _some_time(ex, order)


def _again(ex: Exchange) -> bool:
    """“师傅后天来行不”, where the fitter was sent off before."""
    order, said = without_fitter(ex), read_schedule(ex.text, ex.facts.at)
    if order is None or said is None or not said.dated or said_in("fitting_off", ex.text):
        return False
    move(ex, order, wished(ex, order, said.schedule))
    return True


def _on_a_day(ex: Exchange, order: Order, wish: Schedule) -> bool:
    """A day that is named goes the way of every wish for a day, unless goods are named too: 装电视的师傅后天来行不行."""
    if said_in("fitting_off", ex.text) and not said_in("corrects", ex.text):
        return _some_time(ex, order)
    if not (said_in("fitter", ex.text) and said_in("fitting_wish", ex.text)):
        return False
    move(ex, order, wished(ex, order, wish))
    return True


def _some_time(ex: Exchange, order: Order) -> bool:
    off = said_in("fitting_off", ex.text)
    if not (off or said_in("fitting_later", ex.text)):
        return False
    if not _too_late(ex, order):
        if off:
            ask_whether(ex, order)
        else:
            ask_which(ex, order, ex.facts.at.date())
    return True


def _phone(ex: Exchange, order: Order, agreed: Installation) -> bool:
    """Where none is known, a person is asked for."""
    station = ex.facts.station(order.station)
    phone = ex.facts.fitters.diary(station).team.phone if station else ""
    if phone:
        today = ex.facts.at.date()
        ex.say("fitting.phone", day=fitting_said(agreed, today), phone=dialled(phone))
    return bool(phone)


def _missed(ex: Exchange, order: Order, agreed: Installation) -> bool:
    """Who waited in vain needs a person."""
    if agreed.date > ex.facts.at.date():
        return False
    call(ex, "human", render("fitting.missed_words", "wechat", number=order.number, goods=brief(order, 20)))
    return True


def wished(ex: Exchange, order: Order, wish: Schedule) -> Installation:
    """The visit a message wishes for: what stands behind 改 where there is more. A time without a day is on the day agreed
    on, a day without a time at the time agreed on."""
    aim = _AIM.match(ex.text)
    said = (read_schedule(aim[1], ex.facts.at) if aim else None) or read_schedule(ex.text, ex.facts.at)
    wish, agreed = said.schedule if said else wish, order.installation
    if said is not None and not said.dated and agreed is not None:
        return Installation(date=agreed.date, period=wish.period, time=wish.time)
    if wish.period or wish.time or agreed is None:
        return Installation(date=date.fromisoformat(wish.date), period=wish.period, time=wish.time)
    same_time = replace(agreed, date=date.fromisoformat(wish.date))
    return same_time if diary_around(ex, order).fits(same_time) else Installation(date=same_time.date)


def move(ex: Exchange, order: Order, wish: Installation) -> None:
    """Move the visit, or say why that cannot be and what can."""
    if _too_late(ex, order):
        return
    today, diary, first = ex.facts.at.date(), diary_around(ex, order), first_day(ex, order)
    if not within_reach(wish.date, ex.facts.at, fitted=True):
        say_out_of_reach(ex, wish.date, fitted=True)
    elif wish.date < first:
        ex.say("delivery.too_soon", day=day_said(first, today))
    elif not diary.fits(wish):
        visiting.say_full(ex, diary, wish)
        ask_which(ex, order, wish.date)
    else:
        _agree(ex, order, wish if wish.period or wish.time else visiting.on_day(diary, wish.date))


def _agree(ex: Exchange, order: Order, agreed: Installation) -> None:
    """Who moved her own visit tells the station by it; where it was not her doing she is told, and here whose it is."""
    own = order.person == ex.facts.person.id
    by: Literal["villager", "county"] = "villager" if own else "county"
    day, said = agreed.date, fitting_said(agreed, ex.facts.at.date())
    ex.settled()
    ex.cause(InstallationMoved(number=order.number, date=day, period=agreed.period, time=agreed.time, by=by))
    if own:
        ex.say("delivery.fitting_moved", day=said, number=order.number)
        ex.alert("message", "info", "manager.fitting_moved", station=order.station, day=said, number=order.number)
    else:
        ex.say("delivery.fitting_moved_of", who=order.recipient, day=said, number=order.number)


def say_out_of_reach(ex: Exchange, day: date, *, fitted: bool) -> None:
    """A day that is over, or too far ahead; and which is the last that can be agreed on."""
    today = ex.facts.at.date()
    key = "delivery.is_over" if day < today else "delivery.too_far"
    ex.say(key, day=day_said(day, today), last=day_said(last_day(ex.facts.at, fitted=fitted), today))


def say_last_day(ex: Exchange) -> None:
    ex.say("delivery.last_day", last=day_said(last_day(ex.facts.at, fitted=True), ex.facts.at.date()))


def drop(ex: Exchange, order: Order) -> None:
    """Nobody comes; the goods do."""
    if _too_late(ex, order):
        return
    ex.cause(InstallationDropped(number=order.number))
    ex.say("fitting.off_done", number=order.number)
    goods = brief(order, 24)
    ex.alert("message", "warning", "manager.fitting_off", station=order.station, goods=goods, number=order.number)


def ask_which(ex: Exchange, order: Order, since: date) -> None:
    """The days that have room, from a day on."""
    diary = diary_around(ex, order)
    days = diary.first_free(max(since, first_day(ex, order)), OFFERED)
    if not days:
        ex.settled()
        ex.say("fitting.none_free")
        return
    rows = visiting.rows(ex, diary, days)
    ex.ask(MoveFitting(number=order.number, days=days), "fitting.move_which", rows=rows)


def ask_whether(ex: Exchange, order: Order) -> None:
    ex.ask(DropFitting(number=order.number), "fitting.off_really", number=order.number, goods=brief(order, 24))


def keep(ex: Exchange, order: Order) -> None:
    ex.settled()
    if order.installation:
        ex.say("fitting.kept", day=fitting_said(order.installation, ex.facts.at.date()))


def first_day(ex: Exchange, order: Order) -> date:
    station = ex.facts.station(order.station)
    return goods_there(order, station, ex.facts.at) if station else ex.facts.at.date()


def _too_late(ex: Exchange, order: Order) -> bool:
    """On the day itself the vans are on their way; a person must see to it."""
    if may_be_moved(order, ex.facts.at):
        return False
    ex.settled()
    ex.say("fitting.too_late")
    ex.alert("message", "urgent", "manager.fitting_today", station=order.station, number=order.number)
    return True


def diary_around(ex: Exchange, order: Order) -> Diary:
    """The fitters' diary, as it is without this very visit."""
    station = ex.facts.station(order.station)
    return ex.facts.fitters.diary(station).without(order.installation) if station else Diary()


def _has_appliance(ex: Exchange, order: Order) -> bool:
    found = (ex.facts.shop.product(line.sku) for line in order.lines)
    return any(product is not None and product.install for product in found)
