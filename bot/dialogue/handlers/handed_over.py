"""7719取走了: a parcel goes over the counter against its code."""

from __future__ import annotations

from bot.dialogue.counter import deeds
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.own_station import open_orders
from bot.dialogue.saying import brief, paid_mark
from bot.dialogue.talk import Deed, Step
from bot.domain.events import AlertRaised, OrderMoved, PickupRefused
from bot.domain.money import yuan
from bot.domain.order import Order, Status
from intents.acts import HandedOver

MOST_WRONG = 5
"""Wrong codes in a quarter of an hour after which nothing more is handed over by code for a while."""


def handed_over(ex: Exchange, said: tuple[HandedOver, ...]) -> None:
    for act in said:
        _hand_over(ex, act.pickup_code)


def _hand_over(ex: Exchange, code: str) -> None:
    if locked(ex):
        return
    waiting = [order for order in open_orders(ex) if order.status is Status.AT_STATION]
    order = next((order for order in waiting if order.pickup_code == code), None)
    if order is not None:
        give(ex, order)
        ex.say("manager.handed_over_paid" if order.is_paid else "manager.handed_over", **told(order))
    elif _handed_over_before(ex, code):
        ex.say("manager.handed_over_before", code=code[:8])
    else:
        station = ex.facts.person.manages[0]
        wrong = _wrong(ex)
        ex.cause(PickupRefused(station=station, code=code[:8], at=ex.facts.at))
        ex.say("manager.wrong_code", code=code[:8])
        if wrong + 1 == MOST_WRONG:
            _raise_alarm(ex, station)


def locked(ex: Exchange) -> bool:
    """Whether nothing is handed over for a while, which is then said."""
    if _wrong(ex) < MOST_WRONG:
        return False
    ex.say("manager.too_many_wrong")
    return True


def _wrong(ex: Exchange) -> int:
    wrong = max(ex.facts.wrong_codes(managed) for managed in ex.facts.person.manages)
    return wrong + sum(isinstance(event, PickupRefused) for event in ex.events)


def give(ex: Exchange, order: Order) -> None:
    """The order goes over the counter; for some minutes that can be taken back."""
    ex.cause(OrderMoved(number=order.number, to=Status.COLLECTED, at=ex.facts.at, by="manager"))
    step = Step(number=order.number, was=Status.COLLECTED, back_to=Status.AT_STATION)
    deeds.note(ex, Deed(what="handed_over", at=ex.facts.at, words=f"{order.slip}号{order.recipient}", steps=(step,)))


def told(order: Order) -> dict[str, object]:
    """What is said of a parcel that is handed over."""
    return {
        "who": order.recipient,
        "slip": order.slip,
        "goods": brief(order, 40),
        "total": yuan(order.total_fen) + "元" + paid_mark(order),
    }


def _handed_over_before(ex: Exchange, code: str) -> bool:
    """Whether the code is that of a parcel handed over a little while ago: said twice, it is no wrong code."""
    numbers = [step.number for deed in ex.talk.deeds if deed.what == "handed_over" for step in deed.steps]
    return any((order := ex.facts.order(number)) and order.pickup_code == code for number in numbers)


def _raise_alarm(ex: Exchange, station: str) -> None:
    ex.cause(
        AlertRaised(
            station=station,
            kind="pickup_refused",
            level="warning",
            text=f"取货码15分钟里错了{MOST_WRONG}回，先停一会儿。请核对来人是谁。",
            key=f"pickup_refused:{station}:{ex.facts.at:%Y%m%d%H%M}",
        )
    )
