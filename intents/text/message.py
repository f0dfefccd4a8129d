"""A message on its way through the stages: its words, its clauses, and who said it when."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from catalog.shop import Shop
from intents.acts import Act
from intents.text.clauses import Clause, core_of, split
from intents.text.wording import Wording
from intents.utterance import Role
from intents.values.dates import SaidTime, read_schedule, tells_time


class Message:
    """What recognisers look at. `text` is normalised Hanzi; `said` gives the words of the person back."""

    def __init__(self, wording: Wording, *, shop: Shop, role: Role, at: datetime, pinyin: bool = False) -> None:
        self.wording, self.text = wording, wording.text
        self.shop, self.role, self._at = shop, role, at
        self.timeless = True
        """Whether what it means is the same at any time: nothing has asked when it was written so far."""
        self.pinyin = pinyin
        """Whether some of it was typed in pinyin, where homophones such as 买 and 卖 cannot be told apart."""

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return split(self.text)

    @cached_property
    def core(self) -> str:
        """The message without fillers in front and particles behind."""
        return core_of(self.text)

    @property
    def at(self) -> datetime:
        """When it was written."""
        self.timeless = False
        return self._at

    def time_in(self, text: str) -> SaidTime | None:
        """The day and time that a text of this message says; see `read_schedule`."""
        return read_schedule(text, self.at) if tells_time(text) else None

    def said(self, start: int, end: int) -> str:
        """Give the words as the person wrote them, without the spaces of typed pinyin around them."""
        return self.wording.said(start, end)


class Made:
    """An act, the rule that made it, and where in the text it was said."""

    __slots__ = ("act", "rule", "start")

    def __init__(self, act: Act, rule: str, start: int = 0) -> None:
        self.act, self.rule, self.start = act, rule, start

    def __repr__(self) -> str:
        return f"{self.rule}@{self.start}: {self.act}"
