"""The phrases of the intents, read from `config/lexicon/phrases/` and compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from config.data import read_yaml

_SHARED = re.compile(r"<(\w+)>")


class Phrases(msgspec.Struct, frozen=True):
    """What is said for one intent. A part that the lexicon leaves out is None."""

    only: re.Pattern[str] | None = None
    """The whole message."""
    whole: re.Pattern[str] | None = None
    """A whole clause without its fillers and closing particles."""
    within: re.Pattern[str] | None = None
    """Anywhere in a clause."""
    message: re.Pattern[str] | None = None
    """Anywhere in the message, over its commas."""
    unless: re.Pattern[str] | None = None
    """Not where the message says this."""
    weak: re.Pattern[str] | None = None
    """Whole clauses that mean it only where nothing else is said."""

    def in_message(self, text: str) -> bool:
        """Whether the message as a whole says it."""
        if self.only and self.only.fullmatch(text):
            return True
        return bool(self.message and self.message.search(text) and not (self.unless and self.unless.search(text)))

    def in_clause(self, clause: str, core: str) -> re.Match[str] | None:
        """Where a clause says it: the whole of its core, or some words in it."""
        return (self.whole and self.whole.fullmatch(core)) or (self.within and self.within.search(clause)) or None


@cache
def phrases(book: str = "villager") -> Mapping[str, Phrases]:
    """The phrases of `config/lexicon/phrases/<book>.yaml` by intent, in the order in which they are tried."""
    shared = read_yaml("lexicon/phrases/_words.yaml")
    return {intent: _compile(parts, shared) for intent, parts in read_yaml(f"lexicon/phrases/{book}.yaml").items()}


def _compile(parts: Mapping[str, list[str]], shared: Mapping[str, str]) -> Phrases:
    def pattern(lines: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{fill(line, shared)})" for line in lines), re.IGNORECASE)

    return Phrases(**{part: pattern(lines) for part, lines in parts.items()})


def fill(phrase: str, shared: Mapping[str, Any]) -> str:
    """Put the shared words in for their `<names>`. Raises KeyError for an unknown name."""
    return _SHARED.sub(lambda match: f"(?:{shared[match[1]]})" if not _is_group(phrase, match) else match[0], phrase)


def _is_group(phrase: str, match: re.Match[str]) -> bool:
    return phrase[: match.start()].endswith("?P")


@cache
def said(name: str, book: str = "goods") -> re.Pattern[str]:
    """One named pattern of `config/lexicon/phrases/<book>.yaml`, for recognisers that take slots."""
    lines = read_yaml(f"lexicon/phrases/{book}.yaml")[name]
    shared = read_yaml("lexicon/phrases/_words.yaml")
    return re.compile("|".join(f"(?:{fill(line, shared)})" for line in lines), re.IGNORECASE)
