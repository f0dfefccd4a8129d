"""Goods were shown, and may be taken by digit or word. Asking a price orders nothing."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from bot.dialogue.asking.choice import left_of, none_fits, pick, shows_again
from bot.dialogue.basket import goods
from bot.dialogue.basket.amounts import Said, amount_alone, units_of
from bot.dialogue.basket.evidence import on_shelf
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard, beside
from bot.dialogue.lexicon import said_in
from bot.dialogue.questions import Offer, Wanted
from bot.dialogue.saying import priced
from intents.acts import Act, Add, AskPrice, Search, SetQuantity
from intents.item import Item


def ask(ex: Exchange, question: Offer) -> None:
    page = goods.page(ex, question.skus, question.start)
    ex.change(shown=tuple(product.sku for product in page))
    if len(question.skus) == 1:
        here = on_shelf(ex, question.skus)
        ex.ask(question, "offer.one_here" if here else "offer.one", goods=priced(page[0]))
        return
    key = goods.page_key(ex, "offer.several", question.skus, question.start)
    ex.ask(question, key, rows=goods.rows(ex, page, question.start))


def more(ex: Exchange, question: Offer) -> None:
    start = goods.next_start(ex, question.skus, question.start)
    ask(ex, msgspec.structs.replace(question, start=start))


def answer(ex: Exchange, question: Offer, heard: Heard) -> tuple[Act, ...] | None:
    if heard.leaves or (heard.no and not heard.rest):
        ex.settled()
        ex.say("offer.left")
        return ()
    if shows_again(ex, heard):
        return ()
    if asked := _asked_about(question, heard):
        rows = "\n".join(priced(product, city=not ex.sms) for product in goods.products(ex, asked))
        ex.say("offer.told", rows=rows)
        return ()
    if narrowed := _narrowed(question, heard) or left_of(heard, question.skus):
        ask(ex, Offer(skus=narrowed))
        return ()
    if unnamed := _unnamed(heard):
        ex.settled()
        goods.take(ex, _counted(ex, question, unnamed))
        return beside(heard.acts, unnamed)
    taken = _taken(ex, question, heard)
    if not taken:
        return () if none_fits(ex, heard) else None
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


def _unnamed(heard: Heard) -> Item | None:
    """The amount in front of other goods, which is of those shown: “来一把，再来个菜板”."""
    first, *others = heard.acts or (None,)
    if not others or not isinstance(first, SetQuantity):
        return None
    return next((item for item in first.items if not item.mention), None)


def _counted(ex: Exchange, question: Offer, item: Item) -> Wanted:
    skus = goods.sold_by(ex, question.skus, item.unit)
    return Wanted(mention="这样的", skus=skus, quantity=item.quantity, unit=item.unit)


def _taken(ex: Exchange, question: Offer, heard: Heard) -> list[Wanted]:
    """What was taken of the goods shown: by number, by a yes to the only one, by words, or by an amount."""
    skus = question.skus
    said = amount_alone(heard.hint) if heard.hint else None
    if said is not None and heard.digit is None and not (said.measures and len(skus) > 1):
        return [_wanted(ex, goods.sold_by(ex, skus, said.unit), said)]
    if (picked := pick(ex, heard, skus)).groups:
        return [_wanted(ex, group, said) for group, said in picked.counted]
    if len(skus) == 1 and heard.yes:
        return [_wanted(ex, skus)]
    searched = [] if heard.asks else _named(question, heard, Search)
    if len(heard.acts) == 1 and (named := _named(question, heard, Add) or searched):
        return [
            Wanted(mention=item.mention, skus=found, quantity=item.quantity or Decimal(1), unit=item.unit)
            for found, item in named
        ]
    return []


def _wanted(ex: Exchange, skus: tuple[str, ...], said: Said | None = None) -> Wanted:
    quantity = units_of(ex, said, *skus) if said else Decimal(1)
    return Wanted(mention="这样的", skus=skus, quantity=quantity, unit=said.unit if said else "")
