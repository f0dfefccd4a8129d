"""Which terms are listened for by sound, and when a piece of a text can be one that it only sounds like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from catalog.slips import SHORTEST
from catalog.speech import common_words, small_words
from catalog.terms import Term

COMMON = 60
"""Words that jieba has seen more often than this are taken for themselves, not for a slip of the tongue."""
SYLLABLES_BY_CHANCE = 2
"""So many syllables are often nearly alike by chance."""
_GRAMMAR = frozenset(
    "好多下上里出进过到再先只不没有了的是我你他她在来去要就这那也都还很和跟给把被让吗呢吧啊从向往比叫请帮谁哪啥什怎咋才刚又已"
)
_ENDING = frozenset("了过着的吗呢吧啊就也都还没不是在给把")
_KIN = frozenset("婶叔伯姨舅姑哥姐嫂爷")
TINTS = "红黑白蓝绿黄灰紫粉"


def tinted(terms: Mapping[str, Term]) -> int:
    """The articles whose name tells a colour."""
    return reduce(or_, (terms[tint + "色"].fits for tint in TINTS if tint + "色" in terms), 0)


def is_heard(term: Term) -> bool:
    """Whether a term is listened for by sound: a name of two syllables or more, no phrase, and no chance piece of one."""
    if term.does or "的" in term.word or len(term.word) <= 1 or not all(c >= "一" for c in term.word):
        return False
    return not term.part or bool(term.heads and common_words().get(term.word))


def is_quoted(term: Term) -> bool:
    """Whether a piece of a name is long enough to be known by its exact sound: 麻辣王纸, 高粮酒."""
    return term.part and len(term.word) >= (SHORTEST if term.heads else SHORTEST + 1) and min(term.word) >= "一"


def weight(term: Term) -> tuple[bool, bool, bool]:
    """How likely a term is among those that sound alike."""
    return bool(term.fits), term.literal, term.brand or term.noun


def is_grammar(word: str, term: Term) -> bool:
    """Whether a word begins or ends with a small word or a number, as 不制 in 不制冷: that is no slip for 簿子; or is what
    somebody is called: 刘婶 is no 六神."""
    if word[-1] in _KIN and word[-1] != term.word[-1] and len(word) == SYLLABLES_BY_CHANCE:
        return True
    return (word[0] in _GRAMMAR and word[0] != term.word[0]) or (word[-1] in _ENDING and word[-1] != term.word[-1])


def is_likely(word: str, term: Term) -> bool:
    """Whether the shop has what two syllables sound like, or they are written half so: 学网 is no 血旺 it lacks."""
    return bool(term.fits) or len(word) > SYLLABLES_BY_CHANCE or any(c in term.word for c in word)


def is_alike(word: str, term: Term) -> bool:
    """Whether a word that is none is written half like the name it sounds like: 灯炮."""
    half = any(c in term.word for c in word) and common_words().get(word, 0) <= COMMON
    return half and bool(term.fits) and (term.noun or term.brand)


def is_meant(word: str, term: Term) -> bool:
    """Whether two syllables that are only nearly those of a name can be it: not where they are small words, 想找."""
    if not term.fits or not (term.brand or term.noun):
        return False
    return any(c in term.word for c in word) or not any(c in small_words() for c in word)


def likeliest(word: str, alike: Sequence[Term]) -> Term:
    """Of terms that sound alike, the one that looks most alike; of equals, what the shop has by its own name."""
    return max(alike, key=lambda term: (sum(c in term.word for c in word), *weight(term)))
