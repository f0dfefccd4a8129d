"""What a seller answers, where the same words would order something of the shop: 苹果, 五百斤苹果, 200个."""

from __future__ import annotations

from bot.dialogue.heard import Heard
from bot.dialogue.heard import goods as named_in
from bot.dialogue.market.reading import number_alone, plain
from intents.acts import Search
from intents.offers import read_amount, read_goods, read_price

_ENDS = " ,，。！!的吧呢啊"


def only_counts(text: str) -> bool:
    """Whether it is an amount, a price or both, and names no goods: 200个 is no quilt of 200 cm."""
    text = plain(text).strip(_ENDS)
    price, amount = read_price(text)[0], read_amount(text, read_price(text)[0])[0]
    told = price is not None or amount is not None or number_alone(text) is not None
    return told and read_goods(text, amount, price) is None


def only_names(heard: Heard) -> bool:
    """Whether it is a name, at most with an amount: 苹果, 五百斤苹果, but not 来两瓶酱油."""
    if heard.names_nothing or not heard.acts or not all(named_in(act) for act in heard.acts):
        return False
    if all(isinstance(act, Search) for act in heard.acts):
        return True
    text = plain(heard.text)
    price = read_price(text)[0]
    amount = read_amount(text, price)[0]
    goods = read_goods(text, amount, price)
    if amount is None or goods is None:
        return False
    told = (amount, goods) if price is None else (amount, goods, price)
    return not any(char not in _ENDS and not any(a <= n < b for a, b in told) for n, char in enumerate(text))
