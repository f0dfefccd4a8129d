"""An order already placed is taken back."""

from __future__ import annotations

from intents.acts import CancelOrder
from intents.recognisers.order_number import order_number
from intents.recognisers.plain import says
from intents.text.message import Made, Message


def recognise(message: Message) -> tuple[Made, ...]:
    if says("cancel_order", message):
        return (Made(CancelOrder(order_no=order_number(message.text)), "cancel_order"),)
    return ()
