"""What a message means: text in, acts out. A pipeline of named stages, each of which can be looked at and replaced.

normalise → decode pinyin → spell out kinds and shares → put local words into standard ones → split into clauses → decide: whole-message intents, requests, goods, hints, small talk
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from catalog.shop import Shop
from intents.acts import Act, Unknown
from intents.answers import read_amount
from intents.decide import decide
from intents.goods.either import spell_out_either
from intents.goods.kinds import spell_out
from intents.item import Item
from intents.recognisers.choose import read_choice
from intents.recognisers.counter import at_counter
from intents.text.local_words import translate
from intents.text.message import Made, Message
from intents.text.normalise import normalise
from intents.text.one_sign import hear_one_sign
from intents.text.respell import respell
from intents.text.said_before import read_once
from intents.typed.alike import told_apart
from intents.typed.reading import decode
from intents.typed.vocabulary import tree_of
from intents.utterance import Utterance
from intents.values.per_person import multiplied

__all__ = ["Explained", "explain", "read_amount", "read_choice", "understand", "warm"]

LONGEST = 2_000
"""Characters in which acts are looked for where a manager writes: a long 接龙 list has fewer, and no pattern gets slow before."""
_LONGEST_OF_VILLAGERS = 600
"""The same for villagers, who order and copy no lists."""


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """The stages of one message."""

    normalised: str
    decoded: str
    clauses: tuple[str, ...]
    made: tuple[Made, ...]
    timeless: bool
    """Whether it means the same at any time."""

    @property
    def acts(self) -> tuple[Act, ...]:
        return tuple(one.act for one in self.made)


def warm(shop: Shop) -> None:
    """Build what the first message would have to wait for: half a second for the words of typed pinyin."""
    tree_of(shop)


def understand(utterance: Utterance, shop: Shop) -> tuple[Act, ...]:
    """The acts of a message in the order said; (Unknown(),) where it means nothing here. Never raises."""
    return explain(utterance, shop).acts


def explain(utterance: Utterance, shop: Shop) -> Explained:
    """As `understand`, with what each stage made of the message."""
    return read_once(_explain, utterance, shop)


def _explain(utterance: Utterance, shop: Shop) -> Explained:
    longest = LONGEST if utterance.role == "manager" else _LONGEST_OF_VILLAGERS
    normal = normalise(utterance.text[:longest]).head(longest)
    decoded = decode(normal, shop)
    if decoded is not normal:
        decoded = told_apart(decoded, shop)
    plain = spell_out(decoded)
    if utterance.role == "villager":  # a manager says for whom, and orders for each
        plain = multiplied(plain)
    local = translate(plain, utterance.words, shop)
    heard = spell_out_either(hear_one_sign(respell(local, shop), shop), shop)
    message = Message(heard, shop=shop, role=utterance.role, at=utterance.at, pinyin=decoded is not normal)
    counts = utterance.at_counter and utterance.role == "manager"
    own = at_counter(message, utterance.people) if counts else []
    found = own or decide(message) or [Made(Unknown(), "unknown")]
    return Explained(
        normalised=normal.text,
        decoded=heard.text,
        clauses=tuple(clause.text for clause in message.clauses),
        made=tuple(_in_own_words(one, message) for one in found),
        timeless=message.timeless,
    )


def _in_own_words(one: Made, message: Message) -> Made:
    """Items name goods in the words of the message; where it was typed in pinyin, in pinyin."""
    items: tuple[Item, ...] | None = getattr(one.act, "items", None)
    if not items or message.wording.text == message.wording.source:
        return one
    return Made(replace(one.act, items=tuple(_said(item, message) for item in items)), one.rule, one.start)


def _said(item: Item, message: Message) -> Item:
    start = message.text.find(item.mention)
    return replace(item, mention=message.said(start, start + len(item.mention))) if start >= 0 else item
