"""Acts as `cunkou understand` writes them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from intents.acts import Act, Add, AskPrice, Remove, Search, SetQuantity
from intents.item import Item


def to_wire(act: Act) -> dict[str, Any]:
    """The act as `cunkou understand` writes it: numbers as numbers, items as `sku` / `any_of` / `none`."""
    wire: dict[str, Any] = {"intent": act.intent}
    for field in act.__struct_fields__:
        value = getattr(act, field)
        if field == "items":
            if value or isinstance(act, Add | Search | AskPrice | Remove | SetQuantity):
                wire["items"] = [_item_to_wire(item) for item in value]
        elif field == "entries":
            wire["entries"] = [{"person": e.person, "items": [_item_to_wire(item) for item in e.items]} for e in value]
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
