"""A parcel is handed over for its 4-digit code."""

from __future__ import annotations

import re

from intents.acts import HandedOver
from intents.message import Made, Message
from intents.words import said

_CODE = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9年元块瓦w.])")


def recognise(message: Message) -> tuple[Made, ...]:
    codes = _CODE.findall(message.text)
    rest = _CODE.sub("", message.core).strip(" ,。:、")
    if codes and (not rest or said("handed_over", "desk").search(message.text)):
        return tuple(Made(HandedOver(pickup_code=code), "handed_over") for code in dict.fromkeys(codes))
    return ()
