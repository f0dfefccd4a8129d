"""Words stuck to a name that make another thing of it: 空调罩 is no air conditioner, and 蒙牛真果粒 not just any 蒙牛."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from catalog.speech import noun_words
from catalog.tokens import Token
from config.data import read_yaml

_HANZI = re.compile(r"[一-鿿a-z]+")
_DATA = read_yaml("lexicon/goods_frames.yaml")
_TAILS = frozenset(_DATA["tails"])
"""Single characters that head a compound: 罩, 架, 柜."""
_VESSELS = frozenset(_DATA["vessels"])
"""Tails that are packs as well; things of their own only where they are counted by the piece: 酱油瓶一个."""
_NO_TAIL = frozenset(_DATA["no_tail"])
CLOSING = frozenset(_DATA["asked"]) | frozenset(_DATA["particles"])
"""Words before which a name is over."""
_LEADING_ON = frozenset(_DATA["asking"])
_AROUND = 16
"""So many characters around a name are looked at, that long texts stay cheap."""
_STEM = 2
_UNREAD = ("unknown", "ordinary", "brand")


def stranger_beside(text: str, tokens: Sequence[Token], names: tuple[int, int], *, named: bool) -> str:
    """Give the unknown word that sticks to the names standing at `text[slice(*names)]`; '' where there is none.

    `named` tells whether the names say a brand or a kind of goods, and not only a part of a name.
    """
    first, last = names
    begin, end = (bisect_left(tokens, edge, key=_start) for edge in (first - _AROUND, last + _AROUND))
    for place in range(begin, end):
        token = tokens[place]
        words = text[token.start : token.end].strip()
        if not _HANZI.fullmatch(words.lower()):
            continue
        if token.kind == "brand" and _is_beside(tokens, place, names):
            return words
        if token.kind == "unknown" and token.end == first and _makes_another(tokens, place):
            return words
        if token.end == first and (maker := _maker(tokens, place)):
            return text[maker.start : token.end]
        if token.start == last and words != text[last - 1] and (stuck := _stuck_behind(tokens, place, named=named)):
            return text[token.start : stuck].strip()
    return ""


def _maker(tokens: Sequence[Token], place: int) -> Token | None:
    """The unknown word that 家 makes the maker of what stands behind: 孔府 in 孔府家酒."""
    before = tokens[place - 1] if place else None
    if before is None or tokens[place].word != "家" or before.end != tokens[place].start:
        return None
    return before if before.kind == "unknown" and before.end - before.start > 1 else None


def _stuck_behind(tokens: Sequence[Token], place: int, *, named: bool) -> int:
    """Where what is stuck behind a name ends, 0 where that makes no other thing of it: 清洗剂 behind 洗衣机."""
    if (token := tokens[place]).word in _TAILS | _VESSELS and token.term is None and _is_tail(tokens, place):
        return token.end
    run = list(_run(tokens, place))
    if not run:
        return 0
    after = tokens[place + len(run) : place + len(run) + 1]
    if all(token.kind == "ordinary" for token in run):
        named = all(token.word in noun_words() for token in run)
        return run[-1].end if named and after and after[0].kind == "amount" else 0
    if run[-1].end - run[0].start == 1 and run[0].word in _NO_TAIL:
        return 0
    one = run[-1].end - run[0].start == 1
    if not named and one and _is_stem(tokens, place):
        return run[-1].end if _closes(after) else 0  # 电热毡 is no 电热蚊香
    if not named and (not after or one):
        return 0  # 锅底掉漆 tells what befell it
    return run[-1].end if _closes(after) else 0


def _is_stem(tokens: Sequence[Token], place: int) -> bool:
    """Whether nothing but two characters from within some name stand before: too little to tell the thing by."""
    before = tokens[place - 1] if place else None
    if before is None or before.term is None or not before.term.part or len(before.word) > _STEM:
        return False
    return place < 2 or tokens[place - 2].term is None  # noqa: PLR2004 – there is a token before that


def _run(tokens: Sequence[Token], place: int) -> Iterator[Token]:
    """What follows unread, without a gap; a lone 锅 within it is part of the word."""
    for token in tokens[place:]:
        lone = token.kind == "term" and token.end - token.start == 1
        if (token.kind not in _UNREAD and not (lone and token is not tokens[place])) or not token.word.strip():
            return
        yield token


def _is_tail(tokens: Sequence[Token], place: int) -> bool:
    """Whether a single character behind a name is what the thing is: it is counted or asked for next."""
    after = tokens[place + 1 : place + 2]
    if tokens[place].word in _VESSELS:
        return bool(after) and after[0].amount is not None and after[0].amount.unit in ("个", "只")
    return _closes(after)


def _closes(after: Sequence[Token]) -> bool:
    return (
        not after
        or after[0].kind in ("amount", "joiner", "of")
        or after[0].word in CLOSING
        or after[0].word in _LEADING_ON
    )


def _is_beside(tokens: Sequence[Token], place: int, names: tuple[int, int]) -> bool:
    """Whether a brand that this shop lacks stands among the names or next to them; 的, 牌 and numbers do not part them."""
    first, last = names
    before, after = tokens[place].start, tokens[place].end
    following = next((t for t in tokens[place + 1 :] if t.kind != "of" and (not t.amount or t.amount.unit)), None)
    previous = next((t for t in reversed(tokens[:place]) if t.kind not in ("of", "amount")), None)
    behind = after > last and _closes(tokens[place + 1 : place + 2])
    return (
        first <= before < last
        or bool(following and following.start == first)
        or bool(previous and previous.end == last and (behind or previous is tokens[place - 1]))
    )


def _makes_another(tokens: Sequence[Token], place: int) -> bool:
    """Whether unknown words right before a name belong to it: nothing but an edge, an amount or a small word stands
    before them, for no name begins in the middle of a word; one character must be stuck to another name, 醋泡花生."""
    before = tokens[place - 1] if place else None
    if tokens[place].end - tokens[place].start == 1:
        return before is not None and before.term is not None and before.term.noun and before.end == tokens[place].start
    return before is None or before.kind not in ("ordinary", "unknown")


def _start(token: Token) -> int:
    return token.start
