"""The fitter's visit of what is ordered already: on another day, or not at all."""

from __future__ import annotations

from datetime import date

from bot.dialogue import fitting
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.questions import DropFitting, MoveFitting
from bot.dialogue.saying import brief, day_said, fitting_said, numbered
from bot.domain.events import InstallationDropped, InstallationMoved
from bot.domain.installation import OFFERED, TO_FIT, Diary, may_be_moved
from bot.domain.order import Installation, Order
from intents.acts import Schedule
from intents.dates import read_schedule


def upcoming(ex: Exchange) -> Order | None:
    """The person's newest order whose fitter is still to come."""
    return next((o for o in ex.facts.orders() if o.status in TO_FIT and o.installation), None)


def without_fitter(ex: Exchange) -> Order | None:
    """The newest order with an appliance to install to which nobody comes, where its fitter was sent off before."""
    return next(
        (o for o in ex.facts.orders() if o.status in TO_FIT and not o.installation and _has_appliance(ex, o)), None
    )


def asked(ex: Exchange) -> bool:
    """“先不装了”, “改天装”, where nothing is being bought: answered with a question. A day that is named beside says it
    all, and goes the way of every wish for a day."""
    if ex.talk.basket.lines or ex.talk.todo:
        return False
    off, later = said_in("fitting_off", ex.text), said_in("fitting_later", ex.text)
    if not (off or later) or (order := upcoming(ex)) is None:
        return False
    said = read_schedule(ex.text, ex.facts.at)
    if said is not None and said.dated and (later or said_in("corrects", ex.text)):
        return False
    if _too_late(ex, order):
        return True
    if off:
        ask_whether(ex, order)
    else:
        ask_which(ex, order, ex.facts.at.date())
    return True


def wished(ex: Exchange, order: Order, wish: Schedule) -> Installation:
    """The visit a message wishes for; a time without a day is on the day agreed on."""
    said = read_schedule(ex.text, ex.facts.at)
    bare = said is not None and not said.dated and order.installation is not None
    day = order.installation.date if bare and order.installation else date.fromisoformat(wish.date)
    return Installation(date=day, period=wish.period, time=wish.time)


def move(ex: Exchange, order: Order, wish: Installation) -> None:
    """Move the visit, or say why that cannot be and what can."""
    if _too_late(ex, order):
        return
    today, diary = ex.facts.at.date(), _diary(ex, order)
    if wish.date < order.promised_by:
        ex.say("delivery.too_soon", day=day_said(order.promised_by, today))
    elif not diary.fits(wish):
        fitting.say_full(ex, diary, wish)
        ask_which(ex, order, wish.date)
    else:
        agreed = wish if wish.period or wish.time else fitting.on_day(diary, wish.date)
        ex.settled()
        ex.cause(InstallationMoved(number=order.number, date=agreed.date, period=agreed.period, time=agreed.time))
        said = fitting_said(agreed, today)
        ex.say("delivery.fitting_moved", day=said, number=order.number)
        ex.alert("message", "info", "manager.fitting_moved", station=order.station, day=said, number=order.number)


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
    diary, today = _diary(ex, order), ex.facts.at.date()
    days = diary.first_free(max(since, order.promised_by, today), OFFERED)
    if not days:
        ex.settled()
        ex.say("fitting.none_free")
        return
    rows = numbered(fitting.row(diary, day, today) for day in days)
    ex.ask(MoveFitting(number=order.number, days=days), "fitting.move_which", rows=rows)


def ask_whether(ex: Exchange, order: Order) -> None:
    ex.ask(DropFitting(number=order.number), "fitting.off_really", number=order.number, goods=brief(order, 24))


def keep(ex: Exchange, order: Order) -> None:
    ex.settled()
    if order.installation:
        ex.say("fitting.kept", day=fitting_said(order.installation, ex.facts.at.date()))


def _too_late(ex: Exchange, order: Order) -> bool:
    """On the day itself the vans are on their way; a person must see to it."""
    if may_be_moved(order, ex.facts.at):
        return False
    ex.settled()
    ex.say("fitting.too_late")
    ex.alert("message", "urgent", "manager.fitting_today", station=order.station, number=order.number)
    return True


def _diary(ex: Exchange, order: Order) -> Diary:
    station = ex.facts.station(order.station)
    return ex.facts.fitters(station).without(order.installation) if station else Diary()


def _has_appliance(ex: Exchange, order: Order) -> bool:
    found = (ex.facts.shop.product(line.sku) for line in order.lines)
    return any(product is not None and product.install for product in found)
