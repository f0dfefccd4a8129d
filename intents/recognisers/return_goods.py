"""Goods already received go back, for money or for better ones."""

from __future__ import annotations

import re

from config.data import read_yaml
from intents.acts import ReturnGoods
from intents.goods.mentions import find_mentions
from intents.item import Item
from intents.reader import read_wishes
from intents.recognisers.plain import says
from intents.text.message import Made, Message

_DEFECT = re.compile(read_yaml("lexicon/phrases/_words.yaml")["defect"])


def recognise(message: Message) -> tuple[Made, ...]:
    if not says("return_goods", message):
        return ()
    wishes = read_wishes(message.text, message.clauses, message.shop)
    if not any(wish.skus for wish in wishes):  # 买的解放鞋小了 tells of goods, and those are meant
        plain = _DEFECT.sub(lambda match: " " * len(match[0]), message.text)
        wishes = read_wishes(plain, message.clauses, message.shop, frame="remove")
    first = wishes[0].mention.start if wishes else 0
    clause = next((one for one in message.clauses if one.start <= first < one.end), None)
    items = tuple(wish.item for wish in wishes if wish.skus and clause and wish.mention.start < clause.end)[:3]
    if all(len(item.mention) == 1 for item in items):  # 雨靴开胶,水都灌进去了
        items = _told_of(message) or items or _first_name(message)
    return (Made(ReturnGoods(items=items, reason=_reason(message)), "return_goods"),)


def _told_of(message: Message) -> tuple[Item, ...]:
    """The goods that the story begins with, where nothing is asked of any: 豆浆粉到手发现结块了,给我退了吧."""
    for clause in message.clauses:
        told = [
            one.item
            for one in find_mentions(clause.text, message.shop)
            if one.named and one.item.skus and len(one.words) > 1
        ]
        if told:
            return (told[0],)
    return ()


def _first_name(message: Message) -> tuple[Item, ...]:
    """What the first name of goods names by itself, whatever is said of it: 电饭锅煮不熟饭."""
    for token in message.shop.scan(message.text.lower()):
        if token.term and token.exact and len(token.word) > 1 and (named := token.term.heads):
            return (Item(mention=token.word, skus=message.shop.skus(named)),)
    return ()


def _reason(message: Message) -> str:
    """The clause that names what is wrong, in the words of the person."""
    for clause in message.clauses:
        if _DEFECT.search(clause.text):
            return message.said(clause.start, clause.end)
    return ""
