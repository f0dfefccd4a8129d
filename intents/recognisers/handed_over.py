"""A parcel is handed over for its 4-digit code."""

from __future__ import annotations

import re

from intents.acts import HandedOver
from intents.text.message import Made, Message
from intents.text.words import said

_NAMED = re.compile(
    r"(?:(?:取货|提货|取件)码|(?:^|(?<=[ ,。]))码|(?<![a-z])[qt][hj]m)[是为:， ]*([0-9]{3,8})(?![0-9])", re.IGNORECASE
)
"""What is called a code is one, also where it cannot be right: then it is said so."""
_CODE = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9年元块瓦w.])")
_LONG = re.compile(r"(?<![0-9单号])[0-9]{6}(?![0-9年元块瓦w.])(?=[^0-9]{0,6}(?:取|拿|领|提)(?:走|了|货|完|掉))")
"""Codes of six digits, as other couriers give them, count where it is said that the parcel went."""


def parcels_in(text: str) -> list[Made]:
    """The parcels of which a part of a message says that they went, each by its code."""
    if not speaks_of_it(text):
        return []
    return [Made(HandedOver(pickup_code=code), "handed_over") for code in dict.fromkeys(_CODE.findall(text))]


def speaks_of_it(text: str) -> bool:
    """Whether words say that something was handed over."""
    return bool(said("handed_over", "desk").search(text))


def recognise(message: Message) -> tuple[Made, ...]:
    named = _NAMED.findall(message.text)
    codes = _CODE.findall(message.text) or named or _LONG.findall(message.text)
    rest = _CODE.sub("", message.core).strip(" ,。:、")
    if codes and (not rest or named or speaks_of_it(message.text)):
        return tuple(Made(HandedOver(pickup_code=code), "handed_over") for code in dict.fromkeys(codes))
    return ()
