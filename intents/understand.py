"""What a message means: text in, acts out. A pipeline of named stages, each of which can be looked at and replaced.

normalise → decode pinyin → split into clauses → whole-message intents → requests in clauses → goods → small talk
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from catalog.shop import Shop
from intents.acts import Act, Greet, Item, OptOut, Schedule, Thanks, Unknown
from intents.clauses import Clause
from intents.frames import acts_of, read_wishes
from intents.message import Made, Message
from intents.normalise import normalise
from intents.numbers import read_number, read_numbers
from intents.pinyin import decode
from intents.recognisers import (
    arrived,
    bind_station,
    broadcast,
    browse,
    cancel_order,
    choose,
    clear_cart,
    delivery_mode,
    desk_goods,
    handed_over,
    jielong,
    order_status,
    return_goods,
    schedule,
    sell,
)
from intents.recognisers.choose import read_choice
from intents.recognisers.plain import ACTS, made, says
from intents.units import unit_at
from intents.utterance import Utterance
from intents.vocabulary import tree_of
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
REQUESTS = ("view_cart", "checkout")
COURTESY = ("greet", "thanks", "bye")
TALK = ("confirm", "deny", "thanks", "bye", "greet")


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
    rest = _Rest(message)
    if any(one.rule == "bind_station" for one in topic):
        rest.take_clause(message, topic[0].start)
    found = [*topic, *_requests(message, rest, topic=bool(topic))]
    if isinstance(found[-1].act if len(found) == 1 else None, Schedule) and (chosen := choose.recognise(message)):
        return list(chosen)
    if not found and (alone := choose.recognise(message) or browse.recognise(message)):
        return list(alone)
    found += _goods(message, rest, topic[0].rule if topic else "")
    found += _talk(message, rest, beside=bool(found))
    return sorted(found, key=lambda one: one.start)


class _Rest:
    """The text of a message of which what has been understood is blanked out."""

    def __init__(self, message: Message) -> None:
        self.text = message.text

    def take(self, start: int, end: int) -> None:
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]

    def take_clause(self, message: Message, position: int) -> None:
        for clause in message.clauses:
            if clause.start <= position < clause.end:
                self.take(clause.start, clause.end)

    def sweep(self, clauses: Sequence[Clause]) -> None:
        """Blank what is left of a clause that has been understood, where it says nothing more: 就行, 给我, 那天."""
        for clause in clauses:
            left = self.text[clause.start : clause.end]
            if left != clause.text and said("leftover").fullmatch(left):
                self.take(clause.start, clause.end)


def _requests(message: Message, rest: _Rest, *, topic: bool) -> list[Made]:
    """Days, ways of delivery, checkout and the like; the words that say them are taken."""
    found: list[Made] = []
    if not topic and (day := schedule.recognise(message)):
        found.append(day[0])
        for start, end in day[1].spans:
            rest.take(start, end)
    for clause in message.clauses:
        if _says_only(clause, COURTESY):
            continue
        if not topic and (mode := delivery_mode.recognise(clause)):
            found.append(mode[0])
            rest.take(clause.start + mode[1][0], clause.start + mode[1][1])
        for intent in REQUESTS if not topic else ("view_cart",):
            if span := _requested(intent, clause, message):
                found.append(Made(ACTS[intent](), intent, clause.start))
                rest.take(*span)
                break
    rest.sweep(message.clauses)
    return _once(found)


def _requested(intent: str, clause: Clause, message: Message) -> tuple[int, int] | None:
    """Which words of a clause say this intent; of a look at the cart, all of them."""
    phrase = phrases()[intent]
    if phrase.unless and phrase.unless.search(message.text):
        return None
    match = phrase.find(clause)
    if phrase.is_whole(clause) or (match and intent == "view_cart"):
        return clause.start, clause.end
    return (clause.start + match.start(), clause.start + match.end()) if match else None


def _says_only(clause: Clause, intents: Sequence[str]) -> bool:
    """Whether a clause says one of these and nothing else."""
    return any(phrases()[intent].is_whole(clause) for intent in intents)


def _once(found: list[Made]) -> list[Made]:
    """One act of each kind: 没了, 就这几样 is one checkout; of two ways of delivery the last counts."""
    last = {type(one.act): one for one in found}
    return list(last.values())


def _goods(message: Message, rest: _Rest, topic: str) -> list[Made]:
    """The wishes about goods. Beside a topic only what is plainly ordered counts: an
    article with a number; beside a complaint nothing does."""
    about = phrases().get(topic, Phrases()).message
    corrects = said("correct")
    talk = [c for c in message.clauses if _says_only(c, TALK) and not corrects.match(c.text)]
    clauses = [c for c in message.clauses if c not in talk and not (about and about.search(c.text))]
    called_off = len(message.clauses) > 1 and message.clauses[-1] in talk and _says_only(message.clauses[-1], ("deny",))
    if topic == "complain" or called_off:
        return []
    wishes = read_wishes(rest.text, clauses, message.shop)
    if topic:
        wishes = [wish for wish in wishes if wish.frame == "add" and wish.skus and wish.counted]
    for wish in wishes:
        rest.take(wish.mention.start, wish.mention.end)
    return [Made(act, f"goods.{act.intent}", start) for act, start in acts_of(wishes)]


def _talk(message: Message, rest: _Rest, *, beside: bool) -> list[Made]:
    """Yes, no, thanks, good day. Courtesy and a weak yes (行, 好) beside a request are no acts; nor is a no after the
    first words, which corrects them."""
    found: list[Made] = []
    for place, clause in enumerate(message.clauses):
        if rest.text[clause.start : clause.end] != clause.text:
            continue
        for intent in TALK:
            phrase = phrases()[intent]
            if phrase.is_whole(clause) or phrase.find(clause):
                weak = phrase.is_weak(clause) or (intent == "deny" and beside and place > 0)
                found.append(Made(ACTS[intent](), intent + ".weak" * weak, clause.start))
                break
    found = _once(found)
    if beside or len(found) > 1:
        found = [one for one in found if not one.rule.endswith(".weak")]
    if beside:
        found = [one for one in found if not isinstance(one.act, Thanks | Greet)]
    return found


def _in_own_words(one: Made, message: Message) -> Made:
    """Items name goods in the words of the message; where it was typed in pinyin, in pinyin."""
    items: tuple[Item, ...] | None = getattr(one.act, "items", None)
    if not items or message.wording.text == message.wording.source:
        return one
    return Made(replace(one.act, items=tuple(_said(item, message) for item in items)), one.rule, one.start)


def _said(item: Item, message: Message) -> Item:
    start = message.text.find(item.mention)
    return replace(item, mention=message.said(start, start + len(item.mention))) if start >= 0 else item


def read_amount(text: str) -> Decimal | None:
    """The number of a bare amount (两瓶, 3, 要五袋吧), as an answer to 要几瓶?; None where more is said."""
    plain = normalise(text).text.strip(" ,。!?.")
    numbers = read_numbers(plain)
    if len(numbers) != 1 or numbers[0].ordinal:
        return read_number(plain)
    number = numbers[0]
    unit = unit_at(plain, number.end)
    around = plain[: number.start] + plain[number.end + (len(unit.word) if unit else 0) :]
    return number.value if set(around) <= set("就要来拿给我先那的吧好了行就是共一总买订，, 呀啊哈") else None
