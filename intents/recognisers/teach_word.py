"""A manager says what goods are called here: 电壶就是暖瓶, 俺们这管胰子叫香皂."""

from __future__ import annotations

import re

from catalog.shop import Shop
from intents.acts import TeachWord
from intents.text.message import Made, Message
from intents.text.words import said


def recognise(message: Message) -> tuple[Made, ...]:
    """Only where the meaning is something the shop has, and the word does not cover it already: 酱油就是生抽 says which
    one is wanted, and teaches nothing."""
    heard = said("teach_word", "desk").fullmatch(message.core.strip(" 。."))
    if heard is None:
        return ()
    word, meaning = _parts(heard)
    means, covers = set(message.shop.resolve(meaning).skus), set(message.shop.resolve(word).skus)
    if not means or word == meaning or means <= covers or _is_scrap(message.shop, meaning):
        return ()
    return (Made(TeachWord(word=word, meaning=meaning), "teach_word"),)


def _parts(heard: re.Match[str]) -> tuple[str, str]:
    groups = [group for group in heard.groups() if group]
    return groups[0], groups[1]


def _is_scrap(shop: Shop, words: str) -> bool:
    """Whether it is only a piece of some name: 村长 of 老村长 is nothing to teach."""
    term = shop.terms.get(words)
    return term is not None and term.part
