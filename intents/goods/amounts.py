"""What an amount among goods is: a number of them, a size, or neither."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.judge import Judge
from catalog.measure import DIMENSIONS, Amount
from catalog.tokens import Token
from intents.goods.group import Group
from intents.goods.strangers import numbers_stranger
from intents.values import sums
from intents.values.units import counts_no_goods

MANY = 20
"""So many of anything, nobody orders without a unit word."""
_BY_LENGTH = frozenset({"米", "尺"})
"""Units by which cloth and rope are sold."""
_LABEL_WEIGHTS = frozenset({"g", "kg", "克"})
"""Weights that stand on labels; what people want, they say in 斤."""
_DESCRIBING = frozenset({"的", "装", "装的", "那种", "这种", "款", "款的", "型", "规格", "规格的", "的那种", "版"})
_NOT_BEFORE = frozenset("第初￥¥")
_NOT_AFTER = frozenset("仁元月岁点楼组期年周天次亩婶叔姐舅姨嫂爷奶伯哥弟妹娃狗胖丫遍趟层户口垄畦陇")
_TIMES, _TIMES_NEXT = re.compile(r"\d[乘x×*]$"), re.compile(r"[乘x×*]\d")
_RATE = re.compile(r"[一1](?:天|亩地?|个?月|年|棵树?|个?工)$|每(?:亩地?|棵树?|个?工)$")
"""Before what is paid or reaped by the day or the field; 每个月两袋盐 is wanted."""
_MONEY_AFTER = frozenset("钱一二三五六八0123456789")
_ONE = re.compile("[一二三四五六七八九半1-9]?[一1每]")
_PRICE_WORDS = frozenset({"多少钱", "好多钱", "几多钱", "啥价", "什么价", "怎么卖", "咋卖"})


def is_noise(text: str, tokens: Sequence[Token], place: int, amount: Amount) -> bool:
    """Tell money, ordinals and dates from amounts of goods; also the 一斤 of 多少钱一斤."""
    if numbers_stranger(tokens, place):
        return True
    before, after = text[amount.start - 1 : amount.start], text[amount.end : amount.end + 1]
    if _TIMES.search(text[: amount.start]) or _TIMES_NEXT.match(text, amount.end):
        return True  # 4乘30 is a measure of screws
    if counts_no_goods(amount.unit, text, amount.end):
        return True  # 四五个人吃的电饭锅, 八个月大
    if before in _NOT_BEFORE or (after in _NOT_AFTER and not amount.unit) or _RATE.search(text[: amount.start]):
        return True
    if (amount.unit == "块" and after in _MONEY_AFTER) or (not amount.unit and after in ("块", "毛", "号")):
        return True
    return is_priced_by(tokens, place, amount) or _ends_price(text, tokens, place, amount)


def _ends_price(text: str, tokens: Sequence[Token], place: int, amount: Amount) -> bool:
    """Whether an amount is the end of a price: the 五一斤 of 三块五一斤, the 一斤 of 八毛一斤; but 肥皂三块一袋盐 is a bag."""
    if (
        not amount.unit
        or not sums.stands_behind(text, amount.start)
        or not _ONE.fullmatch(text[amount.start : amount.end - len(amount.unit)])
    ):
        return False
    return not any(token.term for token in tokens[place + 1 : place + 2])


def is_priced_by(tokens: Sequence[Token], place: int, amount: Amount) -> bool:
    """Tell whether an amount is what a price is asked for: the 一桶 of 多少钱一桶."""
    return place > 0 and amount.value == 1 and tokens[place - 1].word in _PRICE_WORDS


def is_size(tokens: Sequence[Token], place: int, amount: Amount, group: Group | None, judge: Judge) -> bool:
    """Tell whether an amount describes the article rather than counts it: 五升, 42码, 二十斤装, 12支的."""
    dimension = amount.measure[0]
    if dimension == "length" and amount.unit in _BY_LENGTH:
        return not _sold_by_length(group, judge) or _described(tokens, place, amount)
    if dimension not in ("weight", "pieces", "") or amount.unit in _LABEL_WEIGHTS:
        return True
    return _described(tokens, place, amount)


def is_label(amount: Amount, group: Group, judge: Judge) -> bool:
    """Tell whether a bare number stands on a label and is too large for a number of goods: 雨靴42."""
    return not amount.unit and amount.value >= MANY and only_names_size(amount, group, judge)


def only_names_size(amount: Amount, group: Group, judge: Judge) -> bool:
    """Tell whether a second amount can only be a size: nothing is counted so, or some label bears the number."""
    dimension = amount.measure[0]
    if dimension:
        return dimension not in ("weight", "pieces")
    figures = f"{amount.value.normalize():f}"
    return any(figures in article.figures for article in judge.of(max(group.bits, 0)))


def only_on_label(counted: Amount, group: Group, judge: Judge) -> bool:
    """Tell whether the number said first is that of a label, where another one follows: 十五枚那盒来两盒."""
    measure = counted.measure
    return counted.value > 1 and any(measure in article.measures for article in judge.of(max(group.bits, 0)))


def is_weight(amount: Amount) -> bool:
    """Tell whether an amount is a weight."""
    return amount.measure[0] == "weight"


def added(one: Amount, other: Amount) -> Amount:
    """Add 八两 to 二斤, in the unit of the first."""
    value = one.value + other.measure[1] / DIMENSIONS[one.unit][1]
    return one._replace(value=value, end=other.end)


def _sold_by_length(group: Group | None, judge: Judge) -> bool:
    return bool(group and group.named) and any(
        a.product.unit in _BY_LENGTH for a in judge.of(group.bits if group else 0)
    )


def _described(tokens: Sequence[Token], place: int, amount: Amount) -> bool:
    """Whether 的, 装 or 那种 follows; but 两瓶的可乐 is two."""
    after = tokens[place + 1 : place + 3]
    if not after or after[0].start != amount.end:
        return False
    if (pack := after[0].amount) is not None:  # 五本一包的, 24瓶一箱那种
        return (
            pack.value == 1
            and pack.measure[0] == "pieces"
            and pack.unit != amount.unit
            and _described(tokens, place + 1, pack)
        )
    if after[0].kind == "of":
        leads = len(after) > 1 and after[1].kind == "term" and amount.measure[0] == "pieces"
        return after[0].word in _DESCRIBING and not leads
    again = len(after) > 1 and after[1].amount is not None  # 桶装5个袋装2提
    again = again or any(token.kind == "pack" for token in tokens[max(place - 2, 0) : place])  # 袋装的三袋瓶装的一瓶
    counted = amount.measure[0] == "pieces" and (again or amount.value == 1)
    return after[0].kind == "pack" and after[0].word.endswith("装") and not counted
