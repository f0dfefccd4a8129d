"""Money that comes by a payment platform: a ledger that is only ever added to, and what follows from it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Literal

import msgspec

Kind = Literal["asked", "paid", "closed", "refund_asked", "refunded", "refund_failed", "refunded_late"]
"""`closed`: asked for, and never to be paid under this number. `refunded_late`: after the platform had given it up."""
BACK, ALLOWANCE = "R", "A"
"""What follows the payment's number in that of a refund: money that was not due, or a part given back for good."""


class TooMuch(Exception):
    """More was to be given back than was paid and not given back yet."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    kind: Kind
    number: str
    """Of the order."""
    trade: str
    """The order's payment, as we number it: WeChat Pay's `out_trade_no`."""
    refund: str = ""
    """Our number of the refund (`out_refund_no`), where it is about one."""
    amount_fen: int
    at: datetime
    platform_id: str = ""
    """The platform's own number of it."""

    @property
    def is_allowance(self) -> bool:
        """Whether it gives back for good, as for broken goods: that is not asked for again at the counter."""
        return self.refund.removeprefix(self.trade).startswith(ALLOWANCE)

    @property
    def key(self) -> str:
        """Unique: what happens once is written once, however often it is told. A refund has one outcome."""
        kind = "outcome" if self.kind in ("refunded", "refund_failed") else self.kind
        return f"{kind}:{self.refund or self.trade}"


_COUNTS: dict[Kind, int] = {"paid": 1, "refund_asked": -1, "refund_failed": 1, "refunded_late": -1}


def change_fen(entry: Entry) -> int:
    """By how much an entry changes what is paid and stays paid."""
    return entry.amount_fen * _COUNTS.get(entry.kind, 0)


def allowance_fen(entry: Entry) -> int:
    """By how much an entry changes what an order costs less."""
    return -change_fen(entry) if entry.is_allowance else 0


def paid_fen(entries: Iterable[Entry]) -> int:
    return sum(one.amount_fen for one in entries if one.kind == "paid")


def going_back_fen(entries: Iterable[Entry]) -> int:
    """What was given back or is on its way back."""
    return -sum(change_fen(one) for one in entries if one.kind != "paid")


def returned_fen(entries: Iterable[Entry]) -> int:
    """What the platform has given back."""
    return sum(one.amount_fen for one in entries if one.kind in ("refunded", "refunded_late"))


def kept_fen(entries: Sequence[Entry]) -> int:
    """What is paid and stays paid. Never below zero, as refunds are asked for through `refunds` alone."""
    return paid_fen(entries) - going_back_fen(entries)


def refunds(entries: Sequence[Entry], amount_fen: int, at: datetime, *, sort: str = BACK) -> tuple[Entry, ...]:
    """The refunds that give back `amount_fen` of an order, each out of one payment, the newest payment first.

    `sort` is BACK or ALLOWANCE.

    Raises TooMuch where that is more than what is kept, ValueError where it is nothing.
    """
    if amount_fen <= 0:
        raise ValueError("a refund gives something back")
    if amount_fen > kept_fen(entries):
        raise TooMuch(f"{amount_fen} fen are more than the {kept_fen(entries)} fen that were paid and are kept")
    given: list[Entry] = []
    for payment in reversed([one for one in entries if one.kind == "paid"]):
        of_trade = [one for one in entries if one.trade == payment.trade]
        part = min(amount_fen, kept_fen(of_trade))
        if part > 0:
            before = sum(one.kind == "refund_asked" for one in of_trade)
            given.append(
                Entry(
                    kind="refund_asked",
                    number=payment.number,
                    trade=payment.trade,
                    refund=f"{payment.trade}{sort}{before + 1}",
                    amount_fen=part,
                    at=at,
                )
            )
            amount_fen -= part
    return tuple(given)


class BillRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the platform's bill of a day."""

    kind: Literal["paid", "refunded"]
    trade: str
    refund: str = ""
    amount_fen: int


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    kind: Literal["paid", "refunded"]
    trade: str
    refund: str
    ledger_fen: int | None
    """None: the ledger of the day knows nothing of it."""
    bill_fen: int | None


_TOLD: dict[Kind, Literal["paid", "refunded"]] = {"paid": "paid", "refunded": "refunded", "refunded_late": "refunded"}


def differences(
    ledger: Collection[Entry], bill: Iterable[BillRow], asked: Iterable[Entry] = ()
) -> tuple[Difference, ...]:
    """Where the ledger of a day and the platform's bill of that day do not say the same, by payment.

    The bill may name a refund on the day it was begun, the ledger on the day it came about, often the next one. So a refund of
    the bill is right where it was asked for (`asked`: of whatever day) with this sum, and one of the ledger alone is only
    wrong where it was asked for on that day, too.
    """
    ours = {(_TOLD[one.kind], one.trade, one.refund): one.amount_fen for one in ledger if one.kind in _TOLD}
    theirs = {(one.kind, one.trade, one.refund): one.amount_fen for one in bill}
    known = {("refunded", one.trade, one.refund): one.amount_fen for one in asked}
    begun = {one.refund for one in ledger if one.kind == "refund_asked"}
    found = []
    for key in sorted(ours.keys() | theirs.keys()):
        kind, trade, refund = key
        our, their = ours.get(key), theirs.get(key)
        elsewhere = known.get(key) == their if our is None else their is None and bool(refund) and refund not in begun
        if our != their and not elsewhere:
            found.append(Difference(kind=kind, trade=trade, refund=refund, ledger_fen=our, bill_fen=their))
    return tuple(found)
