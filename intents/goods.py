"""Parting a clause into goods: which words, amounts and sizes belong to the same article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import msgspec

from catalog.gather import take
from catalog.judge import Judge, Said
from catalog.measure import DIMENSIONS, Amount
from catalog.scan import Token, common_words
from catalog.speech import small_words
from catalog.terms import Term

_MEASURED_BY_THE_METRE = "米"
_EVERYDAY = 600
"""A brand that jieba has seen more often than this is an everyday word too."""
_ADDRESS = 2
_AFFIRMING = frozenset({"是", "就是", "要", "我要", "是要", "来", "别的", "给我"})
"""Words after which a negation is over: 不是六个是六箱."""
_TIGHT = ("的", "装", "装的", "那种", "这种", "款", "款的", "型", "规格", "规格的", "大的", "的那种", "版")


class Group(msgspec.Struct, kw_only=True):
    """One article as far as it was said; places are those of the text."""

    start: int
    end: int
    said: Said = msgspec.field(default_factory=Said)
    quantity: Amount | None = None
    bits: int = -1
    """What all its names together may be said of; -1 while it has none."""
    noun_end: int = -1
    exact: bool = True
    """Whether any of its names was written as it is."""
    led: bool = False
    """Whether the number came before the name."""
    first_term: int = -1
    last_term: int = -1

    @property
    def named(self) -> bool:
        """Whether it has a name, not only a number or a size."""
        return self.bits != -1

    @property
    def has_noun(self) -> bool:
        return any(term.noun and not term.does for term, _ in self.said.terms)


class Assembler:
    """Goes through the tokens of one clause. Made anew for each."""

    def __init__(self, text: str, tokens: Sequence[Token], judge: Judge) -> None:
        self._text, self._tokens, self._judge = text, tokens, judge
        self.groups: list[Group] = []
        self._open: Group | None = None
        self._waiting: list[tuple[int, Token]] = []
        """Amounts and sizes said before the name they belong to."""
        self._negated = False
        self._fixing = False

    def run(self) -> list[Group]:
        """Give the groups of the clause, in order."""
        for place, token in enumerate(self._tokens):
            match token.kind:
                case "term":
                    self._term(place, token)
                case "amount":
                    self._amount(place, token)
                case "big" | "small" | "biggest" | "cheap" | "trait" | "pack":
                    self._quality(place, token)
                case "negation":
                    self._negated = True
                case "joiner":
                    self._joiner(token)
                case "fix":
                    self._fixing = True
                case "filler" if token.word in _AFFIRMING:
                    self._negated = False
                case _:
                    pass
        return [group for group in self.groups if group.named or group.said.banned]

    def _joiner(self, token: Token) -> None:
        self._negated = False
        self._waiting.clear()
        if self._open and (token.word not in ("，", ",") or not self._open.named):
            self._open = None

    def _term(self, place: int, token: Token) -> None:
        term = token.term
        if term is None or self._is_noise(place, token, term):
            return
        if self._negated:
            self._banned(token, term)
            return
        group = self._open
        if group is None or not self._joins(group, place, term):
            if group is not None and self._is_compound(group, place, token):
                self._compound(group, token)
                return
            if group is not None and self._is_purpose(group, place, term):
                self.groups.remove(group)
            group = self._start(token)
        take(group.said, token)
        kept = term.fits if group.bits == -1 else group.bits & term.fits
        group.bits = kept or (group.bits if term.does else 0)
        group.end = max(group.end, token.end)
        group.exact = group.exact and token.exact
        group.first_term = token.start if group.first_term < 0 else group.first_term
        group.last_term = token.end

    def _is_noise(self, place: int, token: Token, term: Term) -> bool:
        """老板, 想念 and the like are brands only beside goods; a lone 水 within other words is none."""
        after = self._tokens[place + 1] if place + 1 < len(self._tokens) else None
        before = self._tokens[place - 1] if place else None
        if term.brand and not term.noun and (everyday := _everyday(token.word)):
            beside = any(t is not None and t.term is not None and t.term.fits & term.fits for t in (before, after))
            return not (beside or (everyday < _ADDRESS and after is not None and after.kind in ("of", "amount")))
        if len(token.word) == 1 and term.noun:
            return _stuck(before) or _stuck(after)
        return False

    def _banned(self, token: Token, term: Term) -> None:
        group = self._open
        if group is None:
            group = self._start(token)
        group.said.banned.append(term)
        group.end = max(group.end, token.end)

    def _start(self, token: Token) -> Group:
        group = Group(start=token.start, end=token.end)
        for place, waiting in self._waiting:
            group.start = min(group.start, waiting.start)
            if waiting.amount is not None and not self._is_size(place, waiting.amount) and group.quantity is None:
                self._count(group, waiting, waiting.amount)
                group.led = True
            else:
                take(group.said, waiting)
        self._waiting = []
        self._open = group
        self.groups.append(group)
        return group

    def _joins(self, group: Group, place: int, term: Term) -> bool:
        """Whether a name goes on describing the article, or begins the next one."""
        if not group.named:
            return True
        counted_behind = group.quantity is not None and not group.led
        if group.bits & term.fits:
            return not (counted_behind and term.noun and group.has_noun and self._counted_next(place))
        if term.does:
            return not counted_behind
        if counted_behind or self._waiting:
            return False
        if term.noun and group.has_noun:
            return False
        if term.noun or term.brand:
            return not (term.brand and group.has_noun and self._counted_next(place))
        return False

    def _is_compound(self, group: Group, place: int, token: Token) -> bool:
        """Whether two names stuck together name some third thing: 苹果醋, 红糖馒头, 苹果手机."""
        before, term = self._tokens[place - 1], token.term
        if before.term is None or before.end != token.start or term is None or not term.noun or group.quantity:
            return False
        if any(t.kind == "each" for t in self._tokens[place:]):
            return False
        branded = small_words().get(before.word) == "brand"
        return branded or not term.heads or (len(token.word) == 1 and len(before.word) > 1 and before.term.noun)

    def _compound(self, group: Group, token: Token) -> None:
        take(group.said, token)
        group.said.stranger = token.word
        group.end = group.last_term = token.end

    def _is_purpose(self, group: Group, place: int, term: Term) -> bool:
        """Whether the goods before only tell what these are for: 腌咸菜用的盐."""
        told = place > 0 and self._tokens[place - 1].word in ("的", "用的", "滴", "嘅")
        return told and term.noun and group.has_noun and group.quantity is None

    def _counted_next(self, place: int) -> bool:
        after = self._tokens[place + 1 : place + 2]
        return bool(after) and after[0].kind == "amount"

    def _amount(self, place: int, token: Token) -> None:
        amount = token.amount
        if amount is None or self._negated or self._is_noise_amount(place, token, amount):
            return
        group = self._open
        if group is None or not group.named:
            self._waiting.append((place, token))
        elif self._is_size(place, amount) or (group.quantity and not self._fixing and self._names_size(amount, group)):
            take(group.said, token)
            group.end = max(group.end, token.end)
        elif group.quantity is None or (self._fixing and not self._next_is_name(place)) or (amount.unit and group.quantity.unit == amount.unit and not self._next_is_name(place)):
            self._count(group, token, amount)
        elif group.quantity.unit == "" and amount.unit:
            take(group.said, token._replace(amount=group.quantity))
            self._count(group, token, amount)
        elif _weight(group.quantity) and not _weight(amount):
            group.said.sizes.append(group.quantity)
            self._count(group, token, amount)
        elif _weight(amount) and _weight(group.quantity):
            group.quantity = _sum(group.quantity, amount)
            group.end = token.end
        elif _weight(amount):
            if all(a.product.unit in ("斤", "公斤") for a in self._judge.of(max(group.bits, 0))):
                self._count(group, token, amount)
            else:
                take(group.said, token)
        else:
            self._waiting.append((place, token))

    def _count(self, group: Group, token: Token, amount: Amount) -> None:
        group.quantity = amount
        if amount.grade:
            group.said.grade = "big" if amount.grade == "大" else "small"
        group.end = max(group.end, token.end)

    def _next_is_name(self, place: int) -> bool:
        return any(t.kind == "term" for t in self._tokens[place + 1 : place + 2])

    def _names_size(self, amount: Amount, group: Group) -> bool:
        """Whether a second amount can only tell a size: the label of some article bears it."""
        dimension = amount.measure[0]
        return dimension not in ("weight", "pieces", "") or (
            dimension == ""
            and any(f"{amount.value.normalize():f}" in a.figures for a in self._judge.of(max(group.bits, 0)))
        )

    def _is_noise_amount(self, place: int, token: Token, amount: Amount) -> bool:
        """Money, ordinals and dates are no amounts of goods."""
        before, after = self._text[token.start - 1 : token.start], self._text[token.end : token.end + 2]
        if before in ("第", "初", "￥", "¥") or after[:1] in (
            "元",
            "月",
            "岁",
            "点",
            "楼",
            "组",
            "期",
            "年",
            "天",
            "次",
        ):
            return True
        if amount.unit == "块" and (after[:1] in ("钱", "一", "五", "二", "三", "八", "六") or after[:1].isdigit()):
            return True
        if amount.unit == "" and after[:1] in ("块", "毛", "号"):
            return True
        priced = place and self._tokens[place - 1].word in (
            "多少钱",
            "好多钱",
            "几多钱",
            "啥价",
            "什么价",
            "怎么卖",
            "咋卖",
        )
        return bool(priced) and amount.value == 1

    def _is_size(self, place: int, amount: Amount) -> bool:
        """Whether an amount describes the article rather than counts it: 五升, 42码, 二十斤装, 12支的."""
        dimension = amount.measure[0]
        if dimension == "length" and amount.unit == _MEASURED_BY_THE_METRE:
            return not self._sold_by_the_metre() or self._described(place)
        if dimension not in ("weight", "pieces", ""):
            return True
        if dimension == "pieces" and not self._described(place):
            return False
        return self._described(place)

    def _sold_by_the_metre(self) -> bool:
        bits = self._open.bits if self._open and self._open.named else self._judge.all
        if bits == self._judge.all:
            return False
        return any(a.product.unit == _MEASURED_BY_THE_METRE for a in self._judge.of(bits))

    def _described(self, place: int) -> bool:
        """Whether 的, 装 or 那种 follows, or a pack whose size it is: 50斤那种袋子."""
        after = self._tokens[place + 1 : place + 3]
        if not after or after[0].start != self._tokens[place].end:
            return False
        if after[0].kind == "of":
            said = self._tokens[place].amount
            leads = len(after) > 1 and after[1].kind == "term" and said is not None and said.measure[0] == "pieces"
            return after[0].word in _TIGHT and not leads
        return after[0].kind == "pack" and after[0].word.endswith("装")

    def _quality(self, place: int, token: Token) -> None:
        group = self._open
        if token.kind == "pack" and self._negated:
            return
        if group is None or not group.named or self._belongs_ahead(place, group):
            self._waiting.append((place, token))
            return
        if token.kind == "pack" and (group.quantity is not None and group.quantity.unit not in ("", "个")):
            return
        take(group.said, token)
        group.end = max(group.end, token.end)

    def _belongs_ahead(self, place: int, group: Group) -> bool:
        """大瓶 after a counted article and before another name is said of the next."""
        counted = group.quantity is not None and not group.led
        following = takewhile(lambda t: t.kind != "joiner", self._tokens[place + 1 : place + 4])
        return counted and any(
            t.kind == "term" and t.term is not None and not t.term.fits & group.bits for t in following
        )


def _weight(amount: Amount) -> bool:
    return amount.measure[0] == "weight"


def _sum(one: Amount, other: Amount) -> Amount:
    """Add 八两 to 二斤, in the unit of the first."""
    value = one.value + other.measure[1] / DIMENSIONS[one.unit][1]
    return one._replace(value=value, end=other.end)


def _everyday(word: str) -> int:
    """How everyday a word is that also is a brand: 0 for what is only a brand, _ADDRESS for what people call one another."""
    if small_words().get(word) == "filler":
        return _ADDRESS
    return 1 if common_words().get(word, 0) > _EVERYDAY else 0


def _stuck(token: Token | None) -> bool:
    """Whether a neighbour is part of some other word."""
    return token is not None and token.kind in ("unknown", "ordinary") and token.word.isalnum()
