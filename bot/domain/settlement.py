"""What a seller gets for what was handed over: exact to the fen, sale by sale, so that every sum adds up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from bot.domain.listing import RULES, Rules, Sale
from bot.domain.money import amount_fen


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    amount_fen: int = 0
    freight_fen: int = 0
    commission_fen: int = 0

    @property
    def net_fen(self) -> int:
        return self.amount_fen - self.freight_fen - self.commission_fen

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            amount_fen=self.amount_fen + other.amount_fen,
            freight_fen=self.freight_fen + other.freight_fen,
            commission_fen=self.commission_fen + other.commission_fen,
        )


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """Money that a seller was paid."""

    key: str
    seller: str
    station: str
    sums: Sums
    how: str
    """cash, wechat or transfer"""
    by: str
    """Person id of the manager, or `system`."""
    at: datetime


def sums_of(weight: Decimal, unit: str, price_fen: int, rules: Rules = RULES) -> Sums:
    """One hand-over. Commission and freight never take more than the goods brought in."""
    amount = amount_fen(weight, price_fen)
    freight = min(amount_fen(weight, rules.freight_fen.get(unit, 0)), amount)
    share = (amount * rules.commission_percent / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Sums(amount_fen=amount, freight_fen=freight, commission_fen=min(int(share), amount - freight))


def total(sales: Iterable[Sale]) -> Sums:
    """What sales that were handed over come to together."""
    return sum(map(of_sale, sales), Sums())


def of_sale(sale: Sale) -> Sums:
    return Sums(amount_fen=sale.amount_fen, freight_fen=sale.freight_fen, commission_fen=sale.commission_fen)
