"""What a second number beside goods is: a better one, a size, a remainder, or that of the goods to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from catalog.judge import Judge
from catalog.measure import Amount
from catalog.tokens import Token
from intents.goods.ahead import counted_next, is_name_next
from intents.goods.amounts import is_weight, only_names_size, only_on_label
from intents.goods.group import Group

Second = Literal["remainder", "number", "size", "first_was_size", "next"]


def second_amount(
    tokens: Sequence[Token], place: int, group: Group, amounts: tuple[Amount, Amount], judge: Judge, *, fixing: bool
) -> Second:
    """Tell what the second of two amounts is, which stands at `place`: 二斤 八两 is one weight."""
    counted, amount = amounts
    same_unit = amount.unit and counted.unit == amount.unit and not counted_next(tokens, place)
    if is_weight(amount) and is_weight(counted) and not fixing and amount.unit != counted.unit:
        return "remainder"
    if (fixing or same_unit) and not is_name_next(tokens, place):
        return "number"
    if only_names_size(amount, group, judge):
        return "size"
    if _was_size(tokens, place, group, amounts, judge):
        return "first_was_size"
    if not is_weight(amount):
        return "next"
    return "number" if _sold_by_weight(group, judge) else "size"


def _was_size(tokens: Sequence[Token], place: int, group: Group, amounts: tuple[Amount, Amount], judge: Judge) -> bool:
    """Whether what was taken for the number said how large they are: 十五枚那盒来两盒."""
    counted, amount = amounts
    labelled = only_on_label(counted, group, judge) and not is_name_next(tokens, place)
    bare = counted.unit == "" and amount.unit != ""
    return labelled or bare or (is_weight(counted) and not is_weight(amount))


def _sold_by_weight(group: Group, judge: Judge) -> bool:
    return all(a.product.unit in ("斤", "公斤") for a in judge.of(max(group.bits, 0)))
