"""Those for whom people shop, as they name them (我爸我妈, 三个娃, 老两口), and how many they are."""

from __future__ import annotations

import re

from config.data import read_yaml
from intents.values.numbers import read_number


def any_of(words: list[str]) -> str:
    """A pattern of any of these words, longer ones first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


HOUSEHOLD: dict[str, list[str]] = {
    name: words.split() if isinstance(words, str) else words
    for name, words in read_yaml("lexicon/household.yaml").items()
}
NUMBER = r"(?:[0-9]{1,2}|[一两二三四五六七八九十]{1,3})"
_SORT = any_of(HOUSEHOLD["counted"])
_HEADS = (
    rf"(?:(?:{any_of(HOUSEHOLD['groups'])})*"
    rf"(?:(?P<heads>{NUMBER})(?:个|口|位|名|桌|户|家)(?:{_SORT})?|(?P<few>[俩仨])(?:{_SORT})?))"
)
_SURNAMES = read_yaml("lexicon/people.yaml")["surnames"]
_BEFORE_TITLE = f"(?![牛马]奶)[{_SURNAMES}大二三四五六七八九小老幺]"
"""A surname, or a place among brothers and sisters; milk is nobody's grandmother."""
_NAMED = (
    rf"(?:(?:我们|我|俺们|俺|咱们|咱|你|他|她|家里|老家)?(?:(?P<pair>{any_of(HOUSEHOLD['pairs'])})"
    rf"|(?:{any_of(HOUSEHOLD['one'])}|{_BEFORE_TITLE}(?:{any_of(HOUSEHOLD['titles'])})))们?)"
)
_SOMEBODY = re.compile(f"{_HEADS}|{_NAMED}")
COUNTED = re.sub(r"\?P<\w+>", "?:", _HEADS)
"""People told by their number: 我们四个人."""
SOMEBODY = re.sub(r"\?P<\w+>", "?:", f"(?:{_HEADS}|{_NAMED})")
"""One name or number of people, as a pattern."""
PEOPLE = f"(?:{SOMEBODY}(?:(?:{any_of(HOUSEHOLD['joiners'])})*{SOMEBODY})*)"
"""Several names in a row."""

VERBS = "(?:都|也|给|再|要|来|买|拿|带|捎|弄|整|配|换|添|送|订|发|搞|自己)*"


_FOR_SOMEBODY = re.compile(rf"(?:给|帮|替){SOMEBODY}也?|{SOMEBODY}(?:也|自己也?)(?=[要来买拿带捎整弄再])")


def without_somebody(clause: str) -> str:
    """The clause without those for whom it is, at its beginning: 给我妈也来一台 is 来一台."""
    return _FOR_SOMEBODY.sub("", clause, count=1) if _FOR_SOMEBODY.match(clause) else clause


def heads_of(people: str) -> int:
    """How many are named: 我爸我妈 are 2, 两个大人三个娃 are 5."""
    heads = 0
    for one in _SOMEBODY.finditer(people):
        few = {"俩": 2, "仨": 3}.get(one["few"] or "", 0)
        heads += few or int(read_number(one["heads"] or "") or 0) or (2 if one["pair"] else 1)
    return heads
