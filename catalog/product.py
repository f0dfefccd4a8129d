"""One article of the shop, as the catalogue file describes it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """An article. Money is integer fen for one selling unit (`unit`); `stock` is None where there is no limit."""

    sku: str
    name: str
    brand: str = ""
    category: str = ""
    """Two levels, `调味品/酱油`."""
    spec: str = ""
    unit: str
    price_fen: int
    city_price_fen: int | None = None
    aliases: tuple[str, ...] = ()
    install: bool = False
    """True for appliances that a fitter brings and installs at home."""
    merchant: str = ""
    stock: Decimal | None = None
    """What the county can deliver when the file was read; orders draw on the database's own count."""
    weight_kg: Decimal | None = None
    stock_place: Literal["county", "city"] = "county"
    """Where it stands: the county's store, or the city's warehouse, from where it comes a day later."""
