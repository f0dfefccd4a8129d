"""The act of a message that only its kinds of words tell (see `intents.hints`)."""

from __future__ import annotations

from collections.abc import Callable

from intents.acts import Act, Browse, CancelOrder, OrderStatus
from intents.hints import hinted
from intents.recognisers.browse import category_of
from intents.recognisers.order_number import order_number
from intents.recognisers.plain import ACTS
from intents.text.message import Made, Message

_FULL = 8
"""Order numbers have a date in front and are no shorter; 12345 may be anything."""
_WITH_SLOTS: dict[str, Callable[[Message], Act]] = {
    "browse": lambda message: Browse(category=category_of(message.text, message.shop)),
    "cancel_order": lambda message: CancelOrder(order_no=order_number(message.text)),
    "order_status": lambda message: OrderStatus(order_no=order_number(message.text)),
}


def recognise(message: Message) -> tuple[Made, ...]:
    hint = hinted(message)
    if hint is None:
        number = order_number(message.text)
        return (Made(OrderStatus(order_no=number), "order_number"),) if len(number) >= _FULL else ()
    act = _WITH_SLOTS[hint.intent](message) if hint.intent in _WITH_SLOTS else ACTS[hint.intent]()
    return (Made(act, f"hint.{hint.intent}({'+'.join(sorted(hint.kinds))})"),)
