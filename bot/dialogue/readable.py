"""A message as it is read: without what no pen writes, and of a bounded length."""

from __future__ import annotations

LONGEST_TEXT = 2000
"""Characters; nobody says more in one breath, and a pasted page is asked for in pieces."""


def readable(text: str) -> str:
    """The text without control characters and halves of surrogate pairs; bounded."""
    whole = text[: LONGEST_TEXT + 1].encode("utf-8", "ignore").decode("utf-8")
    return "".join(c if c.isprintable() or c == "\n" else " " for c in whole).strip()
