"""Amounts and prices in short answers: 五百斤, 一块八, 2.5."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from bot.domain.listing import MOST_PRICE_FEN, MOST_QUANTITY
from intents.offers import read_amount, read_price
from intents.values.numbers import read_numbers

_PLAIN = re.compile(r"\s*(\d{1,9}(?:\.\d{1,3})?)\s*$")

_SMALL = re.compile(
    r"^[\s,，]*(?:那就|那|就|大概|大约|算|按|卖|嗯|想要|给个?)+(?=[\d零一二两三四五六七八九十百千万])|(?:吧|左右|得了|行了|好了|差不多|就行)+[。!！\s]*$"
)


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def price_in(text: str, *, bare: bool = False) -> tuple[int, str] | None:
    """(fen, the unit it is for or ''); with `bare` a number alone is yuan. None: no price, or none that can be."""
    text = plain(text)
    span, yuan, unit = read_price(text)
    if yuan is None and bare:
        yuan = number_alone(text)
    if yuan is None or not 0 < yuan * 100 <= MOST_PRICE_FEN:
        return None
    return int(yuan * 100), text[unit[0] : unit[1]] if span and unit else ""


def amount_in(text: str, *, bare: bool = False) -> tuple[Decimal, str] | None:
    """(quantity, unit word); with `bare` a number may stand alone, the unit is '' then."""
    text = plain(text)
    price_span = read_price(text)[0]
    _, quantity, unit = read_amount(text, price_span)
    if quantity is None and bare:
        quantity, unit = number_alone(text), None
    if quantity is None or not 0 < quantity <= MOST_QUANTITY:
        return None
    return quantity, text[unit[0] : unit[1]] if unit else ""


def number_alone(text: str) -> Decimal | None:
    """The number that a text is, 300 or 三百, also 那就十二吧; None where it says more."""
    text = _SMALL.sub("", text)
    if typed := _PLAIN.match(text):
        try:
            return Decimal(typed[1])
        except InvalidOperation:
            return None
    found = read_numbers(text)
    return found[0].value if len(found) == 1 and found[0].start == 0 and found[0].end == len(text) else None
