"""A villager offers what he grew, reared or made."""

from __future__ import annotations

from intents.acts import Sell
from intents.message import Made, Message
from intents.offers import read_amount, read_goods, read_price
from intents.words import said


def recognise(message: Message) -> tuple[Made, ...]:
    text = message.text
    if not _offers(message):
        return ()
    price_span, price, price_unit = read_price(text)
    amount_span, amount, unit = read_amount(text, price_span)
    goods = read_goods(text, amount_span, price_span)
    if not goods:
        return ()
    unit_words = message.said(*unit) if unit else ""
    price_words = message.said(*price_unit) if price_unit else unit_words
    act = Sell(
        goods=message.said(*goods),
        qty=amount,
        unit=unit_words,
        price=price,
        price_unit=price_words if price is not None else "",
    )
    return (Made(act, "sell", goods[0]),)


def _offers(message: Message) -> bool:
    """Whether somebody offers goods of his own, rather than asks whether the shop sells some (有面粉卖吗)."""
    text = message.text
    if message.pinyin and said("sell_pinyin", "sell").search(text):
        return True
    has = said("sell_has", "sell").search(text)
    if said("sell_asks", "sell").search(text) and not has:
        return False
    own_and_priced = has and not said("sell_not", "sell").search(text) and read_price(text)[1] is not None
    return bool(said("sell_offers", "sell").search(text) or own_and_priced)
