"""A villager offers what he grew, reared or made: goods, how much, for how much."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from intents.acts import Sell
from intents.message import Made, Message
from intents.numbers import read_numbers
from intents.units import unit_at
from intents.words import said

Span = tuple[int, int]
_PER = "斤头只个箱筐袋条担吨亩棵桶坛瓶盒车对双匹口捆株羽枚两"
_PRICE = re.compile(
    rf"(?P<lead>[一1每](?P<unit>公?[{_PER}]))?(?:卖|要|价|算|收|得|就|是|给|按|想卖|大概|只要|来)*"
    rf"(?P<value>[0-9]+(?:[.][0-9]+)?万?|(?:[二两三四五六七八九十百]|一(?=[百千]))[零一二三四五六七八九十百千]+?(?=一公?[{_PER}])|[零一二三四五六七八九十百千万两半]+)"
    rf"(?P<coin>块钱|元钱|块|元|毛|角)?(?P<tail>[零一二三四五六七八九半0-9](?!公?[{_PER}]))?钱?(?:(?:/|一|1|每)(?P<per>公?[{_PER}]))?"
)
_COIN = {"毛": 10, "角": 10}


def recognise(message: Message) -> tuple[Made, ...]:
    text = message.text
    if not _offers(message):
        return ()
    price_span, price, price_unit = read_price(text)
    amount_span, amount, unit = read_amount(text, price_span)
    goods = _goods(text, amount_span, price_span)
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


def read_offer(text: str) -> Sell | None:
    """What is offered by words of which it is known that they offer something: 苹果五百斤,两块."""
    price_span, price, price_unit = read_price(text)
    amount_span, amount, unit = read_amount(text, price_span)
    goods = _goods(text, amount_span, price_span)
    if goods is None:
        return None
    counted = text[slice(*unit)] if unit else ""
    of_price = text[slice(*price_unit)] if price_unit else counted
    per = of_price if price is not None else ""
    return Sell(goods=text[slice(*goods)], qty=amount, unit=counted, price=price, price_unit=per)


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


def read_price(text: str) -> tuple[Span | None, Decimal | None, Span | None]:
    """The words of the price, yuan, and those of the unit it is for: 一头一万三, 两块三一斤, 5毛."""
    for match in _PRICE.finditer(text):
        numbers = read_numbers(match["value"])
        if not numbers or not (match["coin"] or match["lead"] or match["per"]):
            continue
        if match["per"] and not match["coin"] and not match["value"].isdigit() and len(match["value"]) == 1:
            continue
        value = numbers[0].value / _COIN.get(match["coin"] or "", 1)
        if match["tail"] and match["coin"]:
            tail = read_numbers(match["tail"])[0].value
            value += tail if match["tail"] == "半" else tail / (10 * _COIN.get(match["coin"], 1))
        unit = next((match.span(group) for group in ("unit", "per") if match[group]), None)
        return match.span(), value, unit
    return None, None, None


def read_amount(text: str, price: Span | None) -> tuple[Span | None, Decimal | None, Span | None]:
    """How much: the span of number and unit, the number, the span of the unit."""
    land: tuple[Span | None, Decimal | None, Span | None] = None, None, None
    for number in read_numbers(text):
        unit = unit_at(text, number.end)
        if number.ordinal or not unit or unit.word == "块" or (price and price[0] <= number.start < price[1]):
            continue
        end = number.end + len(unit.word)
        found = (number.start, end), number.value, (number.end, end)
        if unit.word != "亩":
            return found
        land = found  # five mu of leeks, some eight thousand jin
    return land


def _goods(text: str, amount: Span | None, price: Span | None) -> Span | None:
    """The noun: right behind the amount (两头黄牛), else the first one that is left between the other words."""
    blank = text
    for span in (amount, price):
        if span:
            blank = blank[: span[0]] + " " * (span[1] - span[0]) + blank[span[1] :]
    nouns = _nouns(blank)
    behind = [span for span in nouns if amount and span[0] == amount[1]]
    return next(iter((*behind, *nouns)), None)


def _nouns(text: str) -> Sequence[Span]:
    """What is left of a text without the words of selling."""
    rest = said("sell_words", "sell").sub(lambda match: " " * len(match[0]), text)
    return [match.span() for match in re.finditer(r"[一-鿿A-Za-z]+", rest) if match[0] not in "的了地多来些点个"]
