"""What a Select station should order for its shelf, from what it sold in the last weeks. Data: config/shelf.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

import msgspec

from config.data import read_yaml


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    weeks: int
    """Sales of so many weeks are looked at."""
    low_days: int
    """An article is low when it lasts no longer than that, as it was sold …"""
    low_at: Decimal
    """… or when no more than that is left, in selling units."""
    cover_days: int
    """So many days' sales are ordered up to."""


RULES = msgspec.convert(read_yaml("shelf.yaml"), Rules)
LOOK_BACK = timedelta(weeks=RULES.weeks)


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    sku: str
    left: Decimal
    sold: Decimal
    """In the last weeks."""
    order: Decimal


def proposals(left: Mapping[str, Decimal], sold: Mapping[str, Decimal], rules: Rules = RULES) -> tuple[Proposal, ...]:
    """What runs low, most sold first, each with how much to order in whole units. What was never sold is not proposed.

    `left` is what is free on the shelf, `sold` what went in the last `rules.weeks` weeks, both by article.
    """
    low = (_proposal(sku, left.get(sku, Decimal(0)), count, rules) for sku, count in sold.items() if count > 0)
    found: Iterable[Proposal] = (one for one in low if one is not None)
    return tuple(sorted(found, key=lambda one: (-one.sold, one.sku)))


def _proposal(sku: str, left: Decimal, sold: Decimal, rules: Rules) -> Proposal | None:
    days = rules.weeks * 7
    if left > max(rules.low_at, sold * rules.low_days / days):
        return None
    wanted = (sold * rules.cover_days / days - left).to_integral_value(ROUND_CEILING)
    return Proposal(sku=sku, left=left, sold=sold, order=max(wanted, Decimal(1)))
