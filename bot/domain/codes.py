"""Numbers that are read over a phone: order numbers, pick-up codes, codes that prove a phone."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from random import Random

_FEWEST_DIGITS, _MOST_DIGITS = 3, 6


def order_number(at: datetime, dice: Random, attempt: int) -> str:
    """`yymmdd` and three digits; each collision of one turn makes it a digit longer. 9 to 12 digits."""
    digits = min(_FEWEST_DIGITS + attempt, _MOST_DIGITS)
    return f"{at:%y%m%d}{dice.randrange(10**digits):0{digits}d}"


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
