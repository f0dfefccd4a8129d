"""How payments are numbered: what makes two of them the same one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from hashlib import blake2s

from bot.domain.payment import Entry

VALID = timedelta(hours=2)
"""So long, and twice as long at most, can be paid under one number."""
_SLOT_S = int(VALID.total_seconds())


def trade_number(
    number: str, way: str, amount_fen: int, now: datetime, *, payer: str = "", before: Iterable[Entry]
) -> str:
    """One number for each way, payer, sum and two hours: asked twice it is the same payment, as long as it is valid.

    The sum is part of it as giving back a part changes what is due, and the platform refuses a known number with
    another sum. Where the same sum is due again after that payment was made and given back, or closed, it is another one:
    `before` is the order's ledger, and the platform takes no number twice. 32 letters at most: 12 of the order, the way,
    5 of the slot, 6 of the payer, the sum in hex, and which one.
    """
    who = blake2s(payer.encode(), digest_size=3).hexdigest() if payer else ""
    first = f"{number}{way}{int(now.timestamp()) // _SLOT_S:05x}{who}{amount_fen:x}"
    over = sum(
        one.kind in ("paid", "closed") and (one.trade == first or one.trade.startswith(f"{first}-")) for one in before
    )
    return f"{first}-{over}" if over else first


def valid_until(now: datetime, zone: tzinfo) -> datetime:
    """The same for all that are asked for under one number."""
    slot = int(now.timestamp()) // _SLOT_S
    return datetime.fromtimestamp((slot + 1) * _SLOT_S, zone) + VALID
