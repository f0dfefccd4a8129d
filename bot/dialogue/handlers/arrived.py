"""到 3 7 12、全到、全到 除5: goods are at the station, and every villager is told once, with a code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.dialogue.counter import deeds, restock
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.own_station import belongs, open_orders
from bot.dialogue.saying import brief
from bot.dialogue.talk import Deed, Step
from bot.domain.codes import pickup_code
from bot.domain.events import OrderMoved
from bot.domain.order import FOR_STATION, ON_THE_WAY, Order, Status
from intents.acts import Arrived

ALL = "全"
_EXCEPT = "除"
_LONGEST_SLIP = 5


def arrived(ex: Exchange, said: tuple[Arrived, ...]) -> None:
    words = [act.order_no for act in said]
    coming = [order for order in open_orders(ex) if order.status in ON_THE_WAY]
    if any(word.startswith(ALL) for word in words):
        found, missing = _all_but(coming, [word for word in words if not word.startswith(ALL)])
    else:
        found, missing = _named(ex, coming, words)
    arrive(ex, found)
    report(ex, found, missing)
    if any(word.startswith(ALL) for word in words):
        _tell_left_out(ex, [order for order in coming if order not in found])


def arrive(ex: Exchange, orders: Sequence[Order]) -> None:
    """These orders are at the station: each gets its code, and what is the station's own goes onto the shelf."""
    taken = {order.pickup_code for order in open_orders(ex) if order.pickup_code}
    for order in orders:
        code = pickup_code(ex.facts.dice, taken)
        taken.add(code)
        ex.cause(*_way_to_station(ex, order, code))
        step = Step(number=order.number, was=Status.AT_STATION, back_to=order.status)
        deeds.note(ex, Deed(what="arrived", at=ex.facts.at, words=f"{order.slip}号{order.recipient}", steps=(step,)))
        if order.recipient == FOR_STATION:
            restock.put_on_shelf(ex, order)


def _all_but(coming: Sequence[Order], words: Sequence[str]) -> tuple[list[Order], list[str]]:
    """全到 means what is on the lorry; where nothing is known to be, all that is on its way."""
    excluded = {number for word in words for number in re.findall(r"\d+", word)}
    loaded = [order for order in coming if order.status is Status.IN_TRANSIT] or list(coming)
    return [order for order in loaded if not {str(order.slip), order.number} & excluded], []


def _named(ex: Exchange, coming: Sequence[Order], words: Sequence[str]) -> tuple[list[Order], list[str]]:
    found: list[Order] = []
    missing: list[str] = []
    for word in dict.fromkeys(words):
        order = next((o for o in coming if word in (o.number, str(o.slip))), None)
        if order is None and len(word) > _LONGEST_SLIP:
            known = ex.facts.order(word)
            order = known if known is not None and known.status in ON_THE_WAY and belongs(ex, known) else None
        if order is None:
            missing.append(word)
        elif order not in found:
            found.append(order)
    return found, missing


def _way_to_station(ex: Exchange, order: Order, code: str) -> Iterator[OrderMoved]:
    """The manager has the goods in his hands, so whatever nobody reported before is reported now."""
    for status in (*ON_THE_WAY[ON_THE_WAY.index(order.status) + 1 :], Status.AT_STATION):
        here = status is Status.AT_STATION
        yield OrderMoved(
            number=order.number, to=status, at=ex.facts.at, by="manager", pickup_code=code if here else None
        )


def report(ex: Exchange, found: Sequence[Order], missing: Sequence[str] = ()) -> None:
    """Say whose goods are here now, who must be told by word of mouth, and which numbers nothing was found for."""
    alone = [order for order in found if order.person is None]
    if found:
        ex.say("manager.arrived_only" if alone else "manager.arrived", count=len(found), rows=_whose(found))
    if alone:
        ex.say("manager.tell_yourself", rows=_whose(alone))
    for word in missing[:10]:
        here = next((o for o in open_orders(ex) if word in (o.number, str(o.slip))), None)
        if here is not None:
            ex.say("manager.arrived_before", number=word, who=here.recipient)
        else:
            ex.say("manager.not_found", number=word[:20])
    if not found and not missing:
        ex.say("manager.nothing_coming")


def _whose(orders: Sequence[Order]) -> str:
    return "、".join(f"{order.slip}号{order.recipient}" for order in orders[:30])


def _tell_left_out(ex: Exchange, left: Sequence[Order]) -> None:
    if left:
        ex.say("manager.left_out", rows="、".join(f"{order.slip}号{brief(order, 12)}" for order in left[:5]))
