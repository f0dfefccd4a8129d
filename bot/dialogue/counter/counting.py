"""盘点: the shelf is counted, the difference read back, and one yes makes it so."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from bot.dialogue.exchange import Exchange
from bot.dialogue.saying import amount
from bot.dialogue.talk import Count
from bot.domain.shelf import Standing

FORGOTTEN_AFTER = timedelta(hours=2)


def note(ex: Exchange, sku: str, quantity: Decimal) -> None:
    """So much of an article stands there; said twice, the last counts."""
    found = under_way(ex)
    ex.change(count=Count(at=ex.facts.at, found=found | {sku: quantity}), asking=None)
    ex.shopping = True


def under_way(ex: Exchange) -> dict[str, Decimal]:
    """What was counted and is not written down yet."""
    count = ex.talk.count
    return count.found if count is not None and ex.facts.at - count.at <= FORGOTTEN_AFTER else {}


def on_record(ex: Exchange) -> dict[str, Standing]:
    return {row.sku: row for row in ex.facts.shelf_rows(ex.station.code)} if ex.station is not None else {}


def rows(ex: Exchange) -> str:
    """One line an article: how much there is, and by how much that differs from what was on record."""
    known = on_record(ex)
    said = []
    for sku, quantity in under_way(ex).items():
        product = ex.facts.shop.product(sku)
        if product is not None:
            before = known.get(sku, Standing(sku=sku, quantity=Decimal(0)))
            said.append(
                f"{product.name} {amount(quantity, product.unit)}（{_difference(quantity, before, product.unit)}）"
            )
    return "\n".join(said)


def _difference(quantity: Decimal, before: Standing, unit: str) -> str:
    change = quantity - before.quantity
    held = f"，其中留给乡亲{amount(before.reserved, unit)}" if before.reserved else ""
    if not change:
        return f"对得上{held}"
    return f"账上{amount(before.quantity, unit)}，{'多' if change > 0 else '少'}{amount(abs(change), unit)}{held}"
