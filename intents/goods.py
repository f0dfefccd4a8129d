"""Parting a clause into goods: which words, amounts and sizes belong to the same article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from catalog.judge import Judge
from catalog.measure import Amount
from catalog.speech import read_traits
from catalog.terms import Term
from catalog.tokens import Token
from intents.ahead import begins_next, belongs_ahead, counted_next, counts_before, is_name_next
from intents.amounts import added, is_noise, is_priced_by, is_size, is_weight, only_names_size, only_on_label
from intents.compound import has_other_head, is_compound
from intents.everyday import is_everyday, is_part_of_word
from intents.group import Group

_MANY = 20
"""So many of anything, nobody orders without a unit word."""
_OPPOSITE: dict[str, Literal["big", "small"]] = {"big": "small", "biggest": "small", "small": "big"}
"""不要大的 asks for the small one."""
_AFFIRMING = frozenset({"是", "就是", "要", "我要", "是要", "来", "别的", "给我"})
"""Words after which a negation is over: 不是六个是六箱."""


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
        self._parted = False
        """Whether a comma stands between the open group and here."""

    def run(self) -> list[Group]:
        """Give the groups of the clause, in order."""
        read = {
            "term": self._term,
            "amount": self._amount,
            "joiner": self._joiner,
            "negation": self._negation,
            "filler": self._filler,
            "fix": self._fix,
            "unknown": self._unread,
            **dict.fromkeys(("big", "small", "biggest", "cheap", "trait", "pack"), self._quality),
        }
        for place, token in enumerate(self._tokens):
            if token.kind in read:
                read[token.kind](place, token)
        return [group for group in self.groups if group.named or not self._excludes(group)]

    def _excludes(self, unwanted: Group) -> bool:
        """Whether what is not wanted only narrows other goods: 除了佳洁士, 牙膏随便拿一支."""
        excluded = False
        for group in self.groups:
            banned = [term for term in unwanted.said.banned if group.named and group.bits & term.fits]
            group.said.banned += banned if group is not unwanted else []
            excluded = excluded or bool(banned)
        return excluded or not unwanted.said.banned

    def _negation(self, _: int, __: Token) -> None:
        self._negated = True

    def _fix(self, _: int, __: Token) -> None:
        self._fixing = True

    def _unread(self, place: int, token: Token) -> None:
        """What is no name here may still tell what is refused: 拖鞋不要棉的."""
        after = self._tokens[place + 1 : place + 2]
        if self._negated and after and after[0].kind == "of" and token.word.strip():
            self._refuse(token.word)

    def _refuse(self, *marks: str) -> None:
        """Leave out of the open goods what is marked so, where that tells any apart."""
        group = self._open
        marked = self._judge.marked(group.bits, *marks) if group and group.named else 0
        if group and marked != group.bits:
            group.said.banned.append(Term(word=marks[0], fits=marked))

    def _filler(self, _: int, token: Token) -> None:
        self._negated = self._negated and token.word not in _AFFIRMING

    def _joiner(self, place: int, token: Token) -> None:
        self._negated = False
        if self._open and counts_before(self._tokens, place, self._open):
            return
        self._parted = True
        self._waiting.clear()
        if self._open and (token.word not in ("，", ",") or not self._open.named):
            self._open = None

    def _term(self, place: int, token: Token) -> None:
        term = token.term
        if term is None or is_everyday(self._tokens, place, self._open):
            return
        if self._negated or self._refused(place, term):
            self._banned(token, term)
            return
        group = self._open
        if group is None or not self._joins(group, place, term):
            if group is not None and is_compound(self._tokens, place, group, self._judge):
                group.compound(token)
                return
            if group is not None and self._is_purpose(group, place, term):
                self.groups.remove(group)
            group = self._start(token)
        elif group.quantity is None:
            self._settle_waiting(group)
        group.name(token)

    def _refused(self, place: int, term: Term) -> bool:
        """Whether 不要 right behind a name takes it out of the goods before: 手机来一部, 老年机不要."""
        after = self._tokens[place + 1 : place + 2]
        group = self._open
        counted = group is not None and group.quantity is not None and bool(group.bits & term.fits)
        return counted and bool(after) and after[0].kind == "negation"

    def _banned(self, token: Token, term: Term) -> None:
        group = self._open or self._start(token)
        group.said.banned.append(term)
        group.end = max(group.end, token.end)

    def _start(self, token: Token) -> Group:
        group = Group(start=token.start, end=token.end)
        self._settle_waiting(group)
        self._parted = False
        self._open = group
        self.groups.append(group)
        return group

    def _settle_waiting(self, group: Group) -> None:
        """Give a group what was said before its name: how many, how large."""
        for place, waiting in self._waiting:
            group.start = min(group.start, waiting.start)
            if (
                waiting.amount is not None
                and not self._is_size(place, waiting.amount, group)
                and group.quantity is None
            ):
                group.count(waiting.amount)
                group.led = True
            else:
                group.describe(waiting)
        self._waiting = []

    def _joins(self, group: Group, place: int, term: Term) -> bool:
        """Whether a name goes on describing the article, or begins the next one."""
        if not group.named:
            return True
        if self._parted and self._waiting and term.noun and group.has_noun:
            return False
        if group.bits & term.fits:
            closed = group.counted_behind and (group.has_noun or self._parted) and counted_next(self._tokens, place)
            other = has_other_head(self._text, self._tokens, place, group, self._judge)
            return not other and not (closed and term.noun)
        if term.does or group.counted_behind or self._waiting:
            return term.does and not group.counted_behind
        if term.noun:
            return not group.has_noun
        return term.brand and not (counted_next(self._tokens, place) if group.has_noun else group.has_brand)

    def _is_purpose(self, group: Group, place: int, term: Term) -> bool:
        """Whether the goods before only tell what these are for: 腌咸菜用的盐."""
        told = place > 0 and self._tokens[place - 1].word in ("的", "用的", "滴", "嘅")
        return told and term.noun and group.has_noun and group.quantity is None

    def _amount(self, place: int, token: Token) -> None:
        amount = token.amount
        group = self._open
        if amount is None or self._negated or is_noise(self._text, self._tokens, place, amount):
            if amount and group and is_priced_by(self._tokens, place, amount):
                group.said.unit = group.said.unit or amount.unit
            return
        if group is None or not group.named or begins_next(self._tokens, place, group, parted=self._parted):
            self._waiting.append((place, token))
        elif self._is_size(place, amount, group) or self._is_label(amount, group):
            group.describe(token)
        elif group.quantity is None:
            group.count(amount)
        else:
            self._recount(group, place, token, group.quantity)

    def _recount(self, group: Group, place: int, token: Token, counted: Amount) -> None:
        """A second amount: a better number, a size, a remainder (二斤八两), or one of the goods to come."""
        amount = token.amount
        if amount is None:
            return
        corrects = self._fixing or (
            amount.unit and counted.unit == amount.unit and not counted_next(self._tokens, place)
        )
        if is_weight(amount) and is_weight(counted) and not self._fixing and amount.unit != counted.unit:
            group.quantity = added(counted, amount)
            group.end = token.end
        elif corrects and not is_name_next(self._tokens, place):
            group.count(amount)
        elif only_names_size(amount, group, self._judge):
            group.describe(token)
        elif (
            (only_on_label(counted, group, self._judge) and not is_name_next(self._tokens, place))
            or (counted.unit == "" and amount.unit)
            or (is_weight(counted) and not is_weight(amount))
        ):
            group.describe(token._replace(amount=counted))
            group.count(amount)
        elif not is_weight(amount):
            self._waiting.append((place, token))
        elif self._sold_by_weight(group):
            group.count(amount)
        else:
            group.describe(token)

    def _is_size(self, place: int, amount: Amount, group: Group) -> bool:
        return is_size(self._tokens, place, amount, group, self._judge)

    def _is_label(self, amount: Amount, group: Group) -> bool:
        """Whether a bare number stands on a label and is too large for a number of goods: 雨靴42."""
        return not amount.unit and amount.value >= _MANY and only_names_size(amount, group, self._judge)

    def _sold_by_weight(self, group: Group) -> bool:
        return all(a.product.unit in ("斤", "公斤") for a in self._judge.of(max(group.bits, 0)))

    def _quality(self, place: int, token: Token) -> None:
        group = self._open
        if (token.kind == "pack" and self._negated) or is_part_of_word(self._tokens, place):
            return
        if self._negated and token.kind in _OPPOSITE:
            token = token._replace(kind=_OPPOSITE[token.kind])
        elif self._negated and token.kind == "trait":
            self._refuse(*read_traits()[token.word])
            return
        if group is None or not group.named or belongs_ahead(self._tokens, place, group):
            self._waiting.append((place, token))
            return
        if token.kind == "pack" and (group.quantity is not None and group.quantity.unit not in ("", "个")):
            return
        group.describe(token)
