"""Goods as people name them, before anybody has them in hand: what acts carry."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Goods as they were named, and what they can be: `skus` holds none (not carried), one, or all to choose from."""

    mention: str
    skus: tuple[str, ...] = ()
    quantity: Decimal | None = None
    """In selling units; None where nothing was said, or where it cannot be converted (一箱 of an article sold by 瓶)."""
    unit: str = ""
    """The unit word said, '' where none was."""
    less: bool = False
    """Whether so many fewer are wanted than there are: 白糖少拿一袋."""
    near: tuple[str, ...] = ()
    """The nearest articles the shop has, best first; only where `skus` is empty."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a 接龙 list."""

    person: str
    items: tuple[Item, ...] = ()
