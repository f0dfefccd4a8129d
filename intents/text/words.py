"""The phrases of the intents, read from `config/lexicon/phrases/` and compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import msgspec

from config.data import read_yaml
from intents.text.clauses import Clause, core_of, stem_of

LONGEST_WHOLE = 24
"""Characters; longer clauses are stories, and patterns that repeat need not be tried on them."""
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
    mild: re.Pattern[str] | None = None
    """Anywhere in the message, where it orders no goods."""
    weak: re.Pattern[str] | None = None
    """Whole clauses that mean it only where nothing else is said."""

    def in_message(self, text: str) -> bool:
        """Whether the message as a whole says it."""
        if self.only and _full(self.only, _forms(text)):
            return True
        return bool(self.message and self.message.search(text) and not (self.unless and self.unless.search(text)))

    def is_whole(self, clause: Clause) -> bool:
        """Whether the clause says this and nothing else."""
        return bool(self.whole and len(clause.text) <= LONGEST_WHOLE and _full(self.whole, clause.forms))

    def is_weak(self, clause: Clause) -> bool:
        return bool(self.weak and len(clause.text) <= LONGEST_WHOLE and _full(self.weak, clause.forms))

    def find(self, clause: Clause) -> re.Match[str] | None:
        """Where words within the clause say it."""
        return self.within.search(clause.text) if self.within else None


def _full(pattern: re.Pattern[str], forms: tuple[str, ...]) -> bool:
    return any(map(pattern.fullmatch, forms))


@lru_cache(maxsize=256)  # asked for by every intent in turn
def _forms(message: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((message, stem_of(message), core_of(message))))


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
    return _SHARED.sub(
        lambda match: match[0] if _is_group(phrase, match) else f"(?:{fill(str(shared[match[1]]), shared)})", phrase
    )


def _is_group(phrase: str, match: re.Match[str]) -> bool:
    return phrase[: match.start()].endswith("?P")


@cache
def any_of(intents: tuple[str, ...]) -> Phrases:
    """Whole clauses of several intents in one pattern, where it does not matter which is said."""
    lines = [phrase.whole.pattern for phrase in map(phrases().__getitem__, intents) if phrase.whole]
    return Phrases(whole=re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE))


@cache
def said(name: str, book: str = "goods") -> re.Pattern[str]:
    """One named pattern of `config/lexicon/phrases/<book>.yaml`, for recognisers that take slots."""
    return re.compile("|".join(f"(?:{line})" for line in _lines(name, book)), re.IGNORECASE)


@cache
def each_said(name: str, book: str) -> tuple[re.Pattern[str], ...]:
    """As `said`, a pattern a line, for those that name the same slot."""
    return tuple(re.compile(line, re.IGNORECASE) for line in _lines(name, book))


def _lines(name: str, book: str) -> list[str]:
    shared = read_yaml("lexicon/phrases/_words.yaml")
    return [fill(line, shared) for line in read_yaml(f"lexicon/phrases/{book}.yaml")[name]]
