"""What is not wanted among goods: which words turn which away, before them (不要红的) or behind them (红的不要)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from catalog.judge import Judge
from catalog.terms import Term
from catalog.tokens import Token
from intents.goods.amounts import is_size
from intents.goods.group import Group

OPPOSITE: dict[str, Literal["big", "small"]] = {"big": "small", "biggest": "small", "small": "big"}
"""不要大的 asks for the small one."""
AFFIRMING = frozenset({"是", "就是", "要", "我要", "是要", "来", "别的", "给我"})
"""Words after which a negation is over: 不是六个是六箱."""
_REFUSERS = frozenset({"我", "都", "就", "也", "先", "他", "娃", "我家"})
"""Words between what is refused and 不要."""


def excludes(unwanted: Group, groups: Sequence[Group]) -> bool:
    """Tell whether what is not wanted only narrows other goods, and narrow them: 除了佳洁士, 牙膏随便拿一支."""
    excluded = False
    for group in groups:
        banned = [term for term in unwanted.said.banned if group.named and group.bits & term.fits]
        group.said.banned += banned if group is not unwanted else []
        excluded = excluded or bool(banned)
    return excluded or not unwanted.said.banned


def is_refused_name(tokens: Sequence[Token], place: int, term: Term, group: Group | None) -> bool:
    """Tell whether 不要 right behind a name takes it out of the goods before: 手机来一部, 老年机不要."""
    after = tokens[place + 1 : place + 3]
    counted = group is not None and group.quantity is not None and bool(group.bits & term.fits)
    other = len(after) > 1 and after[1].kind == "term"  # 要生抽不要老抽
    other = other or (group is not None and any(term.word == one.word for one, _ in group.said.terms))  # 盐不要了
    return counted and bool(after) and after[0].kind == "negation" and not other


def is_refused_kind(tokens: Sequence[Token], place: int, group: Group | None = None) -> bool:
    """Tell whether a quality is turned away behind it: 红的不要, 不加碘的我不要. What is not counted and not wanted any
    more is of that quality: 电褥子双人的不要了."""
    here = place + 1
    while here < len(tokens) and (tokens[here].kind == "of" or tokens[here].word in _REFUSERS):
        here += 1
    after = tokens[here : here + 2]
    if not after or after[0].kind != "negation":
        return False
    dropped = after[0].word.endswith("了") or (len(after) > 1 and after[1].word == "了")
    if dropped and group is not None and group.quantity is None:
        return False
    return len(after) == 1 or after[1].kind in ("joiner", "of") or after[1].word in ("了", "吧", "啊", "哈")


def refuse_size(tokens: Sequence[Token], place: int, group: Group | None, judge: Judge) -> bool:
    """Leave out of the open goods a size that is turned away: 三段要两罐,一段不要; tell whether it is."""
    token = tokens[place]
    if token.amount is None or group is None or not group.named or not is_refused_kind(tokens, place, group):
        return False
    if not is_size(tokens, place, token.amount, group, judge):
        return False
    group.said.banned.append(Term(word=token.word, fits=judge.sized(group.bits, token.amount)))
    return True


def tint_of(waiting: Sequence[tuple[int, Token]]) -> str:
    """The colour that stands right before a name, of what was said before it: 红 of 不要红笔."""
    return waiting[-1][1].word if waiting and waiting[-1][1].kind == "tint" else ""
