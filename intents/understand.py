"""What a message means: text in, acts out. A pipeline of named stages, each of which can be looked at and replaced.

normalise → decode pinyin → split into clauses → whole-message intents → requests in clauses → goods → small talk
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from catalog.shop import Shop
from intents.acts import Act, Item, OptOut, Schedule, Unknown
from intents.answers import read_amount, read_choice
from intents.frames import read_wishes
from intents.message import Made, Message
from intents.normalise import normalise
from intents.pinyin import decode
from intents.recognisers import (
    arrived,
    bind_station,
    broadcast,
    browse,
    cancel_order,
    choose,
    clear_cart,
    desk_goods,
    handed_over,
    jielong,
    order_status,
    return_goods,
    sell,
)
from intents.recognisers.plain import made, says
from intents.requests import TALK, Rest, find_requests, find_talk, says_only
from intents.utterance import Utterance
from intents.vocabulary import tree_of
from intents.wishes import acts_of
from intents.words import Phrases, phrases, said

__all__ = ["Explained", "explain", "read_amount", "read_choice", "understand", "warm"]

LONGEST = 2_000
"""Characters in which acts are looked for: a long 接龙 list has fewer, and no pattern gets slow before."""
Recogniser = Callable[[Message], tuple[Made, ...]]


def _plain(intent: str, book: str = "villager") -> Recogniser:
    return lambda message: made(intent) if says(intent, message, book) else ()


OPT_OUT = _plain("opt_out")
DESK: tuple[Recogniser, ...] = (
    jielong.recognise,
    broadcast.recognise,
    arrived.recognise,
    handed_over.recognise,
    desk_goods.recognise_order_for,
    _plain("training", "manager"),
    _plain("summary", "manager"),
    desk_goods.recognise_walk_in_sale,
    desk_goods.recognise_stock_in,
)
"""What managers say; tried in this order before what anybody says."""
WHOLE: tuple[Recogniser, ...] = (
    OPT_OUT,
    _plain("delete_data"),
    _plain("opt_in"),
    cancel_order.recognise,
    sell.recognise,
    return_goods.recognise,
    _plain("human"),
    clear_cart.recognise,
    _plain("reorder"),
)
"""What a message is about as a whole; the first that fits takes it, and goods in it are no orders."""
TOPICS: tuple[Recogniser, ...] = (order_status.recognise, _plain("complain"), _plain("help"), bind_station.recognise)
"""What a message is about, beside which goods may still be ordered."""


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """The stages of one message."""

    normalised: str
    decoded: str
    clauses: tuple[str, ...]
    made: tuple[Made, ...]

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
    normal = normalise(utterance.text).head(LONGEST)
    decoded = decode(normal, shop)
    message = Message(decoded, shop=shop, role=utterance.role, at=utterance.at, pinyin=decoded is not normal)
    found = _acts(message) or [Made(Unknown(), "unknown")]
    return Explained(
        normalised=normal.text,
        decoded=decoded.text,
        clauses=tuple(clause.text for clause in message.clauses),
        made=tuple(_in_own_words(one, message) for one in found),
    )


def _acts(message: Message) -> list[Made]:
    opt_out = phrases()["opt_out"].only
    if opt_out and (opt_out.fullmatch(message.core) or opt_out.fullmatch(message.text.strip())):
        return [Made(OptOut(), "opt_out.only")]
    if said("spam").search(message.text):
        return []
    for recognise in (*(DESK if message.role == "manager" else ()), *WHOLE):
        if whole := recognise(message):
            return list(whole)
    topic = next((acts for recognise in TOPICS if (acts := recognise(message))), ())
    rest = Rest(message)
    if any(one.rule == "bind_station" for one in topic):
        rest.take_clause(message, topic[0].start)
    found = [*topic, *find_requests(message, rest, topic=bool(topic))]
    if isinstance(found[-1].act if len(found) == 1 else None, Schedule) and (chosen := choose.recognise(message)):
        return list(chosen)
    if not found and (alone := choose.recognise(message) or browse.recognise(message)):
        return list(alone)
    found += _goods(message, rest, topic[0].rule if topic else "")
    found += find_talk(message, rest, beside=bool(found))
    return sorted(found, key=lambda one: one.start)


def _goods(message: Message, rest: Rest, topic: str) -> list[Made]:
    """The wishes about goods. Beside a topic only what is plainly ordered counts: an
    article with a number; beside a complaint nothing does."""
    about = phrases().get(topic, Phrases()).message
    corrects = said("correct")
    talk = [c for c in message.clauses if says_only(c, TALK) and not corrects.match(c.text)]
    clauses = [c for c in message.clauses if c not in talk and not (about and about.search(c.text))]
    called_off = len(message.clauses) > 1 and message.clauses[-1] in talk and says_only(message.clauses[-1], ("deny",))
    if topic == "complain" or called_off:
        return []
    wishes = read_wishes(rest.text, clauses, message.shop)
    if topic:
        wishes = [wish for wish in wishes if wish.frame == "add" and wish.skus and wish.counted]
    for wish in wishes:
        rest.take(wish.mention.start, wish.mention.end)
    return [Made(act, f"goods.{act.intent}", start) for act, start in acts_of(wishes)]


def _in_own_words(one: Made, message: Message) -> Made:
    """Items name goods in the words of the message; where it was typed in pinyin, in pinyin."""
    items: tuple[Item, ...] | None = getattr(one.act, "items", None)
    if not items or message.wording.text == message.wording.source:
        return one
    return Made(replace(one.act, items=tuple(_said(item, message) for item in items)), one.rule, one.start)


def _said(item: Item, message: Message) -> Item:
    start = message.text.find(item.mention)
    return replace(item, mention=message.said(start, start + len(item.mention))) if start >= 0 else item
