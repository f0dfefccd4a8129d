"""What an audit says of one promise."""

from __future__ import annotations

import msgspec


class Finding(msgspec.Struct, frozen=True):
    """How many cases were looked at, and those in which it was broken."""

    promise: str
    cases: int
    broken: list[str]
