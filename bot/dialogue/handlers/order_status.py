"""到了没: where the goods are, in plain words with the day, and the code where they can be fetched."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from bot.dialogue.basket.quote import first_promise, needs_fitter
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.market import bought
from bot.dialogue.orders.parted import divided
from bot.dialogue.replies import render
from bot.dialogue.saying import brief, day_said, fitting_said, short_day
from bot.domain.installation import TO_FIT, is_overdue
from bot.domain.order import ON_THE_WAY, OPEN, Order, Status
from intents.acts import OrderStatus as Asked

MOST, MOST_SMS = 3, 2


def order_status(ex: Exchange, said: tuple[Asked, ...]) -> None:
    numbers = tuple(dict.fromkeys(act.order_no for act in said if act.order_no))
    if numbers:
        for number in numbers[:MOST]:
            _tell_number(ex, number)
        return
    if _asks_for_the_fitter(ex):
        return
    orders = list(ex.facts.orders())
    under_way = [order for order in orders if order.status in OPEN or (order.installation and order.status in TO_FIT)]
    shown = under_way[: MOST_SMS if ex.sms else MOST] or orders[:1]
    for order in shown:
        _tell(ex, order)
    if len(under_way) > len(shown):
        ex.say("status.more", count=len(under_way) - len(shown))
    if not (ex.sms and shown) and (of_villagers := bought.under_way(ex)):
        bought.show(ex, of_villagers)
    elif not shown:
        _nothing(ex)


def _nothing(ex: Exchange) -> None:
    if ex.talk.basket.lines:
        ex.shopping = True
        if ex.station is not None:
            day = first_promise(ex, ex.station).day
            today = ex.facts.at.date()
            ex.say("status.if_ordered", day=short_day(day, today) if ex.sms else day_said(day, today))
    else:
        ex.say("status.nothing")


def _asks_for_the_fitter(ex: Exchange) -> bool:
    """“哪天能装” of an appliance that is not ordered yet."""
    station = ex.station
    if station is None or not needs_fitter(ex) or not said_in("fitting", ex.text):
        return False
    ex.say("delivery.fitting_from", day=day_said(first_promise(ex, station).day, ex.facts.at.date()))
    return True


def _tell_number(ex: Exchange, number: str) -> None:
    order = ex.facts.order(number)
    if order is None:
        ex.say("order.unknown", number=number[:20])
    else:
        _tell(ex, order)


def _tell(ex: Exchange, order: Order) -> None:
    today = ex.facts.at.date()
    station = ex.facts.station(order.station)
    name = station.name if station else "服务站"
    day = short_day(order.promised_by, today) if ex.sms else day_said(order.promised_by, today)
    if order.status is Status.AT_STATION and order.helper == ex.facts.person.id:
        ex.say(
            "status.at_station_helped", who=order.recipient, goods=brief(order, 16), station=name, number=order.number
        )
        return
    if _tell_part(ex, order, name):
        return
    ex.say(
        f"status.{_state(order, today)}",
        number=order.number,
        goods=brief(order, 16 if ex.sms else 40),
        day=day,
        when=_when(ex, order, day, name),
        station=name,
        code=order.pickup_code or "",
    )
    _tell_visit(ex, order)


def _tell_visit(ex: Exchange, order: Order) -> None:
    """The fitter's visit where the day of the goods does not tell of it: it is still to come, or to be agreed on anew."""
    if order.installation is None or order.status not in TO_FIT:
        return
    if is_overdue(order, ex.facts.at.date()):
        ex.say("status.fitting_passed")
    elif order.status not in ON_THE_WAY:
        ex.say("status.fitting_to_come", fitting=fitting_said(order.installation, ex.facts.at.date()))


def _tell_part(ex: Exchange, order: Order, name: str) -> bool:
    """What lies at the station and what is still to come, of an order in several parcels."""
    part, today = divided(ex, [order]).get(order.number), ex.facts.at.date()
    if part is None:
        return False
    width = 12 if ex.sms else 40
    ex.say(
        "status.part" if order.delivery == "pickup" else "status.part_home",
        number=order.number,
        here=brief(replace(order, lines=part.here), width),
        missing=brief(replace(order, lines=part.missing), width),
        day=short_day(part.until, today) if ex.sms else day_said(part.until, today),
        station=name,
    )
    return True


def _state(order: Order, today: date) -> str:
    """The status and what it means here: `late` where the day is past, `delayed` where it is known that it will not be
    kept, `at_station_home` where the goods still come to the house, `uncollected` where nobody fetched them."""
    if order.status not in ON_THE_WAY:
        if order.never_collected:
            return "uncollected"
        brought = order.status is Status.AT_STATION and order.delivery == "home"
        return "at_station_home" if brought else order.status
    if order.promised_by < today:
        return "late"
    told_late = any(event.type == "late" for event in order.events)
    return "delayed" if told_late and order.promised_first is None else order.status


def _when(ex: Exchange, order: Order, day: str, station: str) -> str:
    """When it comes and where to: to the station, on to the house, or with the fitter."""
    kind = "fitted" if order.installation and not is_overdue(order, ex.facts.at.date()) else order.delivery
    fitting = fitting_said(order.installation, ex.facts.at.date()) if order.installation else ""
    return render(f"status.when_{kind}", ex.facts.channel, day=day, station=station, fitting=fitting)
