"""What a manager asks and tells of the shelf: 库存, 盐还有多少, 店里没盐了, 酱油快没了."""

from __future__ import annotations

import re

from msgspec.structs import replace

from intents.acts import AskShelf, Restock, SoldOut
from intents.goods.mentions import find_mentions
from intents.item import Item
from intents.text.message import Made, Message
from intents.text.words import said

LONGEST = 30
_ABOUT: dict[str, type[AskShelf | SoldOut | Restock]] = {"low": Restock, "of_goods": AskShelf, "sold_out": SoldOut}
_BLANKS = re.compile(r"\s+")
_AROUND = " ,、和跟与的"


def recognise(message: Message) -> list[Made]:
    """The act of such a message; [] where it is none."""
    words = _BLANKS.sub("", message.text).strip(",。!?~;.")
    if len(words) > LONGEST:
        return []
    if said("all", "shelf").fullmatch(words):
        return [Made(AskShelf(), "shelf.all")]
    for rule, act in _ABOUT.items():
        match = said(rule, "shelf").fullmatch(words)
        named = next((told for told in match.groupdict().values() if told), "") if match else ""
        if items := _goods(named, message):
            return [Made(act(items=items), f"shelf.{rule}")]
    return []


def _goods(words: str, message: Message) -> tuple[Item, ...]:
    """The goods that the words name; () where they say anything beside them. How many is never said here."""
    found = find_mentions(words, message.shop) if words else ()
    rest = words
    for mention in reversed(found):
        if not mention.item.skus or mention.quantity is not None:
            return ()
        rest = rest[: mention.start] + rest[mention.end :]
    return tuple(replace(mention.item, quantity=None) for mention in found) if not rest.strip(_AROUND) else ()
