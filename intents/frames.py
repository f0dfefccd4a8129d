"""What is wished about the goods of a message: added, looked for, priced, taken out, changed.

`find_mentions` says which goods and how many; here their frames are told by the words around them, and what a clause
leaves unsaid (再拿两瓶) is taken from the goods before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace as with_fields

from catalog.shop import Shop
from intents.clauses import Clause, without_front
from intents.mentions import Mention, find_mentions
from intents.numbers import read_numbers
from intents.units import unit_at
from intents.wishes import Wish, settle
from intents.words import said

_LISTED = 0.6
"""A clause is nothing but goods where they fill this share of it."""


def read_wishes(text: str, clauses: Sequence[Clause], shop: Shop, frame: str = "") -> list[Wish]:
    """The wishes of a text, in order, self-corrections applied. `clauses` are those of the text; blanks in it stand for
    words that mean something else. With `frame`, whatever is named is meant so, whatever stands beside it."""
    mentions = find_mentions(text, shop)
    reader = _Reader(text, shop, frame)
    covered = 0
    for clause in clauses:
        words = text[clause.start : clause.end]
        here = [mention for mention in mentions if clause.start <= mention.start < clause.end]
        if not words.strip() or said("services").search(words):
            continue
        if here:
            end = max(mention.end for mention in here)
            covered = max(covered, next((c.end for c in clauses if c.start < end <= c.end), end))
            reader.goods(clause, text[clause.start : covered], here)
        elif clause.start >= covered:
            reader.more(words)
    return settle(reader.wishes)


class _Reader:
    """Reads clause after clause and keeps the wishes so far."""

    def __init__(self, text: str, shop: Shop, frame: str) -> None:
        self.text, self.shop, self.frame = text, shop, frame
        self.wishes: list[Wish] = []
        self.correcting = False
        self.pending = ""
        """A frame said before any goods: 数量改一下, …"""

    def goods(self, clause: Clause, region: str, mentions: Sequence[Mention]) -> None:
        """A clause that names goods; `region` goes on to the end of what its last goods cover."""
        words = without_front(region)
        if said("alternative").search(region) and self.wishes:
            return
        if said("about_order").search(region) and not any(m.quantity for m in mentions) and not self.frame:
            return
        switch = said("switch").match(words)
        frame = self.frame or ("add" if switch else frame_of(clause, region, mentions))
        frame, self.pending = (self.pending if frame in ("add", "") else "") or frame, ""
        named = sum(mention.end - mention.start for mention in mentions)
        listed = named >= _LISTED * len(words.strip() or region)
        fresh = [wish for mention in mentions if (wish := self._wish(region, mention, frame, listed=listed))]
        self._exchanged(clause, region, fresh)
        if fresh and switch:
            self._switch(fresh[0])
        elif fresh and (self.correcting or said("final").match(words) or said("correct").match(words)):
            self._replace(fresh)
        self.correcting = False
        self.wishes += fresh

    @staticmethod
    def _exchanged(clause: Clause, region: str, fresh: list[Wish]) -> None:
        """洗衣粉换洗衣液: what stands before 换 goes out."""
        for old, new in pairwise(fresh):
            if "换" in region[old.mention.end - clause.start : new.mention.start - clause.start]:
                old.frame, new.frame = "remove", "add"

    def _wish(self, region: str, mention: Mention, frame: str, *, listed: bool) -> Wish | None:
        counted = mention.quantity is not None
        if mention.negated and frame != "remove":
            return None
        if self.frame and not (counted or listed or said("add_verb").search(region)):
            return None
        if not mention.item.skus and not (counted or frame or (listed and mention.named)):
            return None
        if not mention.named and not counted and self.wishes and (frame == "" or listed):
            return self._described(mention, frame)
        return Wish(mention, mention.item, frame or ("add" if counted else ""), listed)

    def _described(self, mention: Mention, frame: str) -> Wish | None:
        """A brand or a size alone tells more of the goods before; where it cannot, it is goods of its own."""
        last = self.wishes[-1]
        both = tuple(sku for sku in last.skus if sku in mention.item.skus)
        if both:
            last.item = with_fields(last.item, skus=both)
            return None
        return Wish(mention, mention.item, frame, listed=True) if frame in ("add", "remove") and last.skus else None

    def _switch(self, fresh: Wish) -> None:
        """换成 B: what was named before goes out; where it was ordered in the same breath, B takes its place."""
        if not self.wishes:
            return
        last = self.wishes[-1]
        if last.frame == "add" and last.counted:
            self.wishes.pop()
            _take_over(fresh, last)
        elif last.frame in ("", "add"):
            last.frame = "remove"

    def _replace(self, fresh: list[Wish]) -> None:
        """What is said last counts: it takes the place, and where it has none the number, of what was said before."""
        if not self.wishes or self.wishes[-1].frame not in ("add", "", "search"):
            return
        last = self.wishes.pop()
        both = tuple(sku for sku in last.skus if sku in fresh[0].skus)
        if both and not fresh[0].mention.named:
            fresh[0].item = with_fields(fresh[0].item, skus=both)
        _take_over(fresh[0], last)

    def more(self, words: str) -> None:
        """A clause without goods says more of the last ones: how many, which, or what about them."""
        if not self.wishes:
            frame = frame_of(None, words, ())
            self.pending = frame if frame in ("set_quantity", "ask_price") else ""
            return
        if corrects := said("correct").match(words):
            self.correcting = True
            words = words[corrects.end() :]
        last = self.wishes[-1]
        amount = _amount(words)
        frame = frame_of(None, words, ())
        if amount and frame != "ask_price" and (not last.counted or self.correcting or frame == "set_quantity"):
            self.wishes[-1] = self._with_amount(last, *amount, frame)
            self.correcting = False
        elif _changes_frame(last, frame, words):
            last.frame = frame
        elif words.strip():
            self._narrow(words)

    def _with_amount(self, last: Wish, number: Decimal, unit: str, frame: str) -> Wish:
        """The last goods with another number, in selling units."""
        again = find_mentions(f"{last.mention.words}{number.normalize():f}{unit}", self.shop)
        item = with_fields(last.item, quantity=number, unit=unit)
        if len(again) == 1 and (both := tuple(sku for sku in again[0].item.skus if sku in last.skus)):
            item = with_fields(again[0].item, skus=both, mention=last.item.mention)
        changes = last.frame == "set_quantity" or (frame == "set_quantity" and not last.counted)
        return replace(last, item=item, frame="set_quantity" if changes else "add")

    def _narrow(self, words: str) -> None:
        """Which of the goods named before is meant: 滚筒的, 不是波轮."""
        last = self.wishes[-1]
        if len(last.skus) < 2:  # noqa: PLR2004  there is nothing to choose from
            return
        negated = said("negated").match(words)
        fitting = self.shop.narrow(words[negated.end() :] if negated else words, last.skus, last.item.unit)
        left = tuple(sku for sku in last.skus if (sku in fitting) != bool(negated))
        if fitting and left:
            last.item = with_fields(last.item, skus=left)


def _changes_frame(last: Wish, frame: str, words: str) -> bool:
    """Whether a clause without goods says what was meant with the last ones: 多少钱; or, of a number, 改一下."""
    if frame == "set_quantity":
        return last.frame == "add" and bool(said("change_it").fullmatch(words.strip()))
    return frame in ("ask_price", "search", "remove") and last.frame in ("", "search") and not last.counted


def _take_over(fresh: Wish, old: Wish) -> None:
    if old.counted and not fresh.counted:
        fresh.item = with_fields(fresh.item, quantity=old.item.quantity, unit=old.item.unit)
        fresh.frame = "add"


def frame_of(clause: Clause | None, text: str, mentions: Sequence[Mention]) -> str:
    """What the words of a clause ask to be done with its goods; '' where they only name them."""
    counted = any(mention.quantity is not None for mention in mentions)
    outside = text
    for mention in mentions:
        outside = outside.replace(mention.words, " ")
    for name in ("remove", "set_quantity", "ask_price"):
        if said(name).search(text):
            return name
    adds = said("add_verb").search(outside)
    if said("search").search(text) and not counted:
        return "search"
    if counted or adds or (mentions and _amount(text)):
        return "add"
    return "search" if clause and clause.asks and mentions else ""


def _amount(text: str) -> tuple[Decimal, str] | None:
    """The last number with a unit in a clause without goods."""
    for number in reversed(read_numbers(text)):
        unit = unit_at(text, number.end)
        if not number.ordinal and (unit or text[number.start : number.end] in "俩仨"):
            return number.value, unit.word if unit else ""
    return None
