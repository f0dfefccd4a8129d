"""The basket as an order would be at this moment: prices, day and place, read out before it counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import blake2s
from typing import Literal

import msgspec

from bot.dialogue.basket import at_once
from bot.dialogue.exchange import Exchange
from bot.dialogue.merchants import offers
from bot.domain.legs import Why
from bot.domain.order import Installation, OrderLine
from bot.domain.people import Station
from bot.domain.promise import Promise, earliest, farthest, promised


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    lines: tuple[OrderLine, ...]
    station: Station
    day: date
    delivery: Literal["pickup", "home"]
    address: str
    installation: Installation | None
    recipient: str
    family: str = ""
    """Person id of the parent a child orders for."""
    why: Why = ""
    """Why it is not the next day."""
    stock_place: Literal["county", "city"] = "county"
    replaces: str = ""
    from_shelf: bool = False
    """Whether it all stands on the station's shelf and can be taken along at once."""

    @property
    def total_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)

    @property
    def seal(self) -> str:
        """Differs where anything that was read out differs."""
        said = (
            self.lines,
            self.station.code,
            self.day,
            self.delivery,
            self.address,
            self.installation,
            self.recipient,
            self.family,
            self.replaces,
            self.from_shelf,
        )
        return blake2s(msgspec.json.encode(said), digest_size=12).hexdigest()


def order_lines(ex: Exchange) -> tuple[OrderLine, ...]:
    """The basket's lines at today's prices, or at an offer's."""
    return tuple(
        OrderLine(
            sku=p.sku,
            name=p.name,
            unit=p.unit,
            quantity=line.quantity,
            price_fen=offers.price_fen(ex, line, p.price_fen),
        )
        for line in ex.talk.basket.lines
        if (p := ex.facts.shop.product(line.sku))
    )


def needs_fitter(ex: Exchange) -> bool:
    """Whether an appliance in the basket has to be installed at home."""
    shop = ex.facts.shop
    return any((product := shop.product(sku)) is not None and product.install for sku in ex.talk.basket.skus)


def home(ex: Exchange) -> bool:
    return ex.talk.basket.delivery == "home" or needs_fitter(ex)


def address(ex: Exchange) -> str:
    """Where it is brought: as said for this order, else as known of whom it is for; '' where it must be asked."""
    basket = ex.talk.basket
    if basket.family:
        parent = ex.facts.family.person(basket.family)
        return basket.address or (parent.address if parent else "")
    return basket.address or ("" if basket.recipient else ex.facts.person.address)


def stock_place(ex: Exchange) -> Literal["county", "city"]:
    """Where the basket's goods stand; one that comes from the city makes the whole order wait for it."""
    return place_of(ex, ex.talk.basket.skus)


def place_of(ex: Exchange, skus: Iterable[str]) -> Literal["county", "city"]:
    shop = ex.facts.shop
    return farthest(product.stock_place for sku in skus if (product := shop.product(sku)) is not None)


def first_promise(ex: Exchange, station: Station) -> Promise:
    """The earliest day for the basket as it is."""
    return earliest(ex.facts.at, station, stock_place(ex))


def quote(ex: Exchange, station: Station) -> Quote:
    basket = ex.talk.basket
    fitted = basket.installation if needs_fitter(ex) else None
    wished = fitted.date if fitted else basket.day
    from_shelf = fitted is None and not home(ex) and at_once.whole_basket(ex, station)
    place = "shelf" if from_shelf else stock_place(ex)
    promise = promised(ex.facts.at, station, wished, place)
    return Quote(
        lines=order_lines(ex),
        station=station,
        day=promise.day,
        why=promise.why,
        stock_place=stock_place(ex),
        delivery="home" if home(ex) else "pickup",
        address=address(ex) if home(ex) else "",
        installation=fitted,
        recipient=basket.recipient,
        family=basket.family,
        replaces=basket.replaces,
        from_shelf=from_shelf,
    )
