"""Goods were shown, and may be taken by digit or word. Asking a price orders nothing."""

from __future__ import annotations

from decimal import Decimal

import msgspec
from intents.understand import read_amount

from bot.dialogue import goods
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.questions import Offer, Wanted
from bot.dialogue.saying import numbered, priced
from intents.acts import Act


def ask(ex: Exchange, question: Offer) -> None:
    page = goods.products(ex, question.skus[question.start : question.start + goods.page(ex)])
    ex.change(shown=tuple(product.sku for product in page))
    if len(question.skus) == 1:
        ex.ask(question, "offer.one", goods=priced(page[0]))
        return
    rows = numbered((priced(product, city=not ex.sms) for product in page), question.start + 1)
    ex.ask(question, "offer.several_more" if len(question.skus) > goods.page(ex) else "offer.several", rows=rows)


def more(ex: Exchange, question: Offer) -> None:
    start = question.start + goods.page(ex)
    ask(ex, msgspec.structs.replace(question, start=start if start < len(question.skus) else 0))


def answer(ex: Exchange, question: Offer, heard: Heard) -> tuple[Act, ...] | None:
    if heard.leaves or (heard.no and not heard.rest):
        ex.settled()
        ex.say("offer.left")
        return ()
    sku, count = _chosen(ex, question, heard)
    if not sku:
        return None
    ex.settled()
    goods.take(ex, Wanted(mention="这样的", skus=sku, quantity=count))
    return ()


def _chosen(ex: Exchange, question: Offer, heard: Heard) -> tuple[tuple[str, ...], Decimal]:
    """What was taken of the goods shown and how many: by number, by a yes to the only one, or by words."""
    one = Decimal(1)
    if heard.digit and heard.digit <= len(question.skus):
        return (question.skus[heard.digit - 1],), one
    if len(question.skus) == 1 and heard.yes:
        return question.skus, one
    if not heard.puzzling:
        return (), one
    if count := read_amount(heard.text):
        return question.skus, count
    return tuple(ex.facts.shop.narrow(heard.text, question.skus)), one
