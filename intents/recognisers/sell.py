"""A villager offers what he grew, reared or made."""

from __future__ import annotations

import re

from intents.acts import Sell
from intents.offers import read_amount, read_goods, read_price
from intents.recognisers import bind_station
from intents.text.message import Made, Message
from intents.text.words import said
from intents.values.people import introduced

_MAY_SELL = re.compile("[卖收销]|[一1每/]公?[斤头只个]")


def recognise(message: Message) -> tuple[Made, ...]:
    """The offer, and the village that is told beside it: 我是和平村的,我有五百斤苹果."""
    text, home = message.text, _village(message)
    if home:
        start, end = home[1]
        text = text[:start] + " " * (end - start) + text[end:]
    if name := introduced(text):
        text = text[: name.start()] + " " * len(name[0]) + text[name.end() :]
    spoken = text.strip(" ,。")
    if not _offers(message, f"我{spoken}" if home and spoken.startswith("有") else spoken):
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
    made = Made(act, "sell", goods[0])
    return (home[0], made) if home else (made,)


def _village(message: Message) -> tuple[Made, tuple[int, int]] | None:
    """Looked for only where a message says more than one thing, and may be an offer."""
    says_more = len(message.clauses) > 1 or " " in message.text
    return bind_station.recognise(message) if says_more and _MAY_SELL.search(message.text) else None


def _offers(message: Message, text: str) -> bool:
    """Whether somebody offers goods of his own, rather than asks whether the shop sells some (有面粉卖吗)."""
    if message.pinyin and said("sell_pinyin", "sell").search(text):
        return True
    has = said("sell_has", "sell").search(text)
    if said("sell_asks", "sell").search(text) and not has:
        return False
    own_and_priced = has and not said("sell_not", "sell").search(text) and read_price(text)[1] is not None
    return bool(said("sell_offers", "sell").search(text) or own_and_priced)
