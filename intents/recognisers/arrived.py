"""A manager marks what the lorry brought: order numbers, the small numbers of slips (到 3 7 12), or 全到 除5."""

from __future__ import annotations

import re

from intents.acts import Arrived
from intents.recognisers.order_number import order_numbers
from intents.text.message import Made, Message
from intents.text.words import said

_SLIPS = re.compile(r"(?<![0-9])[0-9]{1,3}(?![0-9])")
_SLIPS_ONLY = re.compile(
    r"^[^0-9]{0,4}到[^0-9]{0,3}(?:[0-9]{1,3}(?![0-9])(?:号|单)?[ ,、.和跟]*)+(?:号|单|都|了|的|到|齐|吧)*$"
)
_SLIPS_FIRST = re.compile(r"^(?:[0-9]{1,3}(?![0-9])(?:号|单)?[ ,、.和跟]*)+(?:号|单|都|全)*到(?:了|货|站|齐|吧)*$")
_SLIPS_NAMED = re.compile(r"^[0-9]{1,3}(?:号|单)(?:单)?(?:的|那[一-鿿])?[一-鿿]{0,6}?到(?:了|货|站|齐)*[啊呀哈]*$")
"""12号的冰箱到了."""
_AND_TELL = re.compile(
    r"(?<=[到了]),?(?:帮我|给我|快|就|请)?(?:通知|告诉|喊|叫|让|催)(?:一下|一声)?(?:他|她|人家|他们|她们|大家)?们?(?:一声|一下)?(?:过?来)?(?:[拿取领提](?:货|走|一下)?|说一?声)?[了吧啊]*$"
)
"""3号的到了,通知他来拿: whoever is told of an arrival is told anyhow."""
ALL = "全"
EXCEPT = "除"


def recognise(message: Message) -> tuple[Made, ...]:
    text = _AND_TELL.sub("", message.core)
    if said("all_arrived", "desk").search(text):
        return _everything(text)
    if said("not_arrived", "desk").search(text):
        return ()
    numbers = [match["number"] for match in order_numbers(message.text)]
    if numbers and said("arrived", "desk").search(text):
        return tuple(Made(Arrived(order_no=number), "arrived") for number in dict.fromkeys(numbers))
    if any(form.match(text) for form in (_SLIPS_ONLY, _SLIPS_FIRST, _SLIPS_NAMED)):
        return tuple(Made(Arrived(order_no=slip), "arrived.slips") for slip in dict.fromkeys(_SLIPS.findall(text)))
    return ()


def _everything(text: str) -> tuple[Made, ...]:
    """全到: the order number 全, and 除N for each one that did not come."""
    left_out: list[str] = []
    if match := said("except", "desk").search(text):
        rest = text[match.end() :]
        left_out = [m["number"] for m in order_numbers(rest)] + _SLIPS.findall(rest)
    return tuple(Made(Arrived(order_no=number), "arrived.all") for number in (ALL, *(EXCEPT + n for n in left_out)))
