"""Goods that are only talked of: what was bought, eaten, given or lost, how good it is, how it is used, what can wait."""

from __future__ import annotations

from intents.words import said

_LED = 16
"""So many characters before a clause are looked at."""


def is_told(words: str, before: str = "") -> bool:
    """Whether a clause tells of goods, or puts them off, and asks for none; `before` is what leads up to it."""
    led = before[-_LED:] + words
    if said("put_off", "told").search(led):
        return True
    return bool(said("told", "told").search(led) and not said("asks", "told").search(words))
