"""A yes to a whole read-back becomes an order."""

from __future__ import annotations

from bot.dialogue.basket.ordered_before import holds_other_goods, keep_the_rest, ordered_before
from bot.dialogue.basket.quote import Quote
from bot.dialogue.basket.replacing import clear_away
from bot.dialogue.counter import deeds, errands
from bot.dialogue.exchange import Exchange
from bot.dialogue.family import shopping
from bot.dialogue.fitting import readiness
from bot.dialogue.merchants import offers
from bot.dialogue.reminding import suggesting
from bot.dialogue.saying import brief, day_said, fitting_said, short_day
from bot.dialogue.talk import Deed, Step
from bot.domain.cart import Basket
from bot.domain.codes import draft_id, order_number_choices, pickup_code
from bot.domain.events import OrderPlaced
from bot.domain.money import yuan
from bot.domain.order import Order, OrderEvent, Status

NAME_ASKED = 3
"""With how many orders a name is asked for; whoever does not tell it then need not hear it again."""


def place(ex: Exchange, quote: Quote) -> None:
    """Order what was read back, tell the manager, and begin an empty basket, or the next one that waits."""
    if not shopping.still_tied(ex):
        shopping.drop(ex)
        return
    order = _ordered(ex, quote)
    if order is None:
        return
    shown = (quote.lines[0].sku,) if len(quote.lines) == 1 else ()
    ex.change(basket=Basket(), asking=None, shelved=None, shown=shown)
    _say_placed(ex, quote, order)
    _add_to_it(ex, quote, order)
    if errands.next_errand(ex):
        return
    if order.installation and not quote.recipient:
        readiness.begin(ex, order)
    elif not _asks_for_the_name(ex, quote):
        suggesting.suggest(ex, order)


def _ordered(ex: Exchange, quote: Quote) -> Order | None:
    """The order that stands now: the one this very basket became before, or a new one; None where none may be made."""
    before = ordered_before(ex, quote)
    if before is not None and holds_other_goods(before, quote):
        keep_the_rest(ex, before)
        return None
    if before is not None or (quote.replaces and not clear_away(ex)):
        return before
    order = make_order(
        ex,
        quote,
        number=ex.facts.free_number(order_number_choices(ex.facts.at, ex.facts.dice, ex.facts.attempt)),
        slip=ex.facts.next_slip(quote.station.code),
        draft=ex.talk.basket.draft or draft_id(ex.facts.dice),
    )
    ex.cause(OrderPlaced(order=order), *offers.taken(ex, order.number))
    _tell_manager(ex, order)
    _may_be_taken_back(ex, order)
    return order


def _say_placed(ex: Exchange, quote: Quote, order: Order) -> None:
    today = ex.facts.at.date()
    ex.say(
        _kind(quote),
        who=quote.recipient,
        number=order.number,
        slip=order.slip,
        total=yuan(order.total_fen),
        day=day_said(quote.day, today),
        short_day=short_day(quote.day, today),
        where=quote.address or quote.station.name,
        fitting=fitting_said(quote.installation, today) if quote.installation else "",
        code=order.pickup_code or "",
    )


def _add_to_it(ex: Exchange, quote: Quote, order: Order) -> None:
    """What is said under an order beside the order itself."""
    if _asks_for_the_name(ex, quote):
        ex.say("order.name_please")
    if quote.family and (link := ex.facts.pay_link(order, order.helper)):
        ex.say("family.pay_now", who=quote.recipient, link=link)
    elif quote.recipient and order.person and not (quote.family or quote.from_shelf):
        ex.say("order.will_be_told", who=quote.recipient)


def _asks_for_the_name(ex: Exchange, quote: Quote) -> bool:
    asked_before = len(ex.facts.orders()) >= NAME_ASKED
    return not (ex.sms or ex.facts.person.name or quote.recipient or asked_before)


def _may_be_taken_back(ex: Exchange, order: Order) -> None:
    """撤销 takes back a manager's order for somebody; one that replaced another is cancelled by its number."""
    if ex.talk.basket.recipient and not ex.talk.basket.family and not ex.talk.basket.replaces:
        step = Step(number=order.number, was=order.status, back_to=Status.CANCELLED)
        words = f"{order.recipient}的{order.slip}号单"
        deeds.note(ex, Deed(what="list", at=ex.facts.at, words=words, steps=(step,)))


def _kind(quote: Quote) -> str:
    if quote.recipient:
        return "family.placed" if quote.family else "order.placed_for_shelf" if quote.from_shelf else "order.placed_for"
    if quote.installation:
        return "order.placed_fitted"
    return "order.placed_shelf" if quote.from_shelf else f"order.placed_{quote.delivery}"


def make_order(ex: Exchange, quote: Quote, *, number: str, slip: int, draft: str) -> Order:
    """The order that a quote becomes; a recipient who is no parent means that a manager orders."""
    facts = ex.facts
    person, station = facts.person, quote.station
    by = "family" if quote.family else "manager" if quote.recipient else "villager"
    passed = (Status.PLACED, Status.AT_STATION) if quote.from_shelf else (Status.PLACED,)
    return Order(
        number=number,
        slip=slip,
        person=quote.family or (_known_recipient(ex, quote) if by == "manager" else person.id),
        recipient=quote.recipient or ex.name,
        placed_by=f"manager:{station.code}" if by == "manager" else by,
        helper=person.id if quote.family else "",
        station=station.code,
        county=station.county,
        status=passed[-1],
        delivery=quote.delivery,
        address=quote.address,
        lines=quote.lines,
        placed_at=facts.at,
        promised_by=quote.day,
        promise_why=quote.why,
        stock_place=quote.stock_place,
        installation=quote.installation,
        draft=draft,
        from_shelf=quote.from_shelf,
        pickup_code=_free_code(ex, station.code) if quote.from_shelf else None,
        events=tuple(OrderEvent(type=to, at=facts.at, by=by) for to in passed),
    )


def _free_code(ex: Exchange, station: str) -> str:
    return pickup_code(ex.facts.dice, {order.pickup_code or "" for order in ex.facts.station_orders(station)})


def _known_recipient(ex: Exchange, quote: Quote) -> str | None:
    """The villager whom a manager orders for, where exactly one of the station goes by that name."""
    known = ex.facts.people_named(quote.station.code, quote.recipient)
    return known[0].id if len(known) == 1 else None


def _tell_manager(ex: Exchange, order: Order) -> None:
    """A manager who orders himself knows already. Of a parent's order the parent's name counts."""
    if order.station in ex.facts.person.manages:
        return
    home = order.address if order.delivery == "home" else "架上的货，请留着" if order.from_shelf else "来取"
    fitting = f"，装机{fitting_said(order.installation, ex.facts.at.date())}" if order.installation else ""
    ex.alert(
        "order_placed",
        "info",
        "manager.order_placed_family" if order.helper else "manager.order_placed",
        whom=order.recipient,
        about=order.number,
        slip=order.slip,
        number=order.number,
        goods=brief(order),
        total=yuan(order.total_fen),
        where=home + fitting,
    )
