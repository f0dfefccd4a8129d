"""A text message as an open question hears it: a digit, a yes, a no, a wish to leave, or acts that say more."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from bot.dialogue.lexicon import said_in, said_whole
from intents.acts import (
    Act,
    Add,
    Browse,
    Bye,
    Checkout,
    Choose,
    Confirm,
    Deny,
    Greet,
    Remove,
    Schedule,
    Search,
    SetQuantity,
    Thanks,
    Unknown,
)
from intents.item import Item

_DIGITS = re.compile(r"\s*(\d{1,3})\s*[.。、)]?\s*$", re.ASCII)
LONGEST_HINT = 60
_CLOSING = " 。!！吧啊呀"
_QUESTION_ENDS = ("不", "没", "么", "不咯")
_LIGHT = (Confirm, Deny, Choose, Checkout, Greet, Thanks, Bye, Unknown)


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    acts: tuple[Act, ...]

    @property
    def digit(self) -> int | None:
        """The number that was pressed or said (第二个), where nothing else was."""
        if typed := _DIGITS.match(unicodedata.normalize("NFKC", self.text)):
            return int(typed[1])
        chosen = [act.n for act in self.acts if isinstance(act, Choose)]
        return chosen[-1] if chosen and self.light else None

    @property
    def light(self) -> bool:
        """Whether it can only be an answer: no request in it."""
        return all(isinstance(act, _LIGHT) for act in self.acts)

    @property
    def yes(self) -> bool:
        """A yes and nothing beside it: “好，再来一袋盐” is no yes to what was read back, and 收到 answers a notice."""
        if said_whole("acknowledge", self.text):
            return False
        return self.light and not self.no and any(isinstance(act, Confirm | Checkout) for act in self.acts)

    @property
    def no(self) -> bool:
        return self.digit == 0 or any(isinstance(act, Deny) for act in self.acts)

    @property
    def leaves(self) -> bool:
        return said_whole("leave", self.text)

    @property
    def declines(self) -> bool:
        """A no and no request beside it, or a wish to leave."""
        return self.leaves or (self.no and self.light)

    @property
    def puzzling(self) -> bool:
        """Whether nothing was understood: no act, or only goods that nobody carries."""
        return all(
            isinstance(act, Unknown) or (isinstance(act, Add | Search | SetQuantity) and not _carried(act))
            for act in self.acts
        )

    @property
    def hint(self) -> str:
        """Words that may describe one of the things on offer: a short message without a request or a question in it."""
        plain = self.puzzling or (self.no and self.light)
        return self.text if plain and not self.asks and len(self.text) <= LONGEST_HINT else ""

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return is_question(self.text)

    @property
    def names_nothing(self) -> bool:
        """Whether it refuses, asks, puts off or commands, so that no place or goods are called so."""
        return self.asks or said_in("no_name", self.text)

    @property
    def backs_out(self) -> bool:
        """Whether nothing is to be bought after all, and nothing else is said."""
        return self.leaves or (not self.rest and said_in("backs_out", self.text))

    @property
    def description(self) -> str:
        """Words that may tell one offered thing from another, also where they would be more without the offer: 炒菜的,
        5号的来两板."""
        if self.hint:
            return self.hint
        of_a_kind = "的" in self.text
        named = all(
            isinstance(act, Unknown | Choose) or (of_a_kind and isinstance(act, Browse | Schedule)) for act in self.acts
        )
        return self.text if named and not self.asks and len(self.text) <= LONGEST_HINT else ""

    @property
    def rest(self) -> tuple[Act, ...]:
        """What was said beside yes, no and a number."""
        return tuple(act for act in self.acts if not isinstance(act, _LIGHT))

    def rest_without(self, skus: tuple[str, ...]) -> tuple[Act, ...]:
        """As `rest`, less the removal of these goods: “算了，啤酒不要了” says one thing twice."""
        return tuple(
            act
            for act in self.rest
            if not (isinstance(act, Remove) and any(set(item.skus) & set(skus) for item in act.items))
        )


def is_question(text: str) -> bool:
    """Whether words ask, 苹果坏了吗, rather than tell."""
    return said_in("asking", text) or text.rstrip(_CLOSING).endswith(_QUESTION_ENDS)


def beside(acts: tuple[Act, ...], taken: Item) -> tuple[Act, ...]:
    """The acts without one item that has been dealt with; what else was named in the same breath stays."""
    rest: list[Act] = []
    for act in acts:
        items: tuple[Item, ...] = getattr(act, "items", ())
        others = tuple(item for item in items if item is not taken)
        if len(others) == len(items):
            rest.append(act)
        elif others:
            rest.append(msgspec.structs.replace(act, items=others))
    return tuple(rest)


def goods(act: Act) -> tuple[Item, ...]:
    """Goods named in a wish or a question about having them, not about the price, nor to have fewer of them."""
    items = act.items if isinstance(act, Add | Search | SetQuantity) else ()
    return tuple(item for item in items if not item.less)


def _carried(act: Add | Search | SetQuantity) -> bool:
    return any(item.skus for item in act.items)
