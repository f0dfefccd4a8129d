"""Which acts a message means: what it is about as a whole, else what its clauses ask and which goods they name."""

from __future__ import annotations

import re
from collections.abc import Callable

from intents.acts import DeliveryMode, OptOut, OrderFor, Schedule
from intents.goods.beside import ordered_beside
from intents.goods.unnamed import unnamed_amount
from intents.reader import read_wishes
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
    hinted,
    jielong,
    order_status,
    return_goods,
    sell,
    teach_word,
)
from intents.recognisers.plain import made, says
from intents.requests import TALK, Rest, find_requests, find_talk, says_only
from intents.text import houses
from intents.text.message import Made, Message
from intents.text.words import Phrases, phrases, said
from intents.values.people import introduced
from intents.wishes import Wish, acts_of

Recogniser = Callable[[Message], tuple[Made, ...]]


def _plain(intent: str, book: str = "villager") -> Recogniser:
    return lambda message: made(intent) if says(intent, message, book) else ()


def _reorder(message: Message) -> tuple[Made, ...]:
    """The same again; where goods are named (跟上次一样的大米来一袋) they are ordered as any others."""
    if not says("reorder", message):
        return ()
    wishes = read_wishes(message.text, message.clauses, message.shop)
    return () if any(w.frame == "add" and w.skus and w.mention.named for w in wishes) else made("reorder")


def _grumbles(message: Message) -> tuple[Made, ...]:
    """Goods received were bad; where some are ordered (去年买的锈烂了,来一台) that only tells why."""
    phrase = phrases()["complain"]
    said_so = phrase.mild and phrase.mild.search(message.text)
    if not said_so or (phrase.unless and phrase.unless.search(message.text)):
        return ()
    wishes = read_wishes(message.text, message.clauses, message.shop)
    return () if any(w.frame == "add" and w.counted and w.firm and w.skus for w in wishes) else made("complain")


OPT_OUT = _plain("opt_out")
DESK: tuple[Recogniser, ...] = (
    jielong.recognise,
    teach_word.recognise,
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
    _reorder,
)
"""What a message is about as a whole; the first that fits takes it, and goods in it are no orders."""
BESIDE_GOODS = ("cancel_order", "return_goods", "human")
"""Of these, those beside which goods may be ordered in a clause of their own."""
TOPICS: tuple[Recogniser, ...] = (
    order_status.recognise,
    _plain("complain"),
    _grumbles,
    _plain("help"),
)
"""What a message is about, beside which goods may still be ordered."""
_SLIP = re.compile(r"[0-9]{1,3}(?:号|单)(?:的(?![上下]午|早|晚|送|装)|家|那(?!天)|单|说|钱)")
"""Somebody's order by its number, in a manager's words: 3号的说不要了, but 28号那天送 is a day."""
OVER_GOODS = ("hint.complain", "hint.order_status", "hint.cancel_order")
"""Hints that count even where goods are named, as long as nobody says how many."""


def decide(message: Message) -> list[Made]:
    """The acts of a message in the order said; [] where it means nothing here."""
    if says_to_stop(message):
        return [Made(OptOut(), "opt_out.only")]
    if said("spam").search(message.text):
        return []
    tried = (*DESK, *WHOLE) if message.role == "manager" else WHOLE
    whole = next((acts for recognise in tried if (acts := recognise(message))), ())
    return _with_goods(message, whole) if whole else _by_parts(message)


def _with_goods(message: Message, whole: tuple[Made, ...]) -> list[Made]:
    """What a message is about as a whole, with the goods that it orders beside."""
    wishes = ordered_beside(message, whole[0].rule) if whole[0].rule in BESIDE_GOODS else []
    found = [*whole, *(Made(act, f"goods.{act.intent}", start) for act, start in acts_of(wishes))]
    if type(whole[0].act) is OrderFor:  # 给李奶奶订一台冰箱,后天上午装: the day is of what is ordered for her
        asked = find_requests(message, Rest(message), topic=False)
        return [*whole, *(one for one in asked if type(one.act) is Schedule)]
    if whole[0].rule == "reorder":  # 跟上回一样的再来一套,礼拜六送
        asked = find_requests(message, Rest(message), topic=False)
        found += [one for one in asked if type(one.act) in (DeliveryMode, Schedule)]
    return sorted(found, key=lambda one: one.start) if len(found) > len(whole) else list(whole)


def says_to_stop(message: Message) -> bool:
    """Whether a message is nothing but a word to be left alone, down to a bare T."""
    only = phrases()["opt_out"].only
    return bool(only and (only.fullmatch(message.core) or only.fullmatch(message.text.strip())))


def _by_parts(message: Message) -> list[Made]:
    """What its clauses ask one by one, beside the topic or the village that they may have."""
    topic, place = _topic(message), None
    rest = Rest(message)
    if not topic and (place := bind_station.recognise(message)):
        rest.take(*place[1])
    found = [*topic, *find_requests(message, rest, topic=bool(topic))]
    if message.role == "manager":
        found = [one for one in found if not _tells_a_slip(message, one)]
    if place:  # what the words about the village ask is not asked of the goods: 以后都在李家屯取
        found = [place[0], *(one for one in found if not place[1][0] <= one.start < place[1][1])]
    if alone := _alone(message, found):
        return alone
    wishes = _wishes(message, rest, topic[0].rule if topic else "")
    if all(type(one.act) in (DeliveryMode, Schedule) for one in found) and (hint := _hint(message, wishes, found)):
        return hint
    found += [Made(act, f"goods.{act.intent}", start) for act, start in acts_of(wishes)]
    found += find_talk(message, rest, beside=bool(found))
    return sorted(found, key=lambda one: one.start)


def _tells_a_slip(message: Message, one: Made) -> bool:
    """Whether a day is only the number of somebody's order: 3号的说不要了."""
    return type(one.act) is Schedule and _SLIP.match(message.text, one.start) is not None


def _topic(message: Message) -> tuple[Made, ...]:
    topic = next((acts for recognise in TOPICS if (acts := recognise(message))), ())
    if topic and topic[0].rule == "help":  # 我不会弄,你给我来一袋面粉
        wishes = read_wishes(message.text, message.clauses, message.shop)
        return () if any(wish.frame == "add" and wish.counted for wish in wishes) else topic
    return topic


def _alone(message: Message, found: list[Made]) -> list[Made]:
    """A choice (18号那个 is no day) or a question for kinds of goods, which nothing else may stand beside."""
    chosen = choose.recognise(message) if not found or [type(one.act) for one in found] == [Schedule] else ()
    return list(chosen or (browse.recognise(message) if not found else ()))


def _hint(message: Message, wishes: list[Wish], found: list[Made]) -> list[Made]:
    """What the kinds of words tell, where no goods are plainly asked for; of a day or a house (东西放门口淋湿了也不说一声) it
    may be a complaint."""
    if any(wish.counted or wish.frame == "ask_price" for wish in wishes):
        return []
    hint = hinted.recognise(message)
    if not hint or (found and not hint[0].rule.startswith("hint.complain")):
        return []
    if "rotten" in hint[0].rule and any(_is_asked_for(wish, message) for wish in wishes):
        return []  # 多菌灵有没有,果树烂叶子
    return list(hint) if not wishes or hint[0].rule.startswith(OVER_GOODS) else []


def _is_asked_for(wish: Wish, message: Message) -> bool:
    """Whether goods are plainly looked for, or ordered without a number."""
    looked_for = wish.frame == "search" and bool(said("search").search(message.text))
    return bool(wish.skus) and (looked_for or (wish.frame == "add" and wish.firm))


def _wishes(message: Message, rest: Rest, topic: str) -> list[Wish]:
    """The wishes about goods. Beside a topic only what is plainly ordered counts: an
    article with a number; beside a complaint nothing does."""
    about = phrases().get(topic, Phrases()).message
    corrects = said("correct")
    talk = [c for c in message.clauses if says_only(c, TALK) and not corrects.match(c.text)]
    clauses = [c for c in message.clauses if c not in talk and not (about and about.search(c.text))]
    if topic == "complain":
        return ordered_beside(message, topic)
    if message.clauses[-1:] and message.clauses[-1] in talk and _called_off(message):
        return []
    for span in houses.spans(message.text):
        rest.take(*span)
    if name := introduced(message.text):
        rest.take(*name.span())
    wishes = read_wishes(rest.text, clauses, message.shop)
    if wishes:
        wishes = [*unnamed_amount(message.clauses, wishes), *wishes]
    if topic:
        wishes = [w for w in wishes if w.skus and (w.frame == "ask_price" or (w.frame == "add" and w.counted))]
    for wish in wishes:
        rest.take(wish.mention.start, wish.mention.end)
    return wishes


def _called_off(message: Message) -> bool:
    """Whether the last words take all back: …, 算了. Not so where they only refuse what the clause before says is there,
    or drops (那把锁拿掉,不要了)."""
    *before, last = message.clauses
    told = bool(before) and (said("kept").search(before[-1].text) or said("remove").search(before[-1].text))
    return bool(before) and says_only(last, ("deny",)) and not told
