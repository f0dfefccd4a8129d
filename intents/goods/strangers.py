"""Goods the shop has never heard of: unknown words where goods would stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from catalog.measure import Amount
from catalog.tokens import Token
from config.data import read_yaml

_FRAMES = read_yaml("lexicon/goods_frames.yaml")
_HANZI = re.compile(r"[一-鿿a-z]+")
_LONGEST = 8
_ASKING = frozenset(_FRAMES["asking"])
ASKED = frozenset(_FRAMES["asked"])
"""What is said behind goods that are asked for."""
_STRANGE = frozenset({"unknown", "ordinary", "brand", "idiom"})
_COUNTED = frozenset({"pieces", "weight"})
_PEOPLE = frozenset({"组", "口", "头", "门", "位"})
"""Units that count people, beasts and places as well."""


def find_strangers(
    text: str, tokens: Sequence[Token], taken: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, tuple[int, int], Amount | None]]:
    """Find unknown nouns that are counted or asked for, and how many are wanted: the span, that of the name, the amount."""
    for first, last in _runs(text, tokens, taken):
        start, end = tokens[first].start, tokens[last].end
        words = text[start:end].strip()
        if not 1 < len(words) <= _LONGEST or not _HANZI.fullmatch(words):
            continue
        if any(begin < end and start < finish for begin, finish in taken):
            continue
        branded = any(token.kind == "brand" for token in tokens[first : last + 1])
        before = tokens[first - 1] if first else None
        after = _following(tokens, last, skipping=branded)
        if last + 1 < len(tokens) and numbers_stranger(tokens, last + 1):
            end, after = tokens[last + 1].end, tokens[last + 2]
        strange = any(token.kind in ("unknown", "brand", "term") for token in tokens[first : last + 1])
        if after and after.amount and _counts(after.amount) and not _in(after, taken):
            yield start, after.end, (start, end), after.amount
        elif before and before.amount and _counts(before.amount) and not _in(before, taken):
            yield before.start, end, (start, end), before.amount
        elif _asked_for(before, after, branded=branded, strange=strange and not taken):
            yield start, end, (start, end), None


def has_stranger(tokens: Iterable[Token]) -> bool:
    """Tell whether a word of several signs stands among the tokens that names no goods of this shop."""
    return any(token.kind in _STRANGE and len(token.word.strip()) > 1 for token in tokens)


def counts_stranger(tokens: Sequence[Token], place: int, *, led: bool) -> bool:
    """Tell whether the number at `place` is that of goods without a name here, in a row that goes as it began: number
    first (`led`), or last."""
    if not led:
        return has_stranger(tokens[max(place - 1, 0) : place])
    behind = [token for token in tokens[place + 2 :] if token.kind != "unknown" or token.word.strip()][:1]
    return has_stranger(tokens[place + 1 : place + 2]) and all(t.amount or t.kind == "joiner" for t in behind)


def numbers_stranger(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether the bare number at `place` belongs to a name that is none here, and another counts it: 活力28两袋."""
    amount, before, after = tokens[place].amount, tokens[place - 1 : place], tokens[place + 1 : place + 2]
    if amount is None or amount.unit or not before or not after or after[0].amount is None:
        return False
    return has_stranger(before) and before[0].end == tokens[place].start and after[0].start == tokens[place].end


def _asked_for(before: Token | None, after: Token | None, *, branded: bool, strange: bool) -> bool:
    """Whether an uncounted word must be goods: a brand that is all there is, or a stranger where goods are asked for."""
    if branded and before is None and after is None:
        return True
    return strange and ((before is not None and before.word in _ASKING) or (after is not None and after.word in ASKED))


def _following(tokens: Sequence[Token], last: int, *, skipping: bool) -> Token | None:
    """The token after a run; after a brand small words are passed over, as in 海飞丝给我来瓶大的."""
    for token in tokens[last + 1 :]:
        if not skipping or token.kind not in ("filler", "of") or token.word in ASKED:
            return token
    return None


def _runs(text: str, tokens: Sequence[Token], taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Neighbouring tokens that nothing explains, as first and last place."""
    first = -1
    for place, token in enumerate(tokens):
        strange = token.kind in _STRANGE or (token.kind == "term" and not _in(token, taken))
        open_word = strange and bool(text[token.start : token.end].strip())
        if open_word and first < 0:
            first = place
        elif not open_word and first >= 0:
            yield first, place - 1
            first = -1
    if first >= 0:
        yield first, len(tokens) - 1


def _counts(amount: Amount) -> bool:
    return bool(amount.unit) and amount.measure[0] in _COUNTED and amount.unit not in _PEOPLE


def _in(token: Token, taken: Sequence[tuple[int, int]]) -> bool:
    return any(begin <= token.start < finish for begin, finish in taken)
