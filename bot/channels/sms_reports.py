"""Which codes of delivery reports mean that a number takes nothing any more. The carriers' own, whoever passes them on."""

from __future__ import annotations

from typing import Literal

_BLACKLISTED = ("BLACK", "TDBLACK", "UNSUBSCRIBE", "退订", "黑名单", "免打扰")
"""In a code or its words: MBBLACK, DBBLACK, SIGN_BLACK …"""
_NO_NUMBER = ("空号", "MK:0001", "CB:0053", "NOT_EXIST")
"""Nobody's number. A phone that is off, barred or out of money is not told from one that comes back: it stays open."""


def closed_by(*said: str) -> Literal["", "no_number", "opted_out"]:
    """What a failed report's code and words say of the number for the future."""
    words = " ".join(said).upper()
    if any(word in words for word in _BLACKLISTED):
        return "opted_out"
    return "no_number" if any(word in words for word in _NO_NUMBER) else ""
