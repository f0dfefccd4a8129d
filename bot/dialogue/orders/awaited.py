"""What is said of goods that wait to be fetched (过两天去拿, 让儿子去拿), keep one waiting (帮我催催, 不急), or went back (还想要)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.dialogue.answer import respond
from bot.dialogue.basket.replacing import just_ordered
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.order_status import order_status
from bot.dialogue.lexicon import said_in
from bot.dialogue.market import bought
from bot.dialogue.saying import brief, short_day
from bot.domain.order import ON_THE_WAY, Order, Status
from bot.domain.waiting import days_left
from intents.acts import Act, DeliveryMode, Deny, OrderStatus, Reorder, ReturnGoods, Schedule, Unknown

_BESIDE = (Schedule, DeliveryMode, Deny, Unknown, OrderStatus, ReturnGoods)
"""What such words are taken for where goods are not thought of; anything else that is said goes first."""
_SECTIONS = (
    "wants_after_all",
    "why_sent_back",
    "keeps_parcel",
    "keeps_how_long",
    "urges",
    "in_no_hurry",
    "tired_of_waiting",
)


def meant(ex: Exchange, acts: Sequence[Act]) -> bool:
    """Answer where nothing is being asked or bought, and nothing else is said."""
    if ex.talk.asking is not None or ex.talk.basket.lines or ex.talk.todo:
        return False
    if not all(isinstance(act, _BESIDE) and not getattr(act, "items", ()) for act in acts):
        return False
    if not any(said_in(section, ex.text) for section in _SECTIONS):
        return False
    if just_ordered(ex) and any(isinstance(act, Schedule | DeliveryMode) for act in acts):
        return False  # it changes that order
    sends_back = any(isinstance(act, ReturnGoods) for act in acts)
    return _of_what_went_back(ex) or _of_what_waits(ex, acts) or (not sends_back and _of_what_is_coming(ex))


def _of_what_went_back(ex: Exchange) -> bool:
    """“还想要” of what lay too long: the same once more, read back as ever."""
    newest = next(iter(_own(ex)), None)
    if newest is None or not newest.never_collected:
        return False
    if said_in("why_sent_back", ex.text):
        ex.say("status.uncollected", goods=brief(newest, 30), number=newest.number)
        return True
    if said_in("wants_after_all", ex.text):
        respond(ex, (Reorder(),))
        return True
    return False


def _of_what_waits(ex: Exchange, acts: Iterable[Act]) -> bool:
    order = next((o for o in _own(ex) if o.status is Status.AT_STATION and o.delivery == "pickup"), None)
    asks = any(isinstance(act, OrderStatus) for act in acts)
    if order is None and said_in("keeps_parcel", ex.text):
        return bought.kept(ex)
    if order is None or not said_in("keeps_how_long" if asks else "keeps_parcel", ex.text):
        return False
    width = 16 if ex.sms else 40
    ex.say("status.kept", goods=brief(order, width), until=_kept_until(ex, order), code=order.pickup_code or "")
    return True


def _of_what_is_coming(ex: Exchange) -> bool:
    order = next((o for o in _own(ex) if o.status in ON_THE_WAY), None)
    if order is None:
        return False
    if said_in("tired_of_waiting", ex.text):
        ex.say("status.tired_placed" if order.can_be_cancelled else "status.tired_sent", goods=brief(order, 16))
    elif said_in("in_no_hurry", ex.text):
        ex.say("status.no_hurry")
    elif said_in("urges", ex.text):
        order_status(ex, (OrderStatus(),))
        if "人工" not in ex.said[-1]:
            ex.say("status.urged")
    else:
        return False
    return True


def _kept_until(ex: Exchange, order: Order) -> str:
    """The day before it goes back; '' where its reminders came late, so that nobody can say."""
    arrived = max((event.at for event in order.events if event.type == Status.AT_STATION), default=order.placed_at)
    last = arrived.astimezone(ex.facts.at.tzinfo).date() + timedelta(days=days_left(0) - 1)
    return f"到{short_day(last)}" if last > ex.facts.at.date() else "着"


def _own(ex: Exchange) -> list[Order]:
    return [order for order in ex.facts.orders() if order.person == ex.facts.person.id]
