"""Several articles fit: which one?"""

from __future__ import annotations

import msgspec

from bot.dialogue import goods
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.heard import goods as goods_of
from bot.dialogue.questions import ChooseArticle, Wanted
from bot.dialogue.saying import numbered, priced
from intents.acts import Act


def ask(ex: Exchange, question: ChooseArticle) -> None:
    wanted, start = question.wanted, question.start
    page = goods.products(ex, wanted.skus[start : start + goods.page(ex)])
    more = len(wanted.skus) > goods.page(ex)
    rows = numbered((priced(product, city=not ex.sms) for product in page), start + 1)
    ex.change(shown=tuple(product.sku for product in page))
    ex.ask(
        question, "ask.article_more" if more else "ask.article", goods=wanted.mention, count=len(wanted.skus), rows=rows
    )


def more(ex: Exchange, question: ChooseArticle) -> None:
    """The next page; after the last comes the first."""
    start = question.start + goods.page(ex)
    ask(ex, msgspec.structs.replace(question, start=start if start < len(question.wanted.skus) else 0))


def answer(ex: Exchange, question: ChooseArticle, heard: Heard) -> tuple[Act, ...] | None:
    wanted = question.wanted
    if heard.digit and heard.digit <= len(wanted.skus):
        return _choose(ex, msgspec.structs.replace(wanted, skus=(wanted.skus[heard.digit - 1],)), heard.rest)
    if heard.no or heard.leaves:
        _drop(ex, wanted)
        return heard.rest
    for act in heard.acts:
        for item in goods_of(act):
            if set(item.skus) & set(wanted.skus):
                return _narrowed(ex, wanted, goods.remember(wanted, item), _without(heard.acts, act))
    if heard.puzzling:
        fitting = tuple(ex.facts.shop.narrow(heard.text, wanted.skus))
        if fitting:
            return _narrowed(ex, wanted, msgspec.structs.replace(wanted, skus=fitting), ())
    return None


def _narrowed(ex: Exchange, before: Wanted, after: Wanted, rest: tuple[Act, ...]) -> tuple[Act, ...]:
    if len(after.skus) == len(before.skus) > 1:
        ex.say("ask.still_several")
    return _choose(ex, after, rest)


def _choose(ex: Exchange, wanted: Wanted, rest: tuple[Act, ...]) -> tuple[Act, ...]:
    waiting = ex.talk.todo[1:]
    ex.change(todo=())
    goods.take(ex, wanted)
    ex.change(todo=(*ex.talk.todo, *waiting), asking=None)
    ex.shopping = True
    return rest


def _drop(ex: Exchange, wanted: Wanted) -> None:
    ex.change(todo=ex.talk.todo[1:], asking=None)
    ex.shopping = True
    ex.say("ask.dropped", goods=wanted.mention)


def _without(acts: tuple[Act, ...], gone: Act) -> tuple[Act, ...]:
    return tuple(act for act in acts if act is not gone)
