"""Money that comes and goes by a payment platform."""

from __future__ import annotations

from datetime import datetime

from bot.domain.events.base import Event


class OrderPaid(Event, frozen=True, kw_only=True):
    """The platform has taken an order's money."""

    number: str
    trade: str
    """Our number of the payment."""
    amount_fen: int
    at: datetime
    platform_id: str


class RefundSettled(Event, frozen=True, kw_only=True):
    """What became of a refund that was asked for."""

    number: str
    refund: str
    """Our number of the refund."""
    amount_fen: int
    done: bool
    """False: the platform gave it up, and somebody must look."""
    at: datetime
    platform_id: str = ""
