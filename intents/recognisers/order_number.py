"""Numbers of orders: long runs of digits, with letters in front perhaps; a phone number is none."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])(?P<number>[A-Za-z]{0,3}-?[0-9]{5,20})(?![0-9A-Za-z]|\.[0-9])(?!元|块|斤|个|条|袋)"
)
_PHONE = re.compile(r"1[3-9][0-9]{9}")


def order_numbers(text: str) -> tuple[re.Match[str], ...]:
    """Where the order numbers of a text stand, in group `number`."""
    return tuple(match for match in _NUMBER.finditer(text) if not _PHONE.fullmatch(match["number"]))


def order_number(text: str) -> str:
    """The first order number of a text, '' where there is none."""
    found = order_numbers(text)
    return found[0]["number"] if found else ""
