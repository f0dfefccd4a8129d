"""Ranking articles for a query: by pairs of syllables, so that slips of the pen and typed pinyin still find them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from catalog.article import Article
from catalog.sound import near_sound

_EXACT = 0.5
_SIGNS = 0.25


class Hit(msgspec.Struct, frozen=True):
    sku: str
    score: float
    """0 to 1"""


class SoundIndex:
    """Pairs of neighbouring syllables → articles."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles
        self._pairs: dict[str, int] = defaultdict(int)
        for article in articles:
            said = f"{article.text} {' '.join(article.brands)} {article.leaf}"
            for pair in _pairs(near_sound(said)):
                self._pairs[pair] |= article.bit

    def search(self, words: str, fitting: int, limit: int) -> list[Hit]:
        """Rank; the articles of `fitting` come first. A score is the share of the query that was found."""
        pairs = _pairs(near_sound(words))
        scores: dict[int, float] = defaultdict(float)
        for pair in pairs:
            bits = self._pairs.get(pair, 0)
            while bits:
                lowest = bits & -bits
                scores[lowest.bit_length() - 1] += 1 / len(pairs)
                bits ^= lowest
        ranked = [(self._score(place, score, words, fitting), -place) for place, score in scores.items()]
        ranked += [(1.0, -place) for place in _places(fitting) if place not in scores]
        ranked.sort(reverse=True)
        return [Hit(self._articles[-place].product.sku, round(score, 3)) for score, place in ranked[:limit]]

    def _score(self, place: int, share: float, words: str, fitting: int) -> float:
        article = self._articles[place]
        signs = sum(c in article.text for c in set(words)) / max(1, len(set(words)))
        exact = _EXACT if fitting >> place & 1 else 0.0
        return min(1.0, share * (1 - _EXACT - _SIGNS) + signs * _SIGNS + exact)


def _pairs(sounds: str) -> set[str]:
    return {sounds[i : i + 2] for i in range(len(sounds) - 1) if not sounds[i : i + 2].isspace()}


def _places(bits: int) -> list[int]:
    return [place for place in range(bits.bit_length()) if bits >> place & 1]
