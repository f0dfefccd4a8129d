"""Parting a clause into goods: which words, amounts and sizes belong to the same article."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.judge import Judge
from catalog.measure import Amount
from catalog.speech import read_traits
from catalog.terms import Term
from catalog.tokens import Token
from intents.goods.ahead import asked_before, begins_next, belongs_ahead, counts_before
from intents.goods.amounts import added, is_label, is_noise, is_priced_by, is_size, only_on_label
from intents.goods.compound import is_compound, is_kin, is_purpose, is_strange_brand
from intents.goods.everyday import is_everyday, is_part_of_word
from intents.goods.group import Group
from intents.goods.joining import Standing, joins
from intents.goods.recount import second_amount
from intents.goods.refusals import AFFIRMING, OPPOSITE, excludes, is_refused_kind, is_refused_name, refuse_size, tint_of
from intents.goods.shares import (
    begin,
    begins_counted_share,
    begins_share,
    goes_on,
    inherit,
    instead,
    is_sized_next,
)
from intents.goods.strangers import counts_stranger
from intents.goods.totals import pass_names_on, tell_all, without_totals
from intents.goods.waiting import Waiting


class Assembler:
    """Goes through the tokens of one clause. Made anew for each."""

    def __init__(self, text: str, tokens: Sequence[Token], judge: Judge) -> None:
        self._text, self._tokens, self._judge = text, tokens, judge
        self.groups: list[Group] = []
        self._open: Group | None = None
        self._waiting = Waiting(tokens, judge)
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
            **dict.fromkeys(("big", "small", "biggest", "cheap", "dear", "trait", "tint", "pack"), self._quality),
        }
        for place, token in enumerate(self._tokens):
            if token.kind in read:
                read[token.kind](place, token)
        pass_names_on(self.groups, self._text, self._judge)
        return [group for group in without_totals(self.groups) if group.named or not excludes(group, self.groups)]

    def _negation(self, _: int, __: Token) -> None:
        self._negated = True

    def _fix(self, _: int, __: Token) -> None:
        self._fixing = True

    def _unread(self, place: int, token: Token) -> None:
        """What is no name here may still tell what is refused: 拖鞋不要棉的."""
        after = self._tokens[place + 1 : place + 2]
        if not (self._negated or is_refused_kind(self._tokens, place)):
            return
        if after and after[0].kind == "of" and token.word.strip():
            self._refuse(token.word)

    def _refuse(self, *marks: str) -> None:
        """Leave out of the open goods what is marked so, where that tells any apart."""
        marked = self._judge.marked(group.bits, *marks) if (group := self._open) and group.named else 0
        if group and marked != group.bits:
            group.said.banned.append(Term(word=marks[0], fits=marked))

    def _filler(self, _: int, token: Token) -> None:
        self._negated = self._negated and token.word not in AFFIRMING

    def _joiner(self, place: int, token: Token) -> None:
        self._negated = False
        if self._open and counts_before(self._tokens, place, self._open):
            return
        self._parted = True
        self._waiting.said.clear()
        if self._open and (token.word not in ("，", ",") or not self._open.named):
            self._open = None

    def _term(self, place: int, token: Token) -> None:
        term = token.term
        if term is None or is_everyday(self._tokens, place, self._open):
            return
        if self._negated or is_refused_name(self._tokens, place, term, self._open):
            self._banned(token, term)
            return
        if not term.noun and self._shared(place, token):
            return
        tell_all(self.groups, self._tokens, place)
        group = self._go_on(place)
        if group is None:
            self._start(token).name(token)
        elif joins(
            group, term, Standing(self._text, self._tokens, place, self._waiting.said, self._parted), self._judge
        ):
            if group.quantity is None:
                self._waiting.settle(group)
            group.name(token)
            if self._fixing and self._parted and not self._judge.fitting(group.said):
                group.said.sizes = []  # 六斤的棉被,不对,大豆的
            self._parted = self._parted and group.quantity is not None
        else:
            self._next(group, place, token, term)

    def _go_on(self, place: int) -> Group | None:
        """The open goods, unless they were asked for in full."""
        if self._open and asked_before(self._tokens, place, self._open):
            self._open = None
        return self._open

    def _next(self, group: Group, place: int, token: Token, term: Term) -> None:
        """A name that does not describe the open goods makes another thing of them, or begins the next."""
        if is_strange_brand(self._tokens, place) or is_compound(self._tokens, place, group, self._judge):
            group.compound(token)
        elif term.noun and is_kin(group, term, self._judge):
            group.last_term = group.end = token.end
        else:
            if is_purpose(self._tokens, place, group, term, self._judge):
                self.groups.remove(group)
            self._start(token).name(token)

    def _banned(self, token: Token, term: Term) -> None:
        tint = tint_of(self._waiting.said)
        if tint:
            term = Term(word=tint + term.word, fits=self._judge.marked(term.heads, tint))
            self._waiting.said.pop()
        group = self._open or self._start(token)
        group.refused = token if tint else None
        group.said.banned.append(term)
        group.end = max(group.end, token.end)

    def _start(self, token: Token) -> Group:
        group = Group(start=token.start, end=token.end)
        self._waiting.settle(group)
        self._parted = False
        self._open = group
        self.groups.append(group)
        return group

    def _amount(self, place: int, token: Token) -> None:
        amount = token.amount
        group = self._open
        if amount is None or self._negated or is_noise(self._text, self._tokens, place, amount):
            if amount and group and is_priced_by(self._tokens, place, amount):
                group.said.unit = group.said.unit or amount.unit
            return
        if refuse_size(self._tokens, place, self._open, self._judge) or self._shared(place, token):
            return
        if group is None or not group.named or begins_next(self._tokens, place, group, parted=self._parted):
            self._waiting.keep(place, token)
        elif is_size(self._tokens, place, amount, group, self._judge) or is_label(amount, group, self._judge):
            group.describe(token)
        elif group.quantity is None:
            group.count(amount)
        else:
            self._recount(group, place, token, group.quantity)

    def _shared(self, place: int, token: Token) -> bool:
        """Take a size or quality, or the number before it, as that of one more kind of the goods before; tell whether it is."""
        group, behind = self._open, self.groups[-1] if self.groups else None
        if self._fixing or behind is None:
            return False
        if group is None and behind.refused and token.kind == "trait":
            self._open = instead(behind.refused, token)
            self.groups.append(self._open)
        elif group is None:
            if not behind.named or token.term or not goes_on(self._tokens, place, behind, self._judge):
                return False
            heir = self._inherit(behind, token, token.start)
            self._waiting.settle(heir)
            heir.describe(token)
        elif token.amount is not None and begins_counted_share(self._tokens, place, group, self._judge):
            kind = self._tokens[place + 1]
            told = group.said.traits or group.said.grade or group.said.sizes or group.has_brand
            heir = self._inherit(group, kind, token.start) if told else group
            heir.count(token.amount)
        elif begins_share(self._tokens, place, group, self._judge):
            sized = is_sized_next(self._tokens, place, group, self._judge)
            heir = self._take_up(begin(group, token, token.start, self._judge))
            if sized:  # 42码的一双女的38一双
                heir.said.sizes = []
        else:
            return False
        return True

    def _inherit(self, group: Group, kind: Token, start: int) -> Group:
        return self._take_up(inherit(group, kind, start))

    def _take_up(self, heir: Group) -> Group:
        self._open, self._parted = heir, False
        self.groups.append(heir)
        return heir

    def _recount(self, group: Group, place: int, token: Token, counted: Amount) -> None:
        """A second amount: a better number, a size, a remainder (二斤八两), or one of the goods to come."""
        if (amount := token.amount) is None or counts_stranger(self._tokens, place, led=group.led):
            return
        second = second_amount(self._tokens, place, group, (counted, amount), self._judge, fixing=self._fixing)
        if second == "first_was_size" and (not self._parted or only_on_label(counted, group, self._judge)):
            group.describe(token._replace(amount=counted))
        if second == "remainder":
            group.quantity = added(counted, amount)
            group.end = token.end
        elif second == "size":
            group.describe(token)
        elif second == "next":
            self._waiting.keep(place, token)
        else:
            group.count(amount)
            group.led = False

    def _quality(self, place: int, token: Token) -> None:
        group = self._open
        if token.kind == "tint":
            self._waiting.keep(place, token)
            return
        if (token.kind == "pack" and self._negated) or is_part_of_word(self._tokens, place):
            return
        negated = self._negated or is_refused_kind(self._tokens, place, group)
        if negated and token.kind in OPPOSITE:
            token = token._replace(kind=OPPOSITE[token.kind])
        elif negated and token.kind == "trait":
            self._refuse(*read_traits()[token.word])
            return
        if self._shared(place, token):
            return
        if group is None or not group.named or belongs_ahead(self._tokens, place, group):
            self._waiting.keep(place, token)
            return
        counted = group.quantity is not None and group.quantity.unit not in ("", "个", "打")
        if token.kind != "pack" or not counted or token.word.endswith("装"):
            group.describe(token)
