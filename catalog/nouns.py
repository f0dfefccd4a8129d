"""What the world calls goods: general knowledge, written in config/lexicon/goods, that holds for any shop."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from catalog.regional import read_regional
from config.data import read_yaml

FILES = ("food", "care", "home", "farm", "pantry", "house", "tools")


class Noun(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of goods. The parts are explained at the head of config/lexicon/goods/food.yaml."""

    word: str
    said: tuple[str, ...] = ()
    packed: tuple[tuple[str, str], ...] = ()
    """Words that also say the pack or a mark: (桶面, 桶), (红笔, 红)."""
    name: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    does: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All that a person may call it."""
        return (self.word, *self.said)

    @property
    def marks(self) -> tuple[str, ...]:
        """All that makes an article one of these when it heads the name. One character must have been meant so."""
        return (*self.name, *(word for word in self.words if len(word) > 1))


@cache
def read_nouns() -> dict[str, Noun]:
    """Read all nouns by their standard word, with what single regions call them; as general as the world."""
    parts = {word: parts or {} for file in FILES for word, parts in read_yaml(f"lexicon/goods/{file}.yaml").items()}
    regional = read_regional()
    known = {word: _noun(word, told) for word, told in parts.items()}
    return {
        word: msgspec.structs.replace(noun, said=tuple(dict.fromkeys((*noun.said, *regional.get(word, ())))))
        for word, noun in (known | {word: Noun(word=word) for word in regional if word not in known}).items()
    }


def _noun(word: str, parts: dict[str, Any]) -> Noun:
    part = {name: tuple(str(words).lower().split()) for name, words in parts.items()}
    said = part.get("said", ())
    return Noun(
        word=word,
        said=tuple(w for w in said if ":" not in w),
        packed=tuple((w.partition(":")[0], w.partition(":")[2]) for w in said if ":" in w),
        name=part.get("name", ()),
        without=part.get("not", ()),
        also=part.get("also", ()),
        does=tuple(form for does in part.get("does", ()) for form in _forms(does)),
    )


def _forms(does: str) -> tuple[str, ...]:
    """擦嘴的 is said 擦嘴用的, 擦嘴那种 and 擦嘴那个 as well."""
    stem = does.removesuffix("的").removesuffix("用")
    if stem == does or len(stem) <= 1:
        return (does,)
    return (does, *(stem + end for end in ("的", "用的", "用", "那种", "那个", "的那种", "的那个")))
