"""Messages typed in pinyin, wholly or in part, with or without spaces: read as Hanzi by the likeliest words.

A lattice of syllables over the letters, words of the shop and the lexicons over the syllables, and the cheapest way
through (Viterbi). Latin words that are no pinyin (TCL, Redmi, kg) stay. Every Hanzi knows the letters it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from catalog.shop import Shop
from config.data import read_yaml
from intents.text.normalise import rewritten
from intents.text.wording import Piece, Wording, wording_of
from intents.typed.syllables import LONGEST, near_typed, readings, syllables
from intents.typed.vocabulary import AFTER_NUMBER, SHOPS, UNKNOWN, Node, Word, tree_of
from intents.values.units import find_unit

MOST = 400
"""Letters decoded of a message; nobody types an order longer than this."""
WRONG_SOUND = 3.0
"""What it costs that a syllable is only nearly typed (hen for fen)."""
LAST = 1.5
"""What it costs to read the last word as the one that closes what people say."""
FIRST = 4.4
"""What it costs to read the first word as the one that begins a request: just less than the number that sounds so."""
_HANZI_COST = 4.0
_WHOLE_TOKEN = -2.0
_LETTERS = re.compile(r"[A-Za-z]+")
_TONED = re.compile(r"(?:[A-Za-z]+[1-5][\s,.!?]*){3,}$")
_TONE = re.compile(r"(?<=[a-z])[1-5]", re.IGNORECASE)
_NOT_PINYIN = re.compile(r"://|www\.|\.com|\.cn|@")


def decode(wording: Wording, shop: Shop) -> Wording:
    """The wording with its pinyin as Hanzi; the same object where there is none."""
    if not _LETTERS.search(wording.text) or _NOT_PINYIN.search(wording.text):
        return wording
    if _TONED.fullmatch(wording.text):
        wording = wording_of(
            (p for i, p in enumerate(wording.pieces()) if not _TONE.match(wording.text, i)), wording.source
        )
    tokens = _pinyin_tokens(wording.text, shop)
    if not tokens or sum(len(token) for token in tokens.values()) > MOST:
        return wording
    return rewritten(wording_of(_Lattice(wording, tokens, tree_of(shop)).cheapest(), wording.source))


def _pinyin_tokens(text: str, shop: Shop) -> dict[int, str]:
    """The runs of letters that are pinyin, by where they start."""
    shouting = text.upper() == text and len(_LETTERS.findall(text)) > 1 and not re.search(r"[一-鿿]", text)
    known = _latin_of(shop)
    return {
        match.start(): match[0].lower()
        for match in _LETTERS.finditer(text)
        if _is_pinyin(match[0], known, shouting=shouting)
        and not (match[0].lower() in ("g", "l", "ml", "kg") or _is_size(text, match))
    }


def _is_size(text: str, match: re.Match[str]) -> bool:
    """The letter of L码, 43A or 2L: a single one beside a number or 码."""
    beside = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
    return len(match[0]) == 1 and any(one.isdigit() or one in "码号型" for one in beside)


def _is_pinyin(token: str, known: frozenset[str], *, shouting: bool) -> bool:
    lower = token.lower()
    if token != lower and not token.istitle() and not shouting:
        return False
    if len(token) == 1 and token != lower:
        return False
    if lower in known and find_unit(lower) is None and lower not in syllables():
        return False
    return _covers(lower)


@lru_cache(maxsize=SHOPS)
def _latin_of(shop: Shop) -> frozenset[str]:
    """The Latin words of a shop's names: tcl, redmi, led."""
    return frozenset(
        word.lower()
        for product in shop.products
        for text in (product.name, product.brand, product.spec, *product.aliases)
        for word in _LETTERS.findall(text)
    )


def _covers(token: str) -> bool:
    """Whether a run of letters can be cut into syllables."""
    reachable = [True] + [False] * len(token)
    for start in range(len(token)):
        if reachable[start]:
            for length in range(1, LONGEST + 1):
                if token[start : start + length] in syllables() and start + length <= len(token):
                    reachable[start + length] = True
    return reachable[-1]


class _Lattice:
    """All readings of one message. Positions are those of the text; a way costs what its words cost."""

    def __init__(self, wording: Wording, tokens: dict[int, str], tree: Node) -> None:
        self.text, self.wording, self.tree = wording.text.lower(), wording, tree
        self.letters = {
            start + place: start + len(token) for start, token in tokens.items() for place in range(len(token))
        }
        """Each letter of pinyin with the end of its token."""
        self.starts = frozenset(tokens)

    def cheapest(self) -> list[Piece]:
        size = len(self.text)
        best: list[tuple[float, int, list[Piece]] | None] = [None] * (size + 1)
        best[0] = (0.0, 0, [])
        for start in range(size):
            here = best[start]
            if here is None:
                continue
            for end, cost, pieces in self._steps(start):
                total = here[0] + cost
                there = best[end]
                if there is None or total < there[0]:
                    best[end] = (total, start, pieces)
        return self._trace(best)

    def _trace(self, best: list[tuple[float, int, list[Piece]] | None]) -> list[Piece]:
        pieces: list[Piece] = []
        position = len(self.text)
        while position > 0:
            step = best[position]
            if step is None:  # a syllable that leads nowhere; cannot be, for single letters are steps too
                return self.wording.pieces()
            pieces[:0] = step[2]
            position = step[1]
        return pieces

    def _steps(self, start: int) -> Iterator[tuple[int, float, list[Piece]]]:
        """Where the reading can go on from here: (end, cost, what is read)."""
        character = self.text[start]
        if start in self.letters:
            yield start + 1, 3 * UNKNOWN, [self._piece(self.wording.text[start], start, start + 1)]
            yield from self._words(start)
            yield from self._after_number(start)
            yield from self._at_the_end(start)
            yield from self._at_the_beginning(start)
        elif "一" <= character <= "鿿":
            yield start + 1, _HANZI_COST, [self._piece(character, start, start + 1)]
            if any(place in self.letters for place in range(start + 1, start + 5)):
                yield from self._words(start)
        elif character in " '" and ((start + 1) in self.letters or (start - 1) in self.letters):
            yield start + 1, 0.0, []
        else:
            yield start + 1, 0.0, [self._piece(self.wording.text[start], start, start + 1)]

    def _piece(self, character: str, start: int, end: int) -> Piece:
        return character, self.wording.starts[start], self.wording.ends[end - 1]

    def _syllables(self, start: int) -> Iterator[tuple[str, str, int, int]]:
        """(syllable, Hanzi or '', where it starts, where it ends) from a position, spaces skipped."""
        while start < len(self.text) and self.text[start] in " '":
            start += 1
        if start >= len(self.text):
            return
        if start in self.letters:
            for end in range(start + 1, min(self.letters[start], start + LONGEST) + 1):
                if self.text[start:end] in syllables():
                    yield self.text[start:end], "", start, end
        elif "一" <= self.text[start] <= "鿿":
            for spoken in readings(self.text[start])[:1]:
                yield spoken, self.text[start], start, start + 1

    def _words(self, start: int) -> Iterator[tuple[int, float, list[Piece]]]:
        path: list[tuple[str, str, int, int]] = []

        def walk(node: Node, position: int) -> Iterator[tuple[int, float, list[Piece]]]:
            for step in self._syllables(position):
                onward = node.next.get(near_typed(step[0]))
                if onward is None:
                    continue
                path.append(step)
                for word in onward.words:
                    cost = self._cost(word, path)
                    if cost is not None:
                        pieces = [self._piece(one, at[2], at[3]) for one, at in zip(word.hanzi, path, strict=True)]
                        yield step[3], cost, pieces
                yield from walk(onward, step[3])
                path.pop()

        yield from walk(self.tree, start)

    def _cost(self, word: Word, path: list[tuple[str, str, int, int]]) -> float | None:
        """What reading these syllables as this word costs; None where it cannot be."""
        cost = word.cost
        typed = 0
        for hanzi, spelled, (spoken, given, _, _) in zip(word.hanzi, word.spelled, path, strict=True):
            if given:
                if given != hanzi:
                    return None
                continue
            typed += 1
            if spoken != spelled:
                if not word.near or len(word.hanzi) == 1:
                    return None
                cost += WRONG_SOUND
        if typed == 0:
            return None
        if len(path) > 1 and path[0][2] in self.starts and path[-1][3] == self.letters.get(path[0][2]):
            cost += _WHOLE_TOKEN
        return cost

    def _after_number(self, start: int) -> Iterator[tuple[int, float, list[Piece]]]:
        before = self.text[:start].rstrip()
        if not before or not before[-1].isdigit():
            return
        for spoken, _, first, end in self._syllables(start):
            if unit := units_by_sound().get(spoken):
                yield end, AFTER_NUMBER, [self._piece(unit, first, end)]

    def _at_the_end(self, start: int) -> Iterator[tuple[int, float, list[Piece]]]:
        """吧 closes what is said: liang dai ba is no 八, but for 第八 and 初八."""
        if not _LAST_BA.match(self.text, start) or _PLACE_OF_BA.search(self.text, 0, start):
            return
        for spoken, _, first, end in self._syllables(start):
            if spoken == "ba":
                yield end, LAST, [self._piece("吧", first, end)]

    def _at_the_beginning(self, start: int) -> Iterator[tuple[int, float, list[Piece]]]:
        """把 begins what is to be done: ba yan qu diao is no eight of salt; ba dai yan still is, for 八袋 costs less."""
        if match := _FIRST_BA.match(self.text, start):
            yield match.end(), FIRST, [self._piece("把", start, match.end())]


_FIRST_BA = re.compile(r"(?:^|(?<=[,.;] )|(?<=[,.;]))ba(?= )")
_LAST_BA = re.compile(r"\s*ba\s*(?:$|[,.!?;])")
_PLACE_OF_BA = re.compile(r"(?:^|di|chu|hao)\s*$")


@cache
def units_by_sound() -> dict[str, str]:
    """The units that may stand behind a number, by how they are typed."""
    units: dict[str, str] = {}
    for unit in read_yaml("lexicon/pinyin.yaml")["after_number"].split():
        if len(unit) == 1:
            units.setdefault(readings(unit)[0], unit)
    return units
