"""What a manager does with goods: orders for somebody, takes into stock, sells over the counter."""

from __future__ import annotations

from intents.acts import Item, OrderFor, StockIn, WalkInSale
from intents.message import Made, Message
from intents.reader import read_wishes
from intents.wishes import counted_item
from intents.words import said


def recognise_order_for(message: Message) -> tuple[Made, ...]:
    match = said("order_for", "desk").search(message.text)
    if not match:
        return ()
    name = next(group for group in ("person", "person2", "person3", "person4", "person5", "person6") if match[group])
    person = message.said(*match.span(name)).removesuffix("家")
    items = read_items(message, match.end())
    if not items or said("person_stop", "desk").search(person):
        return ()
    return (Made(OrderFor(person=person, items=items), "order_for"),)


def recognise_stock_in(message: Message) -> tuple[Made, ...]:
    if not said("stock_in", "desk").search(message.text):
        return ()
    items = read_items(message)
    return (Made(StockIn(items=items), "stock_in"),) if items else ()


def recognise_walk_in_sale(message: Message) -> tuple[Made, ...]:
    if not said("walk_in_sale", "desk").search(message.text):
        return ()
    items = read_items(message)
    return (Made(WalkInSale(items=items), "walk_in_sale"),) if items else ()


def read_items(message: Message, start: int = 0) -> tuple[Item, ...]:
    """The goods of a message from `start` on, with their quantities; whatever verb stands beside them."""
    text = " " * start + message.text[start:]
    wishes = read_wishes(text, message.clauses, message.shop, frame="add")
    return tuple(counted_item(wish) for wish in wishes if wish.frame == "add")
