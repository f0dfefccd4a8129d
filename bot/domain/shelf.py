"""What stands on a Select station's shelf."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One article on a shelf, in selling units."""

    sku: str
    quantity: Decimal
    reserved: Decimal = Decimal(0)
    """Of these, set aside for orders."""

    @property
    def free(self) -> Decimal:
        return max(self.quantity - self.reserved, Decimal(0))
