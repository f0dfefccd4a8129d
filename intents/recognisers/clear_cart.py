"""Everything goes out of the cart. Where goods are named (酱油跟醋都去掉) only those do."""

from __future__ import annotations

from intents.acts import ClearCart
from intents.goods.mentions import find_mentions
from intents.recognisers.plain import says
from intents.text.message import Made, Message


def recognise(message: Message) -> tuple[Made, ...]:
    if not says("clear_cart", message):
        return ()
    if any(mention.named and mention.item.skus for mention in find_mentions(message.text, message.shop)):
        return ()
    return (Made(ClearCart(), "clear_cart"),)
