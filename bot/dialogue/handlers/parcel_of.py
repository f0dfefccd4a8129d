"""周大爷的到了, 老王家的货拿走了, 张三来拿了, 王秀英的还没来拿: parcels by the names of their owners.

Nothing is guessed: where a name can mean more than one order, or is only like another, it is asked first.
"""

from __future__ import annotations

from bot.dialogue.counter import deeds, parcels, recipients
from bot.dialogue.counter.recipients import Meant
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers import handed_over
from bot.dialogue.handlers.day_sheet import waited
from bot.dialogue.handlers.own_station import open_orders
from bot.dialogue.lexicon import said_in
from bot.dialogue.replies import render
from bot.dialogue.saying import brief, short_day
from bot.domain.order import ON_THE_WAY, Order, Status
from intents.acts import ParcelOf
from intents.values.people import Alike, alike

_SOMEBODY = "这个名字"
_STANDS = {Status.AT_STATION: "parcel.lying", Status.OUT_FOR_DELIVERY: "parcel.out"}


def parcel_of(ex: Exchange, said: tuple[ParcelOf, ...]) -> None:
    for act in said:
        if act.fate == "asked":
            for name in act.people:
                _tell(ex, act, name)
        elif act.fate == "arrived" or not handed_over.locked(ex):
            _take(ex, act)


def _take(ex: Exchange, act: ParcelOf) -> None:
    """Write down what is plain, then ask about the rest, one thing at a time."""
    gone = act.fate != "arrived"
    sure: list[Order] = []
    unsure: list[tuple[str, Meant]] = []
    for name in act.people:
        found = _there(ex, act, name, gone=gone)
        one = found.one if act.fate != "fetching" else None
        if one is not None:
            sure.append(one)
        elif found.sure and len(act.people) == 1 and said_in("all_of_one", ex.text):
            sure += found.orders
        elif found.orders:
            unsure.append((name, found))
        else:
            _say_where(ex, name, gone=gone)
    if sure:
        parcels.settle(ex, sure, gone=gone)
    for name, _ in unsure[1:]:
        ex.say("parcel.one_by_one", who=_called(ex, name))
    if unsure:
        parcels.ask_of(ex, unsure[0][1].orders, gone=gone)


def _there(ex: Exchange, act: ParcelOf, name: str, *, gone: bool) -> Meant:
    """The orders that can have arrived, or been fetched; what is on the lorry comes before what is not."""
    where = (Status.AT_STATION,) if gone else ON_THE_WAY
    found = recipients.meant(ex, name, [order for order in open_orders(ex) if order.status in where], act.goods)
    loaded = tuple(order for order in found.orders if order.status is Status.IN_TRANSIT)
    return Meant(orders=loaded or found.orders, sure=found.sure)


def _say_where(ex: Exchange, name: str, *, gone: bool) -> None:
    """Why nothing was written down: it was before, it is not here yet, or nobody is called so."""
    found = recipients.meant(ex, name, open_orders(ex))
    order = found.orders[0] if found.sure and found.orders else None
    if gone and (before := _given_before(ex, name)):
        ex.say("parcel.gone_before", who=before.recipient)
    elif order is not None:
        key = "parcel.not_here_yet" if gone else "parcel.here_before"
        ex.say(key, who=order.recipient, slip=order.slip)
    else:
        ex.say("parcel.nobody", who=_called(ex, name))


def _given_before(ex: Exchange, name: str) -> Order | None:
    """What was handed over a little while ago to who is called so."""
    gone = (order for order in deeds.handed_over(ex) if order.status is Status.COLLECTED)
    return next((o for o in gone if str(o.slip) == name or alike(name, o.recipient) >= Alike.SOUND), None)


def _tell(ex: Exchange, act: ParcelOf, name: str) -> None:
    """How it stands with somebody's orders."""
    found = recipients.meant(ex, name, open_orders(ex), act.goods).orders
    shown = found[: parcels.MOST_SMS if ex.sms else parcels.MOST]
    for order in shown:
        ex.said.append(_row(ex, order))
    if before := _given_before(ex, name):
        ex.say("parcel.gone_before", who=before.recipient)
    elif not shown:
        ex.say("parcel.nobody", who=_called(ex, name))


def _row(ex: Exchange, order: Order) -> str:
    return render(
        _STANDS.get(order.status, "parcel.coming"),
        ex.facts.channel,
        slip=order.slip,
        who=order.recipient,
        goods=brief(order, 16),
        waited=waited(ex, order),
        day=short_day(order.promised_by, ex.facts.at.date()),
    )


def _called(ex: Exchange, name: str) -> str:
    """The name as it was written; typed in pinyin, signs of its sound would be none."""
    return f"{name}号" if name.isdigit() else _SOMEBODY if ex.text.isascii() else name[: recipients.LONGEST_NAME]
