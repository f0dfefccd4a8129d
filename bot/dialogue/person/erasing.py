"""Before everything about a person is erased: what is still under way for them, and could not reach them any more; and who
must know of it afterwards, in words that tell of nobody."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import ConfirmErasure
from bot.dialogue.replies import render
from bot.dialogue.saying import brief, day_said
from bot.domain.events import AlertRaised, ErasureRequested, Event, InstallationDropped
from bot.domain.installation import TO_FIT
from bot.domain.order import OPEN, Order, Status


def ask(ex: Exchange, question: ConfirmErasure) -> None:
    own, visits = _under_way(ex), _visits(ex)
    if own:
        ex.ask(question, "privacy.really_with_orders", orders=len(own), number=own[0].number)
    elif visits:
        agreed = visits[0].installation
        day = day_said(agreed.date, ex.facts.at.date()) if agreed else ""
        ex.ask(question, "privacy.really_with_visit", day=day, goods=brief(visits[0], 12))
    else:
        ex.ask(question, "privacy.really")


def erase(ex: Exchange) -> None:
    """The person first: what is written afterwards names nobody. A fitter has no door to go to any more, and what is on its way
    belongs to whoever can tell what it is."""
    visits, own = _visits(ex), _under_way(ex)
    ex.cause(ErasureRequested(person=ex.facts.person.id))
    ex.cause(*(InstallationDropped(number=order.number) for order in visits), *_ownerless(own))


def _under_way(ex: Exchange) -> list[Order]:
    return [one for one in _own(ex) if one.status in OPEN]


def _visits(ex: Exchange) -> list[Order]:
    """Orders for which a fitter is still to come."""
    today = ex.facts.at.date()
    booked = (one for one in _own(ex) if one.status in TO_FIT)
    return [one for one in booked if one.installation and one.installation.date >= today]


def _own(ex: Exchange) -> Iterator[Order]:
    return (one for one in ex.facts.orders() if one.person == ex.facts.person.id)


def _ownerless(own: list[Order]) -> Iterator[Event]:
    for order in own:
        key = "ownerless_out" if order.status is Status.OUT_FOR_DELIVERY else "ownerless"
        yield AlertRaised(
            station=order.station,
            kind="ownerless",
            level="warning",
            text=render(f"shipping.{key}", "wechat", slip=order.slip, goods=brief(order, 24), number=order.number),
            key=f"ownerless:{order.number}",
        )
