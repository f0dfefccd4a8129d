"""Where is it, when does it come, when does the fitter come; a bare order number."""

from __future__ import annotations

from intents.acts import OrderStatus
from intents.message import Made, Message
from intents.recognisers.order_number import order_number
from intents.recognisers.plain import says


def recognise(message: Message) -> tuple[Made, ...]:
    number = order_number(message.text)
    if says("order_status", message) or (number and message.core.strip(" #:号") == number):
        return (Made(OrderStatus(order_no=number), "order_status"),)
    return ()
