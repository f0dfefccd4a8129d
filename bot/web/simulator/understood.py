"""The stages of understanding a message, with articles by name."""

from __future__ import annotations

from typing import Any

from bot.dialogue.saying import goods_name
from bot.domain.money import yuan
from bot.web.api.shapes import Shape, as_number
from catalog.product import Product
from catalog.shop import Shop
from intents.acts import Act
from intents.item import Item
from intents.understand import explain
from intents.utterance import Utterance
from intents.wire import to_wire

MOST_GOODS = 8


class ItemHeard(Shape, frozen=True, kw_only=True):
    mention: str
    quantity: float | None
    """In selling units."""
    goods: list[str]
    """All it can be: one is plain, several must be chosen from, none is not carried. Eight at most."""
    count: int
    near: list[str]
    """Where there is none: what comes nearest."""


class ActHeard(Shape, frozen=True, kw_only=True):
    intent: str
    rule: str
    items: list[ItemHeard]
    slots: dict[str, Any]


class Understood(Shape, frozen=True, kw_only=True):
    normalised: str
    decoded: str
    """Pinyin as characters; the same as `normalised` where none was typed."""
    clauses: list[str]
    acts: list[ActHeard]


def understood(utterance: Utterance, shop: Shop) -> Understood:
    """What every stage made of the words, without the conversation around them."""
    stages = explain(utterance, shop)
    return Understood(
        normalised=stages.normalised,
        decoded=stages.decoded,
        clauses=list(stages.clauses),
        acts=[_heard(one.act, one.rule, shop) for one in stages.made],
    )


def _heard(act: Act, rule: str, shop: Shop) -> ActHeard:
    items: tuple[Item, ...] = getattr(act, "items", ())
    slots = {name: value for name, value in to_wire(act).items() if name not in ("intent", "items")}
    return ActHeard(intent=act.intent, rule=rule, items=[_item(item, shop) for item in items], slots=slots)


def _item(item: Item, shop: Shop) -> ItemHeard:
    return ItemHeard(
        mention=item.mention,
        quantity=None if item.quantity is None else as_number(item.quantity),
        goods=_named(item.skus, shop),
        count=len(item.skus),
        near=_named(item.near, shop),
    )


def _named(skus: tuple[str, ...], shop: Shop) -> list[str]:
    found = [shop.product(sku) for sku in skus[:MOST_GOODS]]
    return [_said(product) for product in found if product]


def _said(product: Product) -> str:
    return f"{goods_name(product)} {yuan(product.price_fen)}元/{product.unit}"
