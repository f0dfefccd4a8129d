"""Cash in a manager's hands: a ledger to which entries are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

Kind = Literal["taken", "handed_in", "reversal"]
MOST_FEN = 100_000_00
"""More than this in one go is a slip of the finger, or nothing for a chat."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    key: str
    """Unique: the same entry is written once."""
    station: str
    kind: Kind
    amount_fen: int
    """What it adds to the cash in hand: taken is positive, handed in negative, a reversal the opposite of what it reverses."""
    person: str = ""
    """Who paid, as the manager said."""
    number: str = ""
    """The order it was for."""
    note: str = ""
    reverses: str | None = None
    """Key of the entry that this one takes back; an entry is taken back once."""


def reversal(entry: Entry) -> Entry:
    """The entry that takes another back."""
    return msgspec.structs.replace(
        entry, key=f"undo:{entry.key}", kind="reversal", amount_fen=-entry.amount_fen, reverses=entry.key
    )


def balance_fen(entries: Iterable[Entry]) -> int:
    """What is in hand after all these."""
    return sum(entry.amount_fen for entry in entries)
