"""What is wished about the goods of a message: added, looked for, priced, taken out, changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from msgspec.structs import replace as with_fields

from catalog.shop import Shop
from intents.acts import Act, Add, AskPrice, Item, Remove, Search, SetQuantity
from intents.clauses import Clause, without_front
from intents.mentions import Mention, find_mentions
from intents.numbers import read_numbers
from intents.units import unit_at
from intents.words import said

FRAMES: dict[str, type[Add | AskPrice | Remove | Search | SetQuantity]] = {
    "add": Add,
    "ask_price": AskPrice,
    "remove": Remove,
    "search": Search,
    "set_quantity": SetQuantity,
}
_LISTED = 0.6
"""A clause is nothing but goods where they fill this share of it."""


@dataclass
class Wish:
    """Goods and what is wished about them; `frame` is '' while only named."""

    mention: Mention
    item: Item
    frame: str
    start: int
    counted: bool
    """Whether a number was said with them."""
    listed: bool = False

    @property
    def skus(self) -> tuple[str, ...]:
        return self.item.skus


def read_wishes(clauses: Iterable[tuple[Clause, str]], shop: Shop, frame: str = "") -> list[Wish]:
    """The wishes of a message, in order, self-corrections applied. Each clause comes with the text in which to look for
    goods: the clause with the words that other recognisers took blanked out. With `frame`, whatever is named is meant
    so, whatever stands beside it."""
    reader = _Reader(shop, frame)
    for clause, text in clauses:
        reader.read(clause, text)
    return _settle(reader.wishes)


def acts_of(wishes: Sequence[Wish]) -> list[tuple[Act, int]]:
    """One act for neighbouring wishes of one frame, and where it starts."""
    acts: list[tuple[Act, int]] = []
    for wish in wishes:
        kind, item = FRAMES[wish.frame], counted_item(wish)
        if acts and type(acts[-1][0]) is kind:
            last, start = acts[-1]
            assert isinstance(last, Add | AskPrice | Remove | Search | SetQuantity)  # noqa: S101  told by the line above
            acts[-1] = (with_fields(last, items=(*last.items, item)), start)
        else:
            acts.append((kind(items=(item,)), wish.start))
    return acts


def counted_item(wish: Wish) -> Item:
    """The item with the quantity its frame wants: none for a question, 1 for an order without a number."""
    if wish.frame in ("search", "ask_price"):
        return with_fields(wish.item, quantity=None)
    if wish.frame in ("add", "") and not wish.counted:
        return with_fields(wish.item, quantity=Decimal(1))
    return wish.item


class _Reader:
    """Reads clause after clause; what a clause leaves unsaid it takes from the wish before."""

    def __init__(self, shop: Shop, frame: str = "") -> None:
        self.shop, self.frame = shop, frame
        self.wishes: list[Wish] = []
        self.correcting = False

    def read(self, clause: Clause, text: str) -> None:
        if said("services").search(text):
            return
        if corrects := said("correct").match(text):
            self.correcting = bool(self.wishes)
            rest = text[corrects.end() :]
            if not rest.strip():
                return
            if not corrects[0].endswith(("不是", "不")):
                text = " " * corrects.end() + rest
        if self.wishes and said("negated").match(text):
            self._exclude(text)
            return
        switch = said("switch").search(text)
        if switch:
            self._switch(clause, text, switch.start(), switch.end())
        else:
            self._goods(clause, text)
        self.correcting = self.correcting and bool(not text.strip())

    def _goods(self, clause: Clause, text: str) -> None:
        mentions = find_mentions(text, self.shop)
        frame = self.frame or frame_of(clause, text, mentions)
        fresh = [wish for m in mentions if (wish := self._wish(clause, text, m, frame))]
        if not fresh:
            self._elliptic(clause, text, frame)
            return
        if said("alternative").search(text) and self.wishes:
            return
        if self.wishes and (self.correcting or said("final").match(without_front(text))):
            self._replace(fresh[0])
        self.wishes += fresh

    def _wish(self, clause: Clause, text: str, mention: Mention, frame: str) -> Wish | None:
        counted = mention.quantity is not None
        listed = (mention.end - mention.start) >= _LISTED * len(without_front(text).strip() or text)
        if not mention.item.skus and not (counted or frame):
            return None
        if frame == "" and counted:
            frame = "add"
        return Wish(mention, mention.item, frame, clause.start + mention.start, counted, listed)

    def _elliptic(self, clause: Clause, text: str, frame: str) -> None:
        """A clause without goods of its own says more of the last ones: how many, which, or what about them."""
        if not self.wishes:
            return
        last = self.wishes[-1]
        amount = _amount(text)
        if amount and (not last.counted or self.correcting or frame == "set_quantity"):
            self.wishes[-1] = self._with_amount(last, *amount, frame)
            return
        if frame in ("ask_price", "search") and last.frame in ("", "search") and not last.counted:
            self.wishes[-1] = replace(last, frame=frame)
            return
        self._narrow(clause, text)

    def _with_amount(self, last: Wish, number: Decimal, unit: str, frame: str) -> Wish:
        spoken = f"{last.mention.words}{number.normalize():f}{unit}"
        again = find_mentions(spoken, self.shop)
        item = again[0].item if len(again) == 1 and set(again[0].item.skus) & set(last.skus) else None
        item = item or with_fields(last.item, quantity=number, unit=unit)
        keep = tuple(sku for sku in item.skus if sku in last.skus)
        if keep:
            item = with_fields(item, skus=keep, mention=last.item.mention)
        frame = (
            "set_quantity" if last.frame == "set_quantity" or (frame == "set_quantity" and not last.counted) else "add"
        )
        return replace(last, item=item, counted=True, frame=frame)

    def _narrow(self, clause: Clause, text: str) -> None:
        words = without_front(text).strip()
        for place in range(len(self.wishes) - 1, -1, -1):
            wish = self.wishes[place]
            if len(wish.skus) > 1 and (fitting := self.shop.narrow(words, wish.skus, wish.item.unit)):
                if len(fitting) < len(wish.skus):
                    self.wishes[place] = replace(wish, item=with_fields(wish.item, skus=fitting))
                return
            if self.correcting and (item := self._respecified(wish, words)):
                self.wishes[place] = replace(wish, item=item)
                return
            if self.wishes[place].start < clause.start - 40:
                return

    def _respecified(self, wish: Wish, words: str) -> Item | None:
        """帮宝适M码, 错了, 是L码: the words said before, less and less of them, together with the new ones."""
        new = words.removeprefix("是").removeprefix("要").removeprefix("应该是")
        for length in range(len(wish.mention.words), 1, -1):
            found = self.shop.resolve(wish.mention.words[:length] + new, wish.item.unit).skus
            if found and found != wish.skus:
                return with_fields(wish.item, skus=found)
        return None

    def _exclude(self, text: str) -> None:
        """不是波轮, 不要海飞丝: which of the goods named before it is not."""
        negated = said("negated").match(text)
        words = text[negated.end() :].strip() if negated else ""
        self.correcting = True
        last = self.wishes[-1]
        out = self.shop.narrow(words, last.skus, last.item.unit) if words and len(last.skus) > 1 else ()
        left = tuple(sku for sku in last.skus if sku not in out)
        if out and left:
            self.wishes[-1] = replace(last, item=with_fields(last.item, skus=left))

    def _replace(self, fresh: Wish) -> None:
        """What is said last counts: it takes the place, and where it has none the number, of what was said before."""
        old = self.wishes[-1]
        if old.frame in ("add", "") or not old.counted:
            self.wishes.pop()
            if old.counted and not fresh.counted:
                fresh.item = with_fields(fresh.item, quantity=old.item.quantity)
                fresh.counted, fresh.frame = True, "add"

    def _switch(self, clause: Clause, text: str, start: int, end: int) -> None:
        """A 换成 B: A out, B in. Without an A it is the one said before."""
        before, after = text[:start], " " * end + text[end:]
        out = [wish for m in find_mentions(before, self.shop) if (wish := self._wish(clause, before, m, "remove"))]
        into = find_mentions(after, self.shop)
        amount = None if into else _amount(after)
        if amount and (out or self.wishes):
            old = (out or self.wishes)[-1]
            frame = "set_quantity" if out else ""
            changed = self._with_amount(old if not out else replace(old, counted=False), *amount, frame)
            self.wishes = [*self.wishes[: None if out else -1], changed]
            return
        if not into and not out:
            self._elliptic(clause, text, "")
            return
        self.wishes += [replace(wish, frame="remove") for wish in out]
        self.wishes += [wish for m in into if (wish := self._wish(clause, after, m, "add"))]


def frame_of(clause: Clause, text: str, mentions: Sequence[Mention]) -> str:
    """What the words of a clause ask to be done with its goods; '' where they only name them."""
    counted = any(m.quantity is not None for m in mentions)
    outside = _outside(text, mentions)
    for name in ("remove", "set_quantity", "ask_price"):
        if said(name).search(text):
            return name
    if said("search").search(text) and not (counted and said("add_verb").search(outside)):
        return "search"
    if counted or said("add_verb").search(outside):
        return "add"
    return "search" if clause.asks and mentions else ""


def _outside(text: str, mentions: Sequence[Mention]) -> str:
    for mention in reversed(mentions):
        text = text[: mention.start] + " " + text[mention.end :]
    return text


def _amount(text: str) -> tuple[Decimal, str] | None:
    """The last number with a unit in a clause without goods."""
    for number in reversed(read_numbers(text)):
        unit = unit_at(text, number.end)
        if not number.ordinal and (unit or text[number.start : number.end] in "俩仨"):
            return number.value, unit.word if unit else ""
    return None


def _settle(wishes: list[Wish]) -> list[Wish]:
    """Decide what goods that were only named are for: a topic of what follows, a line of a list, or looked for."""
    settled: list[Wish] = []
    ordering = any(wish.frame == "add" for wish in wishes)
    for place, wish in enumerate(wishes):
        if wish.frame:
            settled.append(wish)
            continue
        later = wishes[place + 1 :]
        if any(set(wish.skus) & set(other.skus) for other in later):
            continue
        if ordering and not wish.listed:
            continue
        settled.append(replace(wish, frame="add" if ordering else "search"))
    return settled
