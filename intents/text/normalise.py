"""The first stage: one way of writing for what can be written in many ways. Slots still come back as written."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from config.data import read_yaml
from intents.text.wording import Piece, Wording, wording_of

LONGEST = 10_000
"""Characters read of a message; what is beyond is not looked at."""

_TO_SIMPLIFIED = OpenCC("t2s")
_EMOJI: dict[str, str] = {str(emoji): words for emoji, words in read_yaml("lexicon/emoji.yaml").items()}
_DATA = read_yaml("lexicon/normalise.yaml")
_REWRITES = tuple((re.compile(pattern), new) for pattern, new in _DATA["rewrites"])
_REPEATED = re.compile(r"([㐀-鿿]{2,5}?)\1+")
_MEANT_TWICE = frozenset(_DATA["meant_twice"])
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad")
_SPACES = re.compile(r"[^\S\n]{2,}")
_REWRITABLE = re.compile("|".join(f"(?:{pattern})" for pattern, _ in _DATA["rewrites"]))


@lru_cache(maxsize=64)
def normalise(source: str) -> Wording:
    """Read a message of any content: NFKC, simplified characters, emoji as words, control characters as spaces, words of
    dialects as the standard ones, stammered repetitions once. Kept for a moment: whoever reads a message begins with it."""
    pieces: list[Piece] = []
    for position, character in enumerate(source[:LONGEST]):
        pieces += [(one, position, position + 1) for one in _written(character)]
    return rewritten(wording_of(pieces, source).replace(_SPACES, " ")).replace(_REPEATED, _once)


def rewritten(wording: Wording) -> Wording:
    """Words of dialects as the standard ones; few messages hold any, and one look tells."""
    if _REWRITABLE.search(wording.text):
        for pattern, new in _REWRITES:
            wording = wording.replace(pattern, new)
    return wording


@lru_cache(maxsize=20_000)
def _written(character: str) -> str:
    """How one character of a message is read; '' drops it."""
    if character in _EMOJI:
        return _EMOJI[character]
    if character in _ZERO_WIDTH:
        return ""
    if character == "\n" or "一" <= character <= "鿿":
        return str(_TO_SIMPLIFIED.convert(character))
    if unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co", "So", "Sk", "Cf"):
        return " "
    return unicodedata.normalize("NFKC", character)


def _once(match: re.Match[str]) -> str:
    return match[0] if match[1] in _MEANT_TWICE or len(set(match[1])) == 1 else match[1]
