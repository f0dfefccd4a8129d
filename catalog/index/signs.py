"""The numbers an index knows signs by: a character has its code, and the code has a sound.

Sounds: 0 breaks names apart, then one number for each syllable as `near` folds it, then letters and digits; all else
shares a few. Punctuation and blanks leave no sign. The table is kept in the index file: opening one reads no dictionary.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.fold import fold
from catalog.sound import near, near_sound, syllable, typed_sound

Bytes = NDArray[np.uint8]
Codes = NDArray[np.uint16]
Rows = NDArray[np.uint32]
Masks = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Reals = NDArray[np.float32]

BREAK = 0
PART = "\x1f"
"""Stands between the names of one article: no pair of syllables reaches across."""
LONGEST_HEARD = 64
"""Signs of a query that are looked at: one bit each in a machine word."""
_GONE = 0xFFFF
CODES = 0x10000
_HAN = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))
_PLAIN = "0123456789abcdefghijklmnopqrstuvwxyz."
LETTERS = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyz"))
_OTHERS = 32
_ASTRAL = 0x1000
"""Characters beyond the 16-bit plane (rare Hanzi, emoji) share so many codes of the private use area."""
_END = ord("\n")
_HARMLESS = {0: " ", _END: " ", **dict.fromkeys(range(0xD800, 0xE000), " ")}


class Texts(NamedTuple):
    """Texts in signs, one after the other; each ends with a break. `starts` has one more entry than there are texts."""

    codes: Codes
    sounds: Codes
    starts: NDArray[np.int64]


class Heard(NamedTuple):
    """A query in signs. The code is 0 where a syllable was typed, so that no character is known."""

    codes: tuple[int, ...]
    sounds: tuple[int, ...]


class Signs:
    """The table of sounds, `sounds[code]`, and the syllables it numbers, each shown by one of its characters."""

    def __init__(self, table: Codes, shown: str) -> None:
        self.table = table
        self.shown = shown
        self.count = 1 + len(shown) + len(_PLAIN) + _OTHERS
        self._typed = {ord(sign): int(table[ord(one)]) for sign, one in zip(near_sound(shown), shown, strict=True)}

    def read(self, texts: Sequence[str]) -> Texts:
        """Turn texts into signs, all at once."""
        joined = "".join(text.translate(_HARMLESS) + "\n" for text in texts)
        wide = np.frombuffer(fold.__wrapped__(joined).encode("utf-32-le"), dtype=np.uint32)
        codes = np.where(wide < CODES, wide, 0xE000 + wide % _ASTRAL).astype(np.uint16)
        sounds = self.table[codes]
        kept = sounds != _GONE
        ends = np.cumsum(kept)[codes == _END]
        return Texts(codes[kept], sounds[kept], np.concatenate(([0], ends)))

    def hear(self, query: str) -> tuple[Heard, ...]:
        """Turn a query into signs: as it stands and, where letters in it spell pinyin, as it sounds, which comes first."""
        folded = fold(query.translate(_HARMLESS))
        spoken = "".join(typed_sound(word) for word in folded.split())
        written = self._heard(folded)
        sounding = self._heard(spoken)
        return (written,) if sounding == written else (sounding, written)

    def _heard(self, text: str) -> Heard:
        codes, sounds = [], []
        for wide in map(ord, text):
            typed = self._typed.get(wide, 0)
            code = wide if wide < CODES else 0xE000 + wide % _ASTRAL
            sound = typed or int(self.table[code])
            if sound not in (BREAK, _GONE):
                codes.append(0 if typed else code)
                sounds.append(sound)
        return Heard(tuple(codes[:LONGEST_HEARD]), tuple(sounds[:LONGEST_HEARD]))


@cache
def make_signs() -> Signs:
    """Number the sounds of all characters; a tenth of a second, needed to build an index only."""
    spoken = {code: near(said) for code in _HAN if (said := syllable(chr(code))).isascii() and said}
    shown: dict[str, str] = {}
    for code, sound in spoken.items():
        shown.setdefault(sound, chr(code))
    numbers = {sound: number for number, sound in enumerate(shown, 1)}
    plain = {ord(sign): number for number, sign in enumerate(_PLAIN, 1 + len(shown))}
    table = np.array([_other(code, 1 + len(shown) + len(_PLAIN)) for code in range(CODES)], dtype=np.uint16)
    for code, sound in spoken.items():
        table[code] = numbers[sound]
    for code, number in plain.items():
        table[code] = number
    table[[_END, ord(PART)]] = BREAK
    return Signs(table, "".join(shown.values()))


def _other(code: int, first: int) -> int:
    """Any letter, number or symbol without a sound of its own shares one of a few; the rest leaves no sign."""
    spoken = unicodedata.category(chr(code)) in {"Lu", "Ll", "Lo", "Lm", "Nd", "Nl", "No", "Co", "So", "Sc"}
    return first + code % _OTHERS if spoken else _GONE
