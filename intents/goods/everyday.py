"""Names that are everyday words too: 老板 is a brand of cooker hoods, and what everybody calls the shopkeeper."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.speech import common_words, small_words
from catalog.terms import Term
from catalog.tokens import Token
from config.data import read_yaml
from intents.goods.group import Group
from intents.values.units import find_unit

_COMMON = 600
"""A brand that jieba has seen more often than this is an everyday word too."""
_LEADING_ON = frozenset(read_yaml("lexicon/goods_frames.yaml")["no_tail"])
"""Characters behind a name that begin what is said of it: 米多要一袋."""
_POINTING = ("那", "这", "哪")
_MARKED = frozenset({"的", "牌", "牌的", "牌子"})


def is_everyday(tokens: Sequence[Token], place: int, group: Group | None) -> bool:
    """Tell whether a name is no name here: 老板 without goods beside it, a lone 水 within other words."""
    token = tokens[place]
    term = token.term
    if term is None:
        return True
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if _is_measure(tokens, place):
        return True
    if not term.brand and not term.noun and small_words().get(token.word) == "filler":
        return not _narrows(term, group, before, after)  # 老式 within 要老式那种
    if not term.brand or term.noun:
        return (
            len(token.word) == 1
            and term.noun
            and (_is_stuck(before) or _is_stuck(after) or _is_other(token, before, after))
        )
    is_address = small_words().get(token.word) == "filler"
    if not is_address and common_words().get(token.word, 0) <= _COMMON:
        return False
    beside = any(t is not None and t.term is not None and t.term.fits & term.fits for t in (before, after))
    narrows = group is not None and group.has_noun and bool(group.bits & term.fits)
    return not (beside or narrows or (not is_address and _reads_on(token, after, alone=len(tokens) == 1)))


def _is_measure(tokens: Sequence[Token], place: int) -> bool:
    """Whether a name only points at goods, as their measure: the 床 of 八斤那床 and of 那床棉被."""
    points = len(tokens[place].word) == 1 and place > 0 and tokens[place - 1].word in _POINTING
    if not points or (unit := find_unit(tokens[place].word)) is None or unit.kind != "count":
        return False
    sized = place > 1 and tokens[place - 2].amount is not None
    named = any(t.term is not None and t.term.noun for t in tokens[place + 1 : place + 2])
    return sized or named


def _narrows(term: Term, group: Group | None, before: Token | None, after: Token | None) -> bool:
    """Whether a name that is a small word too describes the goods it stands with."""
    beside = any(t is not None and t.term is not None and t.term.fits & term.fits for t in (before, after))
    return beside or (group is not None and group.named and bool(group.bits & term.fits))


def is_part_of_word(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a lone 大 or 小 belongs to some other word: 大王庄, 赵德厚家."""
    token, after = tokens[place], tokens[place + 1 : place + 2]
    if len(token.word) > 1 or token.kind not in ("big", "small"):
        return False
    if place and tokens[place - 1].kind == "unknown" and tokens[place - 1].word[-1:].isalnum():
        return True
    return bool(after) and after[0].kind in ("unknown", "ordinary", "trait") and after[0].word.isalnum()


def _reads_on(token: Token, after: Token | None, *, alone: bool) -> bool:
    """Whether an everyday word goes on as brands do: 统一冰红茶, 青岛两箱, 长城的; or is all there is."""
    if after is None:
        return alone
    stuck = after.term is not None and after.term.noun and after.start == token.end
    brand = after.term is not None and after.term.brand and after.start == token.end  # 青岛雪花各两箱
    return after.kind in ("amount", "pack") or after.word in _MARKED or stuck or brand


_LACKED = ("没", "没有", "快没", "缺", "没得")
_DONE = ("了", "过", "着", "得", "起")


def _is_other(token: Token, before: Token | None, after: Token | None) -> bool:
    """Whether a lone character is a verb, 种了, or a measure, 一锅鸡蛋."""
    if after is None:
        return False
    measures = before is not None and before.amount is not None and not before.amount.unit and before.end == token.start
    lacked = before is not None and (before.word in _LACKED or before.kind == "negation")  # 没盐了, 不要盐了
    return (after.word in _DONE and not lacked) or (
        measures and after.term is not None and after.term.noun and after.start == token.end
    )


def _is_stuck(token: Token | None) -> bool:
    """Whether a neighbour is part of some other word."""
    return (
        token is not None
        and token.kind in ("unknown", "ordinary")
        and token.word.isalnum()
        and not token.word.endswith("家")  # 李家盐两袋 is salt for the Lis
        and token.word not in _LEADING_ON
    )
