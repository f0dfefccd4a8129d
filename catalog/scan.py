"""Reading a text for goods: the likeliest cut of it into terms, amounts, sizes and small words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from catalog.heads import LONGEST
from catalog.hearing import (
    COMMON,
    SYLLABLES_BY_CHANCE,
    TINTS,
    is_alike,
    is_grammar,
    is_heard,
    is_likely,
    is_meant,
    is_quoted,
    likeliest,
    tinted,
    weight,
)  # fmt: skip  # a table, a row a line
from catalog.measure import Amount, read_amounts
from catalog.purposes import said_apart
from catalog.slips import SHORTEST, Slips, doubtful
from catalog.sound import near_sound, same_sound
from catalog.speech import SmallKind, common_words, handling, small_words
from catalog.terms import Term
from catalog.tokens import Readings, Token, joined

_LONGEST_COMMON = 4
_ECHOES = 3
"""So many rounds to drop names heard by chance; each may bring another to light."""
_COUNTED = 0.6
"""A word beside an amount is likelier to be goods."""


class Scanner:
    """Knows the words of one shop by sight and by sound."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self.terms = terms
        self._same: dict[str, list[Term]] = defaultdict(list)
        self._near: dict[str, list[Term]] = defaultdict(list)
        self._slips = Slips()
        parts: list[str] = []
        for term in sorted(terms.values(), key=weight):
            if not (whole := is_heard(term)) and not is_quoted(term):
                continue
            heard = near_sound(term.word)
            self._same[same_sound(term.word)].append(term)
            if not whole:
                parts.append(heard)
                continue
            self._near[heard].append(term)
            if len(term.word) >= SHORTEST and term.fits:
                self._slips.add(heard, term)

        self._tinted = tinted(terms)
        self._prefixes = _prefixes((*terms, *small_words()))
        self._sound_prefixes = _prefixes((*self._near, *parts))

    def scan(self, text: str) -> list[Token]:
        """Cut a folded text into tokens, left to right, nothing left out."""
        readings = Readings(len(text))
        amounts = read_amounts(text)
        counted = {amount.start for amount in amounts} | {amount.end for amount in amounts}
        _verbs(text, amounts, readings)
        begun = {amount.start for amount in amounts if amount.unit}
        for amount in amounts:
            readings.add(*_amount_reading(amount))
            if amount.unit:
                readings.add(*_amount_reading(amount._replace(end=amount.number_end, unit="")))
        self._by_sight(text, readings)
        self._by_sound(text, counted, begun, readings)
        for start, end, term in said_apart(text, self.terms):
            readings.add(3.0 * (end - start) - 1.0, Token(start, end, "term", term, word=text[start:end]))
        if self._tinted:
            self._tints(text, readings)
        tokens = _without_echoes(text, readings)
        if any(token.kind in ("unknown", "ordinary") for token in tokens):
            self._by_slip(text, tokens, readings)
            tokens = _without_echoes(text, readings)
        return joined(text, tokens)

    def _by_sight(self, text: str, readings: Readings) -> None:
        small, common, terms, prefixes = small_words(), common_words(), self.terms, self._prefixes
        for start in range(len(text)):
            for end in range(start + 1, min(start + LONGEST, len(text)) + 1):
                word, size = text[start:end], end - start
                count = common.get(word)
                if word not in prefixes:
                    if count is None or size > _LONGEST_COMMON:
                        break
                elif (term := terms.get(word)) is not None and not _cuts_latin(text, start, end) and _names(term):
                    score = _exact_score(term, size, (count or 0) if size > 1 else 0)
                    readings.add(score, Token(start, end, "term", term, word=word))
                if (
                    (kind := small.get(word))
                    and (kind != "brand" or word not in terms)
                    and (kind != "pack" or _is_pack(text, start, end))
                ):
                    readings.add(_small_score(kind, size), Token(start, end, kind, word=word))
                elif count is not None and count > COMMON and 1 < size <= _LONGEST_COMMON:
                    readings.add(2.0 * size - 0.6, Token(start, end, "ordinary", word=word))

    def _tints(self, text: str, readings: Readings) -> None:
        """Colours right before a name of something that comes in several: 红 of 红笔."""
        for start, character in enumerate(text[:-1]):
            if character in TINTS and self._is_tinted(text, start + 1):
                readings.add(1.0, Token(start, start + 1, "tint", word=character))

    def _is_tinted(self, text: str, start: int) -> bool:
        names = (self.terms.get(text[start : start + size]) for size in range(1, _LONGEST_COMMON + 1))
        return any(term is not None and term.noun and term.heads & self._tinted for term in names)

    def _by_sound(self, text: str, counted: set[int], begun: set[int], readings: Readings) -> None:
        same, nearly = same_sound(text), near_sound(text)
        for start in range(len(text) - 1):
            for end in range(start + 2, min(start + LONGEST, len(text)) + 1):
                heard = nearly[start:end]
                if heard not in self._sound_prefixes or end - 1 in begun:
                    break  # what runs into an amount, as 香一 of 香一把, is no name
                if (heard_as := self._heard(text, start, end, same[start:end], heard)) is not None:
                    term, score = heard_as
                    if end in counted and text[end - 1] in handling() and text[end - 1] != term.word[-1]:
                        continue  # 酒打 of 酒打五斤 is no 久大
                    common = common_words().get(text[start:end], 0) > COMMON
                    beside = _COUNTED if (start in counted or end in counted) and not common else 0.0
                    readings.add(score + beside, Token(start, end, "term", term, exact=False, word=text[start:end]))

    def _heard(self, text: str, start: int, end: int, same: str, nearly: str) -> tuple[Term, float] | None:
        """The term that a piece sounds like, and how good a reading that is."""
        word, size = text[start:end], end - start
        if word in self.terms or word in small_words():
            return None
        alike_terms = self._same.get(same)
        if alike_terms and (near := self._near.get(nearly)) and any(term.fits for term in near):
            alike_terms = [term for term in alike_terms if term.fits]  # 发椒 is 花椒 where no 发胶 is sold
        if alike_terms and not is_grammar(word, term := likeliest(word, alike_terms)) and is_likely(word, term):
            alike = size == SYLLABLES_BY_CHANCE and is_alike(word, term)
            return term, 2.5 * size - (1.2 if alike else 1.7)
        if not (near := self._near.get(nearly)):
            return None
        term = likeliest(word, near)
        if not is_grammar(word, term) and (size > SYLLABLES_BY_CHANCE or is_meant(word, term)):
            return term, 2.4 * size - (1.8 if size > SHORTEST else 2.0)
        return None

    def _by_slip(self, text: str, tokens: list[Token], readings: Readings) -> None:
        """Look again around what was not understood: a term may hide there with one syllable wrong."""
        nearly = near_sound(text)
        common = common_words()
        for start, end in doubtful(text, tokens):
            size = end - start
            if common.get(text[start:end]):
                continue  # a word of its own, 猪头肉, is no slip for 猪腿肉
            for term in self._slips.of(text[start:end], nearly[start:end], self._near):
                if is_grammar(text[start:end], term):
                    continue
                score = 2.4 * min(size, len(term.word)) - (1.7 if len(term.word) > SHORTEST else 2.6)
                readings.add(score, Token(start, end, "term", term, exact=False))


def _verbs(text: str, amounts: Sequence[Amount], readings: Readings) -> None:
    """What is done with so many of the goods before is no part of their name: 搬 in 核桃露搬两箱."""
    for amount in amounts:
        if amount.start and text[amount.start - 1] in handling():
            readings.add(2.2 - 0.6, Token(amount.start - 1, amount.start, "filler"))


def _without_echoes(text: str, readings: Readings) -> list[Token]:
    """The best path on which no two syllables in the middle of an unknown word are heard as a name: 克风 in 麦克风."""
    tokens = readings.best()
    for _ in range(_ECHOES):
        echoes = [token for place, token in enumerate(tokens) if _is_echo(text, tokens, place)]
        if not echoes:
            break
        for echo in echoes:
            readings.remove(echo)
        tokens = readings.best()
    return tokens


def _is_echo(text: str, tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.exact or token.end - token.start > SYLLABLES_BY_CHANCE:
        return False
    beside = (*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2])
    return any(other.kind == "unknown" and text[other.start].isalnum() for other in beside)


def _prefixes(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:size] for word in words for size in range(1, len(word) + 1))


def _names(term: Term) -> bool:
    """Whether a word names something, and does not only tell for whom it is: 给老人买的."""
    return term.noun or term.brand or small_words().get(term.word) != "trait"


def _small_score(kind: SmallKind, size: int) -> float:
    if kind == "idiom":
        return 3.0 * size - 0.9
    if kind == "trait" or (kind == "brand" and size > SYLLABLES_BY_CHANCE + 1):
        return 2.5 * size - 0.4  # 可口可乐 is not some 可乐
    return 2.0 * size - 0.8 if kind == "pack" else 2.2 * size - 0.6


def _is_pack(text: str, start: int, end: int) -> bool:
    """Whether 包 or 提 is a thing here and no verb: 大包, 那包, 包的, 袋装."""
    return (
        end - start > 1
        or text[start - 1 : start] in tuple("大小那这哪个")
        or text[end : end + 1] in ("", "的", "那", "装")
    )


def _cuts_latin(text: str, start: int, end: int) -> bool:
    """Whether a piece begins or ends within a Latin word or a number: the ng of Lightning is no word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (
        text[start].isascii() and before.isascii() and before.isalpha() == text[start].isalpha() and before.isalnum()
    ) or (
        text[end - 1].isascii() and after.isascii() and after.isalpha() == text[end - 1].isalpha() and after.isalnum()
    )


def _exact_score(term: Term, size: int, count: int) -> float:
    if term.part and not (term.heads and size > SYLLABLES_BY_CHANCE):  # 话梅糖 ends a name, so it is no 话梅 and 糖
        return 2.5 * size - 1.3 if count else 2.3 * size - 1.2
    return 3.0 * size - (1.0 if size > 1 else 1.2)


def _amount_reading(amount: Amount) -> tuple[float, Token]:
    size = amount.end - amount.start
    score = 2.2 * size + 0.3 if amount.unit else 2.0 * size - 0.6
    return score, Token(amount.start, amount.end, "amount", amount=amount)
