"""Where is it, when does it come, when does the fitter come; a bare order number."""

from __future__ import annotations

from datetime import date, timedelta

from intents.acts import OrderStatus
from intents.recognisers.order_number import order_number
from intents.recognisers.plain import says
from intents.text.message import Made, Message
from intents.text.words import said

_SOON = timedelta(days=1)
"""Whoever asks whether it can come by tomorrow waits for a parcel; of a later day he asks that it come then."""


def recognise(message: Message) -> tuple[Made, ...]:
    number = order_number(message.text)
    if not number and _asks_for_a_day(message):
        return ()
    if says("order_status", message) or (number and message.core.strip(" #:号") == number):
        return (Made(OrderStatus(order_no=number), "order_status"),)
    return ()


def _asks_for_a_day(message: Message) -> bool:
    """Whether somebody asks for a day further off rather than after a parcel: 腊八那天上午能送到吗."""
    if not said("can_it_come").search(message.text) or said("parcel").search(message.text):
        return False
    asked = message.time_in(message.text)
    return bool(asked and asked.dated and date.fromisoformat(asked.schedule.date) > message.at.date() + _SOON)
