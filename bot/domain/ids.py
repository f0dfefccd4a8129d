"""Numbers by which rows are known, as callers write them: in a path, a form, a header."""

from __future__ import annotations

LONGEST_ID = 18
"""Digits; more of them may be no number of the database (a 64-bit one)."""


def id_of(text: str) -> int | None:
    """The number that was written; None where it is none, or too long to be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else None
