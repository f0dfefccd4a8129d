"""The article is clear, the amount is not."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from bot.dialogue.basket import goods
from bot.dialogue.basket.amounts import said_amount, units_of
from bot.dialogue.counter import unbooked
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard, beside
from bot.dialogue.heard import goods as goods_of
from bot.dialogue.questions import HowMany, Wanted
from bot.dialogue.saying import goods_name
from bot.domain.money import yuan
from intents.acts import Act, SetQuantity
from intents.item import Item


def ask(ex: Exchange, question: HowMany) -> None:
    product = ex.facts.shop.product(question.wanted.skus[0])
    if product is None:
        ex.change(todo=ex.talk.todo[1:], asking=None)
        return
    ex.ask(question, "ask.amount", goods=goods_name(product), unit=product.unit, price=yuan(product.price_fen))


def answer(ex: Exchange, question: HowMany, heard: Heard) -> tuple[Act, ...] | None:
    said = _said(question, heard)
    count = said.quantity if said else _count(ex, question, heard)
    if count is None and (heard.no or heard.leaves):
        _drop(ex, question.wanted, all_of_it=heard.leaves)
        return heard.rest_without(question.wanted.skus)
    if count is None or count <= 0:
        return None
    ex.change(todo=ex.talk.todo[1:], asking=None)
    ex.shopping = True
    goods.take(ex, msgspec.structs.replace(question.wanted, quantity=count))
    return beside(heard.acts, said) if said else ()


def _drop(ex: Exchange, wanted: Wanted, *, all_of_it: bool) -> None:
    if all_of_it and wanted.aim in unbooked.AIMS:
        unbooked.drop(ex, "manager.not_booked")
        return
    product = ex.facts.shop.product(wanted.skus[0])
    ex.change(todo=ex.talk.todo[1:])
    ex.settled()
    ex.shopping = True
    key = "manager.not_booked" if wanted.aim in unbooked.AIMS else "ask.dropped"
    ex.say(key, goods=product.name if product else wanted.mention)


def _said(question: HowMany, heard: Heard) -> Item | None:
    """The goods said again with a number."""
    for act in heard.acts:
        for item in act.items if isinstance(act, SetQuantity) else goods_of(act):
            if question.wanted.skus[0] in item.skus and item.quantity is not None:
                return item
    return None


def _count(ex: Exchange, question: HowMany, heard: Heard) -> Decimal | None:
    if heard.digit:
        return Decimal(heard.digit)
    said = said_amount(heard.text)
    return units_of(ex, said, question.wanted.skus[0]) if said else None
