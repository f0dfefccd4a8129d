"""Whose order a manager means by a name: 周大爷, 老王家, 秀英, or the number of a slip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from bot.dialogue.exchange import Exchange
from bot.domain.order import Order
from intents.values.people import Alike, alike

LONGEST_NAME = 20
_WITH_SURNAME = 3
"""Signs of a name without whose first somebody is called, too."""


class Meant(msgspec.Struct, frozen=True):
    """The orders that a name can mean, of people called alike."""

    orders: tuple[Order, ...] = ()
    sure: bool = False
    """Whether they are one person's, who is called just so. Else it is asked before anything is done."""

    @property
    def one(self) -> Order | None:
        """The order, where only one can be meant."""
        return self.orders[0] if self.sure and len(self.orders) == 1 else None


def meant(ex: Exchange, name: str, orders: Sequence[Order], goods: str = "") -> Meant:
    """Of these orders those of who is called so, and holding these goods where some are named. Who is called just so
    comes before whose name sounds so, is longer, or has only the surname in common."""
    if name.isdigit():
        return Meant(orders=tuple(order for order in orders if str(order.slip) == name), sure=True)
    grades = {order.recipient: alike(name, order.recipient) for order in orders}
    best = max(grades.values(), default=Alike.NO)
    if best is Alike.NO:
        return Meant()
    found = [order for order in orders if grades[order.recipient] is best]
    sure = best is Alike.SAME or (best is Alike.SOUND and ex.text.isascii())  # typed pinyin has no other way to tell
    held = holding(ex, goods, found)
    return Meant(orders=held or tuple(found), sure=sure and bool(held) and _of_one_person(found))


def said_as(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Words → those who are called so: 王秀英, and 秀英 for everybody whose given name that is. A name in full is nobody else's."""
    full = sorted(set(names))
    short: dict[str, list[str]] = {}
    for name in full:
        if len(name) >= _WITH_SURNAME:
            short.setdefault(name[1:], []).append(name)
    return short | {name: [name] for name in full}


def _of_one_person(orders: Sequence[Order]) -> bool:
    """People of one name are told apart by their accounts; those without one by nothing, and count as one."""
    return len({(order.person, order.recipient) for order in orders}) == 1


def holding(ex: Exchange, goods: str, orders: Sequence[Order]) -> tuple[Order, ...]:
    """Of these orders those that hold the goods which are named."""
    if not goods:
        return tuple(orders)
    narrow = ex.facts.shop.narrow
    return tuple(order for order in orders if narrow(goods, [line.sku for line in order.lines]))
