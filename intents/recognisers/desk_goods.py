"""What a manager does with goods: orders for somebody, takes into stock, sells over the counter."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from intents.acts import OrderFor, StockIn, WalkInSale
from intents.goods.mentions import find_mentions
from intents.item import Item
from intents.reader import read_wishes
from intents.recognisers.given_goods import find_given, goods_first
from intents.text.message import Made, Message
from intents.text.words import said
from intents.wishes import counted_item

_SOLD = re.compile(r"^(?:刚才?|今天|上午|下午|又)?卖(?:了|掉了?|出)(?:点|些)?")
_DONE = re.compile("走|了[一两二三四五六七八九十半0-9]")
"""王婶买走了一袋盐 is sold, and wished for by nobody."""
_OF_THE_VILLAGE = re.compile(
    r"^(?:(?:我们?|咱们?)?[村屯寨庄组队]?[里头上]的?|(?:隔壁|对门|村?[东西南北]头)的?)(?=[一-鿿]{2})"
)
"""给村里王婶 is for 王婶."""
_TELLS = re.compile(r"(?<=..)(?:[让叫托请喊][我人]|捎话|打电话|来电话).*$")
"""李会计让我给他带: who told it, and no more of the name."""


def recognise_order_for(message: Message) -> tuple[Made, ...]:
    """One act a person: 帮孙奶奶下两袋白糖, 给李叔拿一桶油. Who paid over the counter ordered nothing."""
    if said("paid", "desk").search(message.text):
        return ()
    named = [match for match in said("order_for", "desk").finditer(message.text) if _names_person(match)]
    matches = [match for match in named if not _DONE.match(message.text, match.end())]
    first, others = matches[:1], [match for match in matches[1:] if _is_another(match, message.text)]
    sections = [*first, *others]
    ends = [*(match.start() for match in others), len(message.text)]
    found = []
    for match, end in zip(sections, ends, strict=False):
        if items := read_items(message, match.end(), end):
            person = _OF_THE_VILLAGE.sub("", message.said(*match.span(_person_group(match))))
            person = _TELLS.sub("", person)
            person = person.rpartition("给")[2].removesuffix("家").removesuffix("代")  # 后天给李奶奶订: 天给 is no name
            found.append(Made(OrderFor(person=person, items=items), "order_for", match.start()))
    if not found and (told := goods_first(message)):
        return (Made(OrderFor(person=told[0], items=told[1:]), "order_for.goods_first"),)
    return tuple(found) or _given(message)


def _given(message: Message) -> tuple[Made, ...]:
    """给赵大爷来盐两袋: the name stands right before the goods."""
    given = find_given(message)
    ends = [*(one.start for one in given[1:]), len(message.text)]
    orders = [(one, read_items(message, one.goods, end)) for one, end in zip(given, ends, strict=False)]
    return tuple(
        Made(OrderFor(person=message.said(*one.name).removesuffix("家"), items=items), "order_for.given", one.start)
        for one, items in orders
        if items
    )


def _person_group(match: re.Match[str]) -> str:
    return next(name for name, words in match.groupdict().items() if words)


def _names_person(match: re.Match[str]) -> bool:
    name = match[_person_group(match)].removesuffix("家")
    return not any(said("person_stop", "desk").search(words) for words in (name, f"{name}家"))


def _is_another(match: re.Match[str], text: str) -> bool:
    """Whether a later name begins an order of its own; 给娃买 tells whom the goods are for."""
    opens = match.start() == 0 or text[match.start() - 1] in ",。; \n再还又"
    opens = opens or text[match.start(_person_group(match)) - 1] in ",。; \n再还又"
    return opens and not said("of_the_family", "desk").search(match[_person_group(match)])


def recognise_stock_in(message: Message) -> tuple[Made, ...]:
    if not said("stock_in", "desk").search(message.text):
        return ()
    items = read_items(message)
    return (Made(StockIn(items=items), "stock_in"),) if items else ()


def recognise_walk_in_sale(message: Message) -> tuple[Made, ...]:
    if not said("walk_in_sale", "desk").search(message.text):
        return ()
    items = read_items(message) or _sold(message)
    return (Made(WalkInSale(items=items), "walk_in_sale"),) if items else ()


def _sold(message: Message) -> tuple[Item, ...]:
    """卖了盐, without a number: one of it."""
    sold = _SOLD.match(message.text)
    named = find_mentions(message.text[sold.end() :], message.shop) if sold else ()
    if not all(mention.named and mention.item.skus for mention in named):
        return ()
    return tuple(replace(mention.item, quantity=mention.item.quantity or Decimal(1)) for mention in named)


def read_items(message: Message, start: int = 0, end: int | None = None) -> tuple[Item, ...]:
    """The goods of a message between `start` and `end`, with their quantities; whatever verb stands beside them."""
    text = (" " * start + message.text[start:end]).ljust(len(message.text))
    wishes = read_wishes(text, message.clauses, message.shop, frame="add")
    return tuple(counted_item(wish) for wish in wishes if wish.frame == "add")
