"""Money is integer fen inside and yuan only where a person or a file meets it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def amount_fen(quantity: Decimal, price_fen: int) -> int:
    """What `quantity` selling units cost; half a fen is rounded up, as a shopkeeper does."""
    return int((quantity * price_fen).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def yuan(fen: int) -> str:
    """`990` → `9.9`, `1900` → `19`, `905` → `9.05`: as a villager writes a price."""
    return f"{Decimal(fen) / 100:f}".rstrip("0").rstrip(".") if fen % 100 else str(fen // 100)


def number(quantity: Decimal) -> str:
    """A quantity without trailing zeros: `2`, `0.5`."""
    return f"{quantity.normalize():f}"
