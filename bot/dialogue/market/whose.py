"""Whose goods a manager means: 张有田, 老张, 有田. What is left of the message without the words of the deed names people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bot.dialogue.lexicon import apart
from bot.dialogue.market import called
from bot.dialogue.market.reading import plain
from bot.domain.listing import RULES, Listing, Sold
from catalog.sound import syllable
from intents.offers import read_amount, read_price
from intents.values.people import Alike, alike, has_title, looks_like_person

_One = TypeVar("_One", Listing, Sold)
_NO_NAME = re.compile(r"[^一-鿿]+")


def listing_of(one: Listing | Sold) -> Listing:
    return one.listing if isinstance(one, Sold) else one


def seller_of(one: Listing | Sold) -> str:
    """The name, '' where it is not known."""
    return listing_of(one).seller_name


def names_in(text: str, section: str, goods: Iterable[str] = ()) -> list[str]:
    """Of what is left, the words of more than one sign; fewer name nobody."""
    return [word for word in left_of(text, section, goods) if len(word) > 1]


def left_of(text: str, section: str, goods: Iterable[str] = ()) -> list[str]:
    """The words that are left beside those of the section, goods, grades, amounts and prices."""
    text = plain(text)
    price = read_price(text)[0]
    for span in (price, read_amount(text, price)[0]):
        text = text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :] if span else text
    text = called.blanked(text, (*goods, *RULES.grades, *RULES.paid_by))
    return [word for word in _NO_NAME.split(apart(section, text)) if word]


def called_so(
    found: Sequence[_One], text: str, said: Iterable[str], name_of: Callable[[_One], str] = seller_of
) -> list[_One]:
    """Of these what belongs to whoever is named in full in the text, else called most like one of the words said."""
    if exact := [one for one in found if name_of(one) and name_of(one) in text]:
        return exact
    words = tuple(said)
    grades = [_grade(words, name_of(one)) for one in found]
    best = max(grades, default=Alike.NO)
    return [one for one, grade in zip(found, grades, strict=True) if grade is best and best is not Alike.NO]


def names_another(found: Iterable[Listing | Sold], said: Iterable[str]) -> bool:
    """Whether somebody is named who is none of these sellers."""
    names = {seller_of(one) for one in found}
    return "" not in names and any(
        looks_like_person(word) and not any(_grade([word], n) for n in names) for word in said
    )


def one_seller(found: Sequence[_One]) -> bool:
    """Whether all of it belongs to one person."""
    return len({listing_of(one).seller for one in found}) == 1


def _grade(words: Iterable[str], name: str) -> Alike:
    same = _alike_typed if name.isascii() else alike
    return max((same(word, name) for word in words), default=Alike.NO) if name else Alike.NO


def _alike_typed(said: str, name: str) -> Alike:
    """钱桂兰, 桂兰 and 老钱 mean who told his name by SMS as Qian Gui Lan."""
    sounds, typed = [syllable(sign) for sign in said], name.lower().split()
    if sounds in (typed, typed[1:]):
        return Alike.SOUND
    fewer_named = len(said) < len(typed) or has_title(said)
    return Alike.SURNAME if fewer_named and looks_like_person(said) and typed[0] in sounds else Alike.NO
