"""Orders that come in several parcels, of which some lie at the station already."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.exchange import Exchange
from bot.domain.order import Order, Status
from bot.domain.parcel import Part, lying_part


def divided(ex: Exchange, orders: Iterable[Order]) -> dict[str, Part]:
    """How those that are here in part are divided, by their numbers. With its first parcel an order is on the lorry, so of
    others nothing is asked."""
    riding = [order for order in orders if order.status is Status.IN_TRANSIT]
    parcels = ex.facts.parcels([order.number for order in riding]) if riding else ()
    found: dict[str, Part] = {}
    for order in riding:
        station, of_it = ex.facts.station(order.station), [one for one in parcels if one.number == order.number]
        part = lying_part(order, of_it, ex.facts.at, station) if station else None
        if part is not None:
            found[order.number] = part
    return found
