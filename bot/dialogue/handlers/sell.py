"""我有苹果要卖: villagers sell as well as buy; the manager calls back."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import WhichStation
from bot.dialogue.saying import amount
from bot.domain.codes import draft_id
from bot.domain.events import ListingOffered
from bot.domain.money import yuan
from intents.acts import Sell


def sell(ex: Exchange, said: tuple[Sell, ...]) -> None:
    if ex.station is None:
        ex.ask(WhichStation(), "sell.where")
        return
    for offer in said:
        _offer(ex, offer)


def _offer(ex: Exchange, offer: Sell) -> None:
    station = ex.station
    if station is None:
        return
    price_fen = None if offer.price is None else int(offer.price * 100)
    ex.cause(
        ListingOffered(
            key=draft_id(ex.facts.dice),
            person=ex.facts.person.id,
            station=station.code,
            goods=offer.goods[:60],
            quantity=offer.qty,
            unit=offer.unit,
            price_fen=price_fen,
            price_unit=offer.price_unit,
        )
    )
    count = amount(offer.qty, offer.unit) if offer.qty is not None else ""
    price = f"，每{offer.price_unit or '份'}{yuan(price_fen)}元" if price_fen is not None else ""
    what = f"{offer.goods[:60]}{count}{price}"
    ex.say("sell.noted", what=what)
    ex.alert("listing", "info", "manager.listing", what=what)
