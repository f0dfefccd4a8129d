"""What a message can mean: one small class an intent, with the slots it carries.

The names of intents and slots are public: `cunkou understand` writes them, and the scorer compares them. Every act
is frozen; quantities are decimals in the article's selling unit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Literal, get_args

import msgspec

Period = Literal["morning", "noon", "afternoon", "evening"]
Mode = Literal["pickup", "home"]


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Goods as they were named, and what they can be: `skus` holds none (not carried), one, or all to choose from."""

    mention: str
    skus: tuple[str, ...] = ()
    quantity: Decimal | None = None
    """In selling units; None where nothing was said, or where it cannot be converted (一箱 of an article sold by 瓶)."""
    unit: str = ""
    """The unit word said, '' where none was."""
    near: tuple[str, ...] = ()
    """The nearest articles the shop has, best first; only where `skus` is empty."""


def _intent_of(class_name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", class_name).lower()


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="intent", tag=_intent_of):
    """One thing a person does by writing."""

    @property
    def intent(self) -> str:
        return str(self.__struct_config__.tag)


class _WithItems(Act):
    items: tuple[Item, ...] = ()


class Add(_WithItems): ...


class Search(_WithItems): ...


class AskPrice(_WithItems): ...


class Remove(_WithItems): ...


class SetQuantity(_WithItems): ...


class ReturnGoods(_WithItems):
    reason: str = ""


class Browse(Act):
    category: str = ""


class Choose(Act):
    n: int


class OrderStatus(Act):
    order_no: str = ""


class CancelOrder(Act):
    order_no: str = ""


class DeliveryMode(Act):
    mode: Mode


class Schedule(Act):
    date: str
    """YYYY-MM-DD"""
    period: Period | None = None
    time: str = ""
    """HH:MM, 24 hours"""


class Sell(Act):
    goods: str
    qty: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    """yuan"""
    price_unit: str = ""


class BindStation(Act):
    place: str


class Greet(Act): ...


class Help(Act): ...


class ViewCart(Act): ...


class ClearCart(Act): ...


class Checkout(Act): ...


class Confirm(Act): ...


class Deny(Act): ...


class Reorder(Act): ...


class Complain(Act): ...


class Human(Act): ...


class OptOut(Act): ...


class OptIn(Act): ...


class DeleteData(Act): ...


class Thanks(Act): ...


class Bye(Act): ...


class Unknown(Act): ...


# What only a manager does.


class Arrived(Act):
    order_no: str


class HandedOver(Act):
    pickup_code: str


class StockIn(_WithItems): ...


class WalkInSale(_WithItems): ...


class OrderFor(_WithItems):
    person: str


class Broadcast(Act):
    text: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a 接龙 list."""

    person: str
    items: tuple[Item, ...] = ()


class Jielong(Act):
    entries: tuple[Entry, ...] = ()


class Summary(Act): ...


class Training(Act): ...


AnyAct = (
    Add | Search | AskPrice | Remove | SetQuantity | ReturnGoods | Browse | Choose | OrderStatus | CancelOrder
    | DeliveryMode | Schedule | Sell | BindStation | Greet | Help | ViewCart | ClearCart | Checkout | Confirm | Deny
    | Reorder | Complain | Human | OptOut | OptIn | DeleteData | Thanks | Bye | Unknown
    | Arrived | HandedOver | StockIn | WalkInSale | OrderFor | Broadcast | Jielong | Summary | Training
)  # fmt: skip
ACTS: tuple[type[Act], ...] = get_args(AnyAct)


def to_wire(act: Act) -> dict[str, Any]:
    """The act as `cunkou understand` writes it: numbers as numbers, items as `sku` / `any_of` / `none`."""
    wire: dict[str, Any] = {"intent": act.intent}
    for field in act.__struct_fields__:
        value = getattr(act, field)
        if field == "items":
            if value or isinstance(act, Add | Search | AskPrice | Remove | SetQuantity):
                wire["items"] = [_item_to_wire(item) for item in value]
        elif field == "entries":
            wire["entries"] = [
                {"person": e.person, "items": [_item_to_wire(item) for item in e.items]} for e in value
            ]
        elif value is not None and value != "":
            wire[field] = _number(value) if isinstance(value, Decimal) else value
    return wire


def _item_to_wire(item: Item) -> dict[str, Any]:
    wire: dict[str, Any]
    match item.skus:
        case ():
            wire = {"none": True}
        case (sku,):
            wire = {"sku": sku}
        case skus:
            wire = {"any_of": list(skus)}
    wire["mention"] = item.mention
    if item.quantity is not None:
        wire["qty"] = _number(item.quantity)
    return wire


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
