"""What a message is about where no phrase says it plainly, told by the kinds of words that stand in it together.

Phrases know how a thing is usually put; people put it in endless other ways (花儿都谢了还没影子), but with the same kinds
of words. `config/lexicon/phrases/hints.yaml` names the kinds and what they mean together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from config.data import read_yaml
from intents.text.message import Message

LONGEST = 300
"""Characters; in longer stories words of any kind stand together without meaning anything."""


class Hint(NamedTuple):
    """The kinds that must stand in the message, and those that must not."""

    intent: str
    kinds: frozenset[str]
    barred: frozenset[str]


def hinted(message: Message) -> Hint | None:
    """The first hint that fits the message, in the order of the lexicon; None where none does."""
    if len(message.text) > LONGEST:
        return None
    there = {kind for kind, pattern in _kinds().items() if pattern.search(message.text)}
    return next((hint for hint in _hints() if hint.kinds <= there and not hint.barred & there), None)


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(words) for kind, words in read_yaml("lexicon/phrases/hints.yaml")["kinds"].items()}


@cache
def _hints() -> tuple[Hint, ...]:
    means: dict[str, list[list[str]]] = read_yaml("lexicon/phrases/hints.yaml")["means"]
    return tuple(_hint(intent, kinds) for intent, lines in means.items() for kinds in lines)


def _hint(intent: str, kinds: Sequence[str]) -> Hint:
    """Read one line of the lexicon. Raises ValueError for a kind that it does not describe."""
    barred = frozenset(kind[1:] for kind in kinds if kind.startswith("-"))
    wanted = frozenset(kinds) - {f"-{kind}" for kind in barred}
    if strange := (wanted | barred) - _kinds().keys():
        msg = f"hints.yaml: unknown kinds {sorted(strange)}"
        raise ValueError(msg)
    return Hint(intent, wanted, barred)
