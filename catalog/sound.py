"""How words sound: a text becomes a text of the same length with one sign a syllable, so that slices stay slices.

Two grades: `same_sound` forgets tones only (生姜 = 生将); `near_sound` also forgets what villagers mix up
(zh/z, ch/c, sh/s, n/l/r, h/f/k before u, in/ing, en/eng, an/ang). Characters without a sound stand for themselves.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from catalog.readings import READINGS

_FIRST_SIGN = 0xE000  # the private use area: no text contains these, and there are fewer than 500 syllables
_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "n": "l", "r": "l", "k": "h"}
_READINGS = {
    "茄": "qie", "长": "chang", "重": "zhong", "盛": "sheng", "粘": "nian", "卡": "ka", "单": "dan", "调": "tiao", "行": "xing",
    "乐": "le", "薄": "bao", "壳": "ke", "血": "xue", "朝": "chao", "弹": "dan", "都": "dou", "得": "de", "佛": "fo", "番": "fan",
    "大": "da", "什": "shi", "和": "he", "给": "gei", "药": "yao", "削": "xiao", "车": "che", "红": "hong", "炮": "pao", "铺": "pu",
}  # fmt: skip  # a table, a row a line
"""Where the first reading of the table is not the one goods are called by: 茄 is jia in 雪茄 only."""
_FINALS = re.compile(r"(?<=[aeiu])ng$")
_LONGEST_SYLLABLE = 6
_TYPED = re.compile(r"[a-z]{2,60}(?: [a-z]{1,6}){0,20}")
_TONES = str.maketrans({"ü": "v", "ê": "e"})


def syllable(character: str) -> str:
    """The commonest reading of a Hanzi without its tone, `lv` for 绿; '' for what has none."""
    if character in _READINGS:
        return _READINGS[character]
    reading = READINGS.get(ord(character), "").partition(",")[0]
    letters = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    plain = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    return plain.translate(_TONES)


def near(spoken: str) -> str:
    """The syllable with its easily confused parts folded: `huang` and `fan` become one."""
    initial = next((i for i in ("zh", "ch", "sh") if spoken.startswith(i)), spoken[:1])
    rest = _FINALS.sub("n", spoken[len(initial) :])
    initial = _INITIALS.get(initial, initial)
    if initial == "h" and rest.startswith("u"):
        initial, rest = "f", rest[1:] or "u"
        rest = {"i": "ei", "n": "en"}.get(rest, rest)
    return initial + rest


class _Signs(dict[int, str]):
    """A table for str.translate that learns a character when it first meets it."""

    def __init__(self, *, folded: bool) -> None:
        super().__init__()
        self._folded = folded
        self._of: dict[str, str] = {}

    def __missing__(self, code: int) -> str:
        spoken = syllable(chr(code))
        if self._folded:
            spoken = near(spoken)
        sign = self.sign_of(spoken) if spoken else chr(code)
        self[code] = sign
        return sign

    def sign_of(self, spoken: str) -> str:
        """The sign that stands for a syllable."""
        return self._of.setdefault(spoken, chr(_FIRST_SIGN + len(self._of)))


_SAME = _Signs(folded=False)
_NEAR = _Signs(folded=True)


def same_sound(text: str) -> str:
    """A sign a syllable, tones forgotten; as long as the text."""
    return text.translate(_SAME)


def near_sound(text: str) -> str:
    """A sign a syllable, tones and confusions forgotten; as long as the text."""
    return text.translate(_NEAR)


@cache
def _syllables() -> frozenset[str]:
    common = (chr(code) for code in range(0x4E00, 0x9FA6))
    return frozenset(spoken for character in common if (spoken := syllable(character)).isascii() and spoken)


@lru_cache(maxsize=1024)
def typed_sound(text: str) -> str:
    """The text with its typed pinyin turned into signs as `near_sound` makes them: `niaosu 2袋` sounds as 尿素 2袋.

    Letters that are no pinyin throughout stay, so does everything else; the length changes.
    """
    return _TYPED.sub(lambda match: _signs(match[0]), text)


def _signs(letters: str) -> str:
    syllables = _split(letters.replace(" ", ""))
    return "".join(_NEAR.sign_of(near(spoken)) for spoken in syllables) or letters


def _split(letters: str) -> list[str]:
    """The fewest syllables that make up the letters; [] where none do."""
    best: list[list[str] | None] = [[], *[None] * len(letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before = best[start]
            if before is not None and letters[start:end] in _syllables():
                so_far = best[end]
                if so_far is None or len(before) + 1 < len(so_far):
                    best[end] = [*before, letters[start:end]]
    return best[-1] or []
