"""Whether a name goes on describing the goods before it, or begins the next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_

import msgspec

from catalog.judge import Judge
from catalog.measure import Amount
from catalog.terms import Term
from catalog.tokens import Token
from intents.goods.ahead import ORDERING, counted_next, counted_soon
from intents.goods.compound import has_other_head
from intents.goods.group import Group
from intents.goods.refusals import tint_of


class Standing(msgspec.Struct, frozen=True):
    """Where a name stands: at `place` of the tokens, with what was said before it, and whether a comma parts it from
    the goods before."""

    text: str
    tokens: Sequence[Token]
    place: int
    waiting: Sequence[tuple[int, Token]]
    parted: bool


def joins(group: Group, term: Term, here: Standing, judge: Judge) -> bool:
    """Tell whether a name is said of the same article as the group."""
    if not group.named:
        return True
    if _is_counted_next(group, term, here) or _is_waited_for(group, term, here):
        return False
    if group.bits & term.fits:
        if _is_bought_next(group, term, here) or _is_listed_next(group, term, here):
            return False
        return not _is_closed(group, term, here) and not has_other_head(
            here.text, here.tokens, here.place, group, judge
        )
    counted = counted_next(here.tokens, here.place)
    if term.does:
        return not group.counted_behind or not counted
    if group.counted_behind or here.waiting:
        return False
    if term.noun:
        return not (group.has_noun or (here.parted and group.names_goods))
    return term.brand and not (counted if group.has_noun else group.has_brand)


_LETTING_GO = frozenset({"算了", "就", "不", "还是", "先", "免了"})


def _is_bought_next(group: Group, term: Term, here: Standing) -> bool:
    """Whether the verb of ordering is said again before quite another thing: 买米买油, not 酱油要生抽."""
    before = here.tokens[here.place - 1 : here.place]
    return bool(before) and before[0].word in ORDERING and _is_other_goods(group, term)


def _is_listed_next(group: Group, term: Term, here: Standing) -> bool:
    """Whether quite another thing stands behind a comma: 酱油一瓶,盐 are two, though some soy sauce is called 薄盐."""
    return group.counted_behind and here.parted and bool(term.heads) and _is_other_goods(group, term)


def _is_other_goods(group: Group, term: Term) -> bool:
    """Whether a name is that of goods, of none of the kinds that the group names."""
    if not (term.noun and group.has_noun):
        return False
    return not any(one.heads & term.heads for one, _ in group.said.terms if one.noun)


def _is_waited_for(group: Group, term: Term, here: Standing) -> bool:
    """Whether a colour, or behind a comma a number or a size, was said for the name to come."""
    return group.has_noun and bool(tint_of(here.waiting) or (here.parted and here.waiting and term.noun))


def _is_counted_next(group: Group, term: Term, here: Standing) -> bool:
    """Whether both goods have their number before them: 两瓶酱油一袋盐, though some soy sauce is called 薄盐; 两瓶刷碗的六桶炒菜的."""
    if not (group.led and group.names_goods and (term.noun or term.does) and here.waiting):
        return False
    amount = here.waiting[-1][1].amount
    return amount is not None and bool(amount.unit) and amount.end == here.tokens[here.place].start


def _is_counted_by_piece(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number of packs stands right behind a name."""
    return _is_of_pieces(next((token.amount for token in tokens[place + 1 : place + 2]), None))


def _is_of_pieces(amount: Amount | None) -> bool:
    """Whether packs are counted, not weighed or measured."""
    return amount is not None and amount.measure[0] == "pieces"


def _is_closed(group: Group, term: Term, here: Standing) -> bool:
    """Whether the goods before have their number, and this name one of its own: 米要50斤,面要50斤."""
    if group.counted_behind and group.has_brand and not group.names_goods and term.noun and not term.brand:
        # 飘柔一瓶护发素一瓶 are two; 立白两袋洗衣粉 and 富安娜八斤棉被一床 are one thing
        return _is_of_pieces(group.quantity) and _is_counted_by_piece(here.tokens, here.place)
    if not group.counted_behind or not (group.names_goods or here.parted):
        return False
    if here.parted and term.noun and any(one.word == term.word for one, _ in group.said.terms):
        after = here.tokens[here.place + 1 : here.place + 2]
        if after and (after[0].word in _LETTING_GO or after[0].word.endswith("要了")):
            return True  # 红枣二斤,红枣算了不要了
    named = reduce(and_, (t.heads for t, _ in group.said.terms if t.heads and not t.brand), term.heads)
    if here.parted and term.noun and not named:
        return counted_soon(here.tokens, here.place)
    heading = term.noun or (bool(term.heads) and not term.brand and (here.parted or not named))
    return heading and counted_soon(here.tokens, here.place)
