"""Goods were shown, and may be taken by digit or word. Asking a price orders nothing."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from bot.dialogue import goods
from bot.dialogue.asking.choice import choice
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in, without
from bot.dialogue.questions import Offer, Wanted
from bot.dialogue.saying import priced
from intents.acts import Act, Add, AskPrice, Item, Search
from intents.understand import read_amount


def ask(ex: Exchange, question: Offer) -> None:
    page = goods.page(ex, question.skus, question.start)
    ex.change(shown=tuple(product.sku for product in page))
    if len(question.skus) == 1:
        ex.ask(question, "offer.one", goods=priced(page[0]))
        return
    key = "offer.several_more" if len(page) < len(question.skus) else "offer.several"
    ex.ask(question, key, rows=goods.rows(ex, page, question.start))


def more(ex: Exchange, question: Offer) -> None:
    start = goods.next_start(ex, question.skus, question.start)
    ask(ex, msgspec.structs.replace(question, start=start))


def answer(ex: Exchange, question: Offer, heard: Heard) -> tuple[Act, ...] | None:
    if heard.leaves or (heard.no and not heard.rest):
        ex.settled()
        ex.say("offer.left")
        return ()
    if asked := _asked_about(question, heard):
        rows = "\n".join(priced(product, city=not ex.sms) for product in goods.products(ex, asked))
        ex.say("offer.told", rows=rows)
        return ()
    if narrowed := _narrowed(question, heard):
        ask(ex, Offer(skus=narrowed))
        return ()
    taken = _taken(ex, question, heard)
    if not taken:
        return None
    ex.settled()
    for wanted in taken:
        goods.take(ex, wanted)
    return ()


def _named(question: Offer, heard: Heard, kind: type[Add | Search]) -> list[tuple[tuple[str, ...], Item]]:
    """Goods named in acts of this kind that are on the list, each with those of the list it can be."""
    listed = [
        (tuple(sku for sku in question.skus if sku in item.skus), item)
        for act in heard.acts
        if isinstance(act, kind)
        for item in act.items
    ]
    return listed if all(skus for skus, _ in listed) else []


def _narrowed(question: Offer, heard: Heard) -> tuple[str, ...]:
    """“立白的有吗” keeps those of the list that are meant."""
    if not said_in("asking", heard.text):
        return ()
    found = _named(question, heard, Search)
    return found[0][0] if len(found) == 1 == len(heard.acts) and len(found[0][0]) < len(question.skus) else ()


def _asked_about(question: Offer, heard: Heard) -> tuple[str, ...]:
    """Which of several on the list a question about the price is about: “维达那个多少钱”."""
    asked = {sku for act in heard.acts if isinstance(act, AskPrice) for item in act.items for sku in item.skus}
    only = all(isinstance(act, AskPrice) for act in heard.acts)
    listed = tuple(sku for sku in question.skus if sku in asked)
    return listed if only and len(listed) < len(question.skus) else ()


def _taken(ex: Exchange, question: Offer, heard: Heard) -> list[Wanted]:
    """What was taken of the goods shown: by number, by a yes to the only one, by an amount, or by words."""
    skus = question.skus
    if (chosen := choice(heard, len(skus))).numbers:
        return [_wanted((skus[n - 1],), chosen.amount) for n in chosen.numbers]
    if len(skus) == 1 and heard.yes:
        return [_wanted(skus)]
    if len(heard.acts) == 1 and (named := _named(question, heard, Add) or _named(question, heard, Search)):
        return [_wanted(found, item.quantity, item.mention) for found, item in named]
    if not heard.hint:
        return []
    if count := read_amount(without("amount_verbs", heard.text)):
        return [_wanted(skus, count)]
    fitting = tuple(ex.facts.shop.narrow(heard.hint, skus))
    return [_wanted(fitting)] if fitting else []


def _wanted(skus: tuple[str, ...], count: Decimal | None = None, mention: str = "这样的") -> Wanted:
    return Wanted(mention=mention, skus=skus, quantity=count or Decimal(1))
