"""Goods the shop has never heard of: unknown words where goods would stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from catalog.measure import Amount
from catalog.tokens import Token
from config.data import read_yaml
from intents.group import Group

_FRAMES = read_yaml("lexicon/goods_frames.yaml")
_HANZI = re.compile(r"[一-鿿a-z]+")
_LONGEST = 8
_ASKING = frozenset(
    [
        "有",
        "有没有",
        "卖",
        "有无",
        "有冇",
        "来",
        "要",
        "买",
        "拿",
        "想要",
        "想买",
        "求",
        "给我",
        "给我来",
        "给我拿",
        "我要",
        "来点",
        "来些",
        "拿点",
        "买点",
        "要点",
        "要个",
        "来个",
        "买个",
        "称",
        "打",
        "搞",
    ]
)
_ASKED = frozenset(
    [
        "有没有",
        "有吗",
        "有不",
        "有没",
        "卖没",
        "卖吗",
        "卖不卖",
        "多少钱",
        "好多钱",
        "几多钱",
        "几钱",
        "怎么卖",
        "咋卖",
        "咋个卖",
        "啥价",
        "什么价",
        "有伐",
        "有冇",
        "有么",
        "有木有",
        "价格",
        "价钱",
        "贵不贵",
        "有卖",
    ]
)
_PARTICLES = frozenset("吗呢吧啊呀么嘛没不")
_COUNTED = frozenset({"pieces", "weight"})
_PEOPLE = frozenset({"组", "口", "头", "门", "位"})
"""Units that count people, beasts and places as well."""


def stranger_within(text: str, tokens: Sequence[Token], group: Group) -> str:
    """Give the unknown word that sticks to the names of a group, '' where there is none.

    燕京啤酒 is not just any beer, and 空调罩 no air conditioner: what is stuck to a name changes it.
    """
    for place, token in enumerate(tokens):
        words = text[token.start : token.end].strip()
        if not _HANZI.fullmatch(words.lower()):
            continue
        if token.kind == "brand" and _beside(tokens, place, group):
            return words
        if token.kind == "unknown" and token.end == group.first_term and len(words) > 1 and _opens(tokens, place):
            return words
        if token.start == group.last_term and group.has_noun and (end := _stuck_behind(tokens, place)):
            return text[token.start : end].strip()
    return ""


def _stuck_behind(tokens: Sequence[Token], place: int) -> int:
    """Where what is stuck behind a name ends, 0 where that is no unknown word: 清洗剂 behind 洗衣机."""
    run = list(takewhile(lambda token: token.kind in ("unknown", "ordinary", "brand"), tokens[place:]))
    strange = any(token.kind != "ordinary" for token in run)
    return run[-1].end if strange and _closes(tokens, place + len(run) - 1) else 0


def _beside(tokens: Sequence[Token], place: int, group: Group) -> bool:
    """Whether a brand that this shop lacks stands within a group or next to it, 的 and 牌 between counted out."""
    before, after = tokens[place].start, tokens[place].end
    following = next((t for t in tokens[place + 1 :] if t.kind != "of"), None)
    previous = next((t for t in reversed(tokens[:place]) if t.kind != "of"), None)
    return (
        group.first_term <= before < group.last_term
        or bool(following and following.start == group.first_term)
        or bool(previous and previous.end == group.last_term and after > group.last_term)
    )


def _opens(tokens: Sequence[Token], place: int) -> bool:
    """Whether nothing but an edge, an amount or a small word stands before: no name begins in the middle of a word."""
    return not place or tokens[place - 1].kind not in ("ordinary", "unknown")


def _closes(tokens: Sequence[Token], place: int) -> bool:
    after = tokens[place + 1 : place + 2]
    return (
        not after
        or after[0].kind in ("amount", "joiner", "of")
        or after[0].word in _ASKED
        or after[0].word in _PARTICLES
    )


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
        strange = any(token.kind in ("unknown", "brand", "term") for token in tokens[first : last + 1])
        if after and after.amount and _counts(after.amount) and not _in(after, taken):
            yield start, after.end, (start, end), after.amount
        elif before and before.amount and _counts(before.amount) and not _in(before, taken):
            yield before.start, end, (start, end), before.amount
        elif _asked_for(before, after, branded=branded, strange=strange and not taken):
            yield start, end, (start, end), None


def _asked_for(before: Token | None, after: Token | None, *, branded: bool, strange: bool) -> bool:
    """Whether an uncounted word must be goods: a brand that is all there is, or a stranger where goods are asked for."""
    if branded and before is None and after is None:
        return True
    return strange and ((before is not None and before.word in _ASKING) or (after is not None and after.word in _ASKED))


def _following(tokens: Sequence[Token], last: int, *, skipping: bool) -> Token | None:
    """The token after a run; after a brand small words are passed over, as in 海飞丝给我来瓶大的."""
    for token in tokens[last + 1 :]:
        if not skipping or token.kind not in ("filler", "of") or token.word in _ASKED:
            return token
    return None


def _runs(text: str, tokens: Sequence[Token], taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Neighbouring tokens that nothing explains, as first and last place."""
    first = -1
    for place, token in enumerate(tokens):
        strange = token.kind in ("unknown", "ordinary", "brand", "idiom") or (
            token.kind == "term" and not _in(token, taken)
        )
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
