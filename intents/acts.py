"""What a message can mean: one small class an intent, with the slots it carries.

The names of intents and slots are public: `cunkou understand` writes them (see `intents.wire`), and the scorer compares
them. Every act is frozen; quantities are decimals in the article's selling unit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, get_args

import msgspec

from intents.item import Entry, Item

Period = Literal["morning", "noon", "afternoon", "evening"]
Mode = Literal["pickup", "home"]
Fate = Literal["arrived", "fetched", "fetching", "asked"]
"""What a manager says of somebody's parcel: it is here, it is gone, somebody came for it, what about it?"""


def _intent_of(class_name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", class_name).lower()


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="intent", tag=_intent_of):
    """One thing a person does by writing."""

    @property
    def intent(self) -> str:
        return str(self.__struct_config__.tag)


class _WithItems(Act, frozen=True, kw_only=True):
    items: tuple[Item, ...] = ()


class Add(_WithItems, frozen=True, kw_only=True): ...


class Search(_WithItems, frozen=True, kw_only=True): ...


class AskPrice(_WithItems, frozen=True, kw_only=True): ...


class Remove(_WithItems, frozen=True, kw_only=True): ...


class SetQuantity(_WithItems, frozen=True, kw_only=True): ...


class ReturnGoods(_WithItems, frozen=True, kw_only=True):
    reason: str = ""


class Browse(Act, frozen=True, kw_only=True):
    category: str = ""


class Choose(Act, frozen=True, kw_only=True):
    n: int


class OrderStatus(Act, frozen=True, kw_only=True):
    order_no: str = ""


class CancelOrder(Act, frozen=True, kw_only=True):
    order_no: str = ""


class DeliveryMode(Act, frozen=True, kw_only=True):
    mode: Mode


class Schedule(Act, frozen=True, kw_only=True):
    date: str
    """YYYY-MM-DD"""
    period: Period | None = None
    time: str = ""
    """HH:MM, 24 hours"""


class Sell(Act, frozen=True, kw_only=True):
    goods: str
    qty: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    """yuan"""
    price_unit: str = ""


class BindStation(Act, frozen=True, kw_only=True):
    place: str


class Greet(Act, frozen=True, kw_only=True): ...


class Help(Act, frozen=True, kw_only=True): ...


class ViewCart(Act, frozen=True, kw_only=True): ...


class ClearCart(Act, frozen=True, kw_only=True): ...


class Checkout(Act, frozen=True, kw_only=True): ...


class Confirm(Act, frozen=True, kw_only=True): ...


class Deny(Act, frozen=True, kw_only=True): ...


class Reorder(Act, frozen=True, kw_only=True): ...


class Complain(Act, frozen=True, kw_only=True): ...


class Human(Act, frozen=True, kw_only=True): ...


class OptOut(Act, frozen=True, kw_only=True): ...


class OptIn(Act, frozen=True, kw_only=True): ...


class DeleteData(Act, frozen=True, kw_only=True): ...


class Thanks(Act, frozen=True, kw_only=True): ...


class Bye(Act, frozen=True, kw_only=True): ...


class Unknown(Act, frozen=True, kw_only=True): ...


# What only a manager does.


class Arrived(Act, frozen=True, kw_only=True):
    order_no: str


class HandedOver(Act, frozen=True, kw_only=True):
    pickup_code: str


class StockIn(_WithItems, frozen=True, kw_only=True): ...


class WalkInSale(_WithItems, frozen=True, kw_only=True): ...


class OrderFor(_WithItems, frozen=True, kw_only=True):
    person: str


class Broadcast(Act, frozen=True, kw_only=True):
    text: str


class Jielong(Act, frozen=True, kw_only=True):
    entries: tuple[Entry, ...] = ()


class TeachWord(Act, frozen=True, kw_only=True):
    """What goods are called in the county: 电壶就是暖瓶. Beside the intents the scorer knows."""

    word: str
    meaning: str


class Summary(Act, frozen=True, kw_only=True): ...


class CashTaken(Act, frozen=True, kw_only=True):
    """收了李大爷85块. This and what follows is heard in a manager's chat beside the intents the scorer knows."""

    amount: Decimal
    """yuan"""
    person: str = ""


class CashHandedIn(Act, frozen=True, kw_only=True):
    amount: Decimal
    """yuan"""


class CashBalance(Act, frozen=True, kw_only=True): ...


class CountStock(_WithItems, frozen=True, kw_only=True): ...


class Restock(_WithItems, frozen=True, kw_only=True):
    """What should be ordered for the shelf? Or how much of these goods, where some are named."""


class AskShelf(_WithItems, frozen=True, kw_only=True):
    """How much stands on the shelf: of these goods, or of all."""


class SoldOut(_WithItems, frozen=True, kw_only=True):
    """店里没盐了: nothing of these goods is left on the shelf."""


class DaySheet(Act, frozen=True, kw_only=True):
    """What is to be done at the station today?"""


class ParcelOf(Act, frozen=True, kw_only=True):
    """周大爷的到了: the orders of people who are named instead of numbers or codes, and what becomes of them."""

    people: tuple[str, ...]
    """As they are called; a slip's number in digits."""
    fate: Fate
    goods: str = ""
    """Which of their goods, where that was said."""


class Training(Act, frozen=True, kw_only=True): ...


AnyAct = (
    Add | Search | AskPrice | Remove | SetQuantity | ReturnGoods | Browse | Choose | OrderStatus | CancelOrder
    | DeliveryMode | Schedule | Sell | BindStation | Greet | Help | ViewCart | ClearCart | Checkout | Confirm | Deny
    | Reorder | Complain | Human | OptOut | OptIn | DeleteData | Thanks | Bye | Unknown
    | Arrived | HandedOver | StockIn | WalkInSale | OrderFor | Broadcast | Jielong | Summary | TeachWord | Training
    | CashTaken | CashHandedIn | CashBalance | CountStock | Restock | AskShelf | SoldOut | DaySheet | ParcelOf
)  # fmt: skip  # a table, a row a line
ACTS: tuple[type[Act], ...] = get_args(AnyAct)
