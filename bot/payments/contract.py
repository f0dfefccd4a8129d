"""What a payment platform can do, and what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, Protocol

import msgspec

from bot.domain.payment import BillRow


class PaymentFailed(Exception):
    """The platform refused, or could not be reached: nothing is known to have been done. Asking again is harmless, as our
    numbers make it the same payment or refund."""


class TradeOver(PaymentFailed):
    """Nothing can be paid under this number any more: it is paid, or closed. `query` tells which."""


class TradePaid(msgspec.Struct, frozen=True, kw_only=True):
    """Verified: the platform holds this money for us."""

    trade: str
    amount_fen: int
    at: datetime
    platform_id: str


Unpaid = Literal["open", "closed", "unknown"]
"""It can still be paid; it never can again; the platform was never asked for it, or has forgotten it."""


class RefundTold(msgspec.Struct, frozen=True, kw_only=True):
    """Verified: how a refund stands."""

    refund: str
    state: Literal["done", "processing", "failed"]
    amount_fen: int
    at: datetime | None = None
    platform_id: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a payment is asked for with."""

    trade: str
    amount_fen: int
    about: str
    """In the payer's list of payments: 127 letters at most."""
    until: datetime


class PaymentPlatform(Protocol):
    """All raise PaymentFailed."""

    async def native(self, asked: Asked) -> str:
        """The content of a QR code by which anybody can pay. Raises TradeOver, as `jsapi` does."""

    async def jsapi(self, asked: Asked, openid: str) -> dict[str, str]:
        """With what a page inside WeChat calls up paying for exactly this person."""

    async def query(self, trade: str) -> TradePaid | Unpaid: ...

    async def refund(self, refund: str, trade: str, amount_fen: int, total_fen: int) -> RefundTold:
        """Ask for it, or how it stands: the same number is the same refund."""

    async def bill(self, day: date) -> Sequence[BillRow]:
        """All that was paid and given back on a day that is over."""

    async def close(self) -> None: ...
