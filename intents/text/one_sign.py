"""Goods of one sign written by ear: 促两瓶 is 醋两瓶, 来两袋严 is 来两袋盐. Longer names are heard by their sound anyway.

One sign is little to go by, so it must be all a clause names, be no word that orders, asks or joins, sound just like one name,
and be counted as the shop sells what is called so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from catalog.shop import Shop
from catalog.sound import same_sound
from catalog.speech import common_words
from intents.text.clauses import split
from intents.text.wording import Wording, wording_of
from intents.typed.vocabulary import SHOPS

LONGEST = 60
_OFTEN = 10_000
"""A sign counted so often in jieba's dictionary is a word of its own: 将, 白."""
_LEAD = "(?:老板|麻烦|那个|给我|帮我|给|帮|我|想|要|来|买|拿|再|还)*"
_AMOUNT = "[0-9一二两俩三仨四五六七八九十半]{1,3}(?P<unit%d>[一-鿿])"
_BESIDE = re.compile(rf"{_LEAD}(?:(?P<sign1>[一-鿿]){_AMOUNT % 1}|{_AMOUNT % 2}(?P<sign2>[一-鿿]))[吧啊了呀哈嘛]*")
_ALIKE = {"包": "袋"}


def hear_one_sign(wording: Wording, shop: Shop) -> Wording:
    """The wording with such signs put right; the same object where there are none."""
    if len(wording.text) > LONGEST:
        return wording
    found = {
        place: name for clause in split(wording.text) for place, name in _in_clause(clause.text, clause.start, shop)
    }
    if not found:
        return wording
    signs = [found.get(place, sign) for place, sign in enumerate(wording.text)]
    return wording_of(zip(signs, wording.starts, wording.ends, strict=True), wording.source)


def _in_clause(text: str, start: int, shop: Shop) -> list[tuple[int, str]]:
    match = _BESIDE.fullmatch(text.rstrip())
    if match is None:
        return []
    n = 1 if match["sign1"] else 2
    name = _meant(match[f"sign{n}"], match[f"unit{n}"], shop)
    return [(start + match.start(f"sign{n}"), name)] if name else []


def _meant(sign: str, unit: str, shop: Shop) -> str:
    """The one name of goods that sounds like the sign and is sold so; '' where the sign is a word, or several sound so."""
    if sign in shop.terms or common_words().get(sign, 0) >= _OFTEN:
        return ""
    if any(token.kind != "unknown" for token in shop.scan(sign)):
        return ""
    unit = _ALIKE.get(unit, unit)
    sold = [
        name for name, units in _one_sign_names(shop).items() if unit in units and same_sound(name) == same_sound(sign)
    ]
    return sold[0] if len(sold) == 1 else ""


@lru_cache(maxsize=SHOPS)
def _one_sign_names(shop: Shop) -> Mapping[str, frozenset[str]]:
    """Names of one sign, each with the units in which the shop sells what fits them."""
    return {
        word: frozenset(_units(shop, term.heads)) for word, term in shop.terms.items() if len(word) == 1 and term.noun
    }


def _units(shop: Shop, bits: int) -> set[str]:
    """What is sold in bags is asked for by weight as well."""
    units = {_ALIKE.get(p.unit, p.unit) for sku in shop.skus(bits) if (p := shop.product(sku))}
    return units | {"斤"} if "袋" in units else units
