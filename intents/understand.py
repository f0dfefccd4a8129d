"""What a message means: text in, acts out. A pipeline of named stages, each of which can be looked at and replaced.

normalise → decode pinyin → split into clauses → whole-message intents → requests in clauses → goods → small talk
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from catalog.shop import Shop
from intents.acts import Act, Greet, Item, OptOut, Thanks, Unknown
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
from intents.words import phrases

__all__ = ["Explained", "explain", "read_amount", "read_choice", "understand"]

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
    _plain("clear_cart"),
    _plain("reorder"),
)
"""What a message is about as a whole; the first that fits takes it, and goods in it are no orders."""
TOPICS: tuple[Recogniser, ...] = (order_status.recognise, _plain("complain"), _plain("help"), bind_station.recognise)
"""What a message is about, beside which goods may still be ordered."""
REQUESTS = ("view_cart", "checkout")
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


def understand(utterance: Utterance, shop: Shop) -> tuple[Act, ...]:
    """The acts of a message in the order said; (Unknown(),) where it means nothing here. Never raises."""
    return explain(utterance, shop).acts


def explain(utterance: Utterance, shop: Shop) -> Explained:
    """As `understand`, with what each stage made of the message."""
    normal = normalise(utterance.text)
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
    if opt_out and opt_out.fullmatch(message.core):
        return [Made(OptOut(), "opt_out.only")]
    for recognise in (*(DESK if message.role == "manager" else ()), *WHOLE):
        if whole := recognise(message):
            return list(whole)
    topic = next((acts for recognise in TOPICS if (acts := recognise(message))), ())
    if not topic and (alone := browse.recognise(message) or choose.recognise(message)):
        return list(alone)
    rest, found = _requests(message, topic=bool(topic))
    found += topic
    found += _goods(message, rest, strict=bool(topic))
    found += _talk(rest, beside=bool(found))
    return sorted(found, key=lambda one: one.start)


def _requests(message: Message, *, topic: bool) -> tuple[list[tuple[Clause, str]], list[Made]]:
    """Days, ways of delivery, checkout and the like; and the clauses with the words that said them blanked out."""
    found: list[Made] = []
    texts = [clause.text for clause in message.clauses]
    if not topic and (day := schedule.recognise(message)):
        found.append(day[0])
        for start, end in day[1].spans:
            _blank(message.clauses, texts, start, end)
    for place, clause in enumerate(message.clauses):
        if not topic and (mode := delivery_mode.recognise(clause)):
            found.append(mode[0])
            _blank(message.clauses, texts, clause.start + mode[1][0], clause.start + mode[1][1])
        for intent in REQUESTS:
            phrase = phrases()[intent]
            if phrase.unless and phrase.unless.search(message.text):
                continue
            if match := phrase.in_clause(clause.text, clause.core):
                found.append(Made(ACTS[intent](), intent, clause.start))
                texts[place] = " " * len(clause.text) if match.re is phrase.whole else _without(texts[place], match[0])
                break
    return list(zip(message.clauses, texts, strict=True)), _once(found)


def _blank(clauses: Sequence[Clause], texts: list[str], start: int, end: int) -> None:
    for place, clause in enumerate(clauses):
        first, last = max(start - clause.start, 0), min(end - clause.start, len(clause.text))
        if first < last:
            texts[place] = texts[place][:first] + " " * (last - first) + texts[place][last:]


def _without(text: str, words: str) -> str:
    return text.replace(words, " " * len(words))


def _once(found: list[Made]) -> list[Made]:
    """One act of each kind: 没了, 就这几样 is one checkout; of two ways of delivery the last counts."""
    last = {type(one.act): one for one in found}
    return list(last.values())


def _goods(message: Message, rest: list[tuple[Clause, str]], *, strict: bool) -> list[Made]:
    """The wishes about goods. Beside a topic (`strict`) only what is plainly ordered counts: an article with a number."""
    spoken = [(clause, text) for clause, text in rest if text.strip() and not _is_talk(clause)]
    wishes = read_wishes(spoken, message.shop)
    if strict:
        wishes = [wish for wish in wishes if wish.frame == "add" and wish.skus and wish.counted]
    return [Made(act, f"goods.{act.intent}", start) for act, start in acts_of(wishes)]


def _is_talk(clause: Clause) -> bool:
    return any(phrases()[intent].in_clause("", clause.core) for intent in TALK)


def _talk(rest: list[tuple[Clause, str]], *, beside: bool) -> list[Made]:
    """Yes, no, thanks, good day. Courtesy and a weak yes (行, 好) beside a request are no acts."""
    found: list[Made] = []
    for clause, text in rest:
        if not text.strip():
            continue
        for intent in TALK:
            phrase = phrases()[intent]
            if phrase.in_clause(clause.text, clause.core):
                weak = bool(phrase.weak and phrase.weak.fullmatch(clause.core))
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
