"""Goods and what is wished about them, on the way to acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace as with_fields

from intents.acts import Act, Add, AskPrice, Remove, Search, SetQuantity
from intents.goods.mentions import Mention
from intents.item import Item
from intents.text.words import said

FRAMES: dict[str, type[Add | AskPrice | Remove | Search | SetQuantity]] = {
    "add": Add,
    "ask_price": AskPrice,
    "less": SetQuantity,
    "remove": Remove,
    "search": Search,
    "set_quantity": SetQuantity,
}


@dataclass
class Wish:
    """Goods and what is wished about them; `frame` is '' while they are only named, and
    "unwanted" while they may only narrow others (不要醋)."""

    mention: Mention
    item: Item
    frame: str
    listed: bool = False
    """Whether the clause says nothing but the goods."""
    firm: bool = False
    """Whether a verb of ordering stands beside them."""

    @property
    def counted(self) -> bool:
        """Whether a number was said with them."""
        return self.mention.quantity is not None or self.item.quantity is not None

    @property
    def skus(self) -> tuple[str, ...]:
        return self.item.skus


def acts_of(wishes: Sequence[Wish]) -> list[tuple[Act, int]]:
    """One act for neighbouring wishes of one frame, and where it starts."""
    acts: list[tuple[Act, int]] = []
    run: list[Wish] = []
    for place, wish in enumerate(wishes):
        run.append(wish)
        if place + 1 == len(wishes) or wishes[place + 1].frame != wish.frame:
            items = tuple(counted_item(one) for one in run)
            acts.append((FRAMES[wish.frame](items=items), run[0].mention.start))
            run = []
    return acts


def counted_item(wish: Wish) -> Item:
    """The item with the quantity its frame wants: none for a question, 1 for an order without a number."""
    if wish.frame in ("search", "ask_price"):
        return with_fields(wish.item, quantity=None)
    if wish.frame == "add" and not wish.counted:
        return with_fields(wish.item, quantity=Decimal(1))
    return with_fields(wish.item, less=True) if wish.frame == "less" else wish.item


def settle(wishes: list[Wish]) -> list[Wish]:
    """Decide what goods that were only named are for: a topic of what follows, a line of a list, or looked for."""
    if len(wishes) == 1 and wishes[0].frame == "unwanted" and wishes[0].mention.item.skus:
        return [replace(wishes[0], frame="remove")]
    wishes = [wish for wish in wishes if wish.frame != "unwanted"]
    for wish, following in reversed([*pairwise(wishes)]):  # 酱油、醋都多少钱
        if wish.frame == "" and wish.listed and following.frame == "ask_price":
            wish.frame = "ask_price"
    settled: list[Wish] = []
    ordering = any(wish.frame == "add" for wish in wishes)
    for place, wish in enumerate(wishes):
        if wish.frame:
            settled.append(wish)
            continue
        told_later = any(set(wish.skus) & set(other.skus) for other in wishes[place + 1 :])
        said_again = any(wish.mention.words == other.mention.words for other in wishes[:place])  # 我要盐!盐!
        if told_later or (said_again and not wish.counted) or not wish.listed or (ordering and not wish.skus):
            continue
        settled.append(replace(wish, frame="add" if ordering else "search"))
    return settled


def shares_goods(wish: Wish, mentions: Sequence[Mention]) -> bool:
    """Whether some of these may be what was wished for."""
    return any(set(wish.skus) & set(mention.item.skus) for mention in mentions)


def narrows(wishes: Sequence[Wish], mention: Mention) -> bool:
    """Narrow goods ordered before, where this says which are meant: 雨衣一件雨鞋一双,雨鞋要43的; tell whether it does."""
    for wish in wishes:
        if wish.frame == "add" and wish.counted and set() < set(mention.item.skus) < set(wish.skus):
            wish.item = with_fields(wish.item, skus=mention.item.skus)
            return True
    return False


def without_taken_back(wishes: list[Wish], fresh: list[Wish]) -> tuple[list[Wish], list[Wish]]:
    """Both without an order that is ended in the same message: 盐两袋,红枣二斤,红枣算了. Where nothing else was ordered,
    the word that ends it stays."""
    for gone in [wish for wish in fresh if wish.frame == "remove" and not wish.counted]:
        left = [wish for wish in wishes if wish.frame != "add" or not shares_goods(wish, (gone.mention,))]
        if len(left) < len(wishes):
            fresh = [wish for wish in fresh if wish is not gone or not left]
            wishes = left
    return wishes, fresh


def take_over(fresh: Wish, old: Wish) -> None:
    """Goods that come in the place of others keep their number."""
    if old.counted and not fresh.counted:
        fresh.item = with_fields(fresh.item, quantity=old.item.quantity, unit=old.item.unit)
        fresh.frame = "add"


def changes_frame(last: Wish, frame: str, words: str) -> bool:
    """Whether a clause without goods says what was meant with the last ones: 还有吗; or, of a number, 改一下."""
    if frame == "set_quantity":
        return last.frame == "add" and bool(said("change_it").fullmatch(words.strip()))
    return frame in ("search", "remove") and last.frame in ("", "search") and not last.counted
