"""Numbers that are read over a phone: order numbers, pick-up codes, codes that prove a phone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from random import Random

LARGEST_SLIP = 999
_FEWEST_DIGITS, _MOST_DIGITS = 3, 6
_CHOICES = 8


def order_number(at: datetime, dice: Random, attempt: int) -> str:
    """`yymmdd` and three digits; each collision of one turn makes it a digit longer. 9 to 12 digits."""
    digits = min(_FEWEST_DIGITS + attempt, _MOST_DIGITS)
    return f"{at:%y%m%d}{dice.randrange(10**digits):0{digits}d}"


def order_number_choices(at: datetime, dice: Random, attempt: int) -> list[str]:
    """Numbers to choose a free one from, the shortest first: of the longest there are a few."""
    return [order_number(at, dice, attempt + place) for place in range(_CHOICES)]


def order_numbers(at: datetime, dice: Random, attempt: int) -> Iterator[str]:
    """Numbers for many orders at once: each is different, and long enough that others' are hardly met."""
    drawn: set[str] = set()
    while True:
        number = order_number(at, dice, attempt + len(drawn) // 10)
        if number not in drawn:
            drawn.add(number)
            yield number


def slips_from(first: int, taken: Collection[int]) -> Iterator[int]:
    """The station's running numbers from its next one on, stepping over those still open."""
    slip = first
    while True:
        if slip not in taken or slip == first:
            yield slip
        slip = slip % LARGEST_SLIP + 1


def pickup_code(dice: Random, taken: Collection[str]) -> str:
    """Four digits that no other parcel now at the station has; never starting with 0, which gets lost in speech."""
    code = str(dice.randrange(1000, 10000))
    while code in taken:
        code = str(dice.randrange(1000, 10000))
    return code


def phone_code(dice: Random) -> str:
    return f"{dice.randrange(10**6):06d}"


def draft_id(dice: Random) -> str:
    return f"{dice.getrandbits(64):016x}"


_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)")


def mobile_in(text: str) -> str:
    """The mainland mobile number in a text as E.164, '' where there is none."""
    found = _MOBILE.search(text)
    return "+86" + "".join(found.groups()) if found else ""
