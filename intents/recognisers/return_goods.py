"""Goods already received go back, for money or for better ones."""

from __future__ import annotations

import re

from config.data import read_yaml
from intents.acts import ReturnGoods
from intents.message import Made, Message
from intents.reader import read_wishes
from intents.recognisers.plain import says

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
    items = tuple(wish.item for wish in wishes if wish.skus and clause and wish.mention.start < clause.end)
    return (Made(ReturnGoods(items=items[:3], reason=_reason(message)), "return_goods"),)


def _reason(message: Message) -> str:
    """The clause that names what is wrong, in the words of the person."""
    for clause in message.clauses:
        if _DEFECT.search(clause.text):
            return message.said(clause.start, clause.end)
    return ""
