"""An answer to a suggestion: only plain words for it take it up. Politeness does not, nor a second 1, which was meant for the
order above."""

from __future__ import annotations

from bot.dialogue.basket import goods
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_whole
from bot.dialogue.questions import Suggested, Wanted
from bot.dialogue.reminding.suggesting import put, refuse
from intents.acts import Act, CancelOrder


def ask(ex: Exchange, question: Suggested) -> None:
    put(ex, question)


def answer(ex: Exchange, question: Suggested, heard: Heard) -> tuple[Act, ...]:
    """Whatever is no answer drops it: a suggestion is never put twice."""
    ex.settled()
    if heard.leaves:  # 取消 means the order that was just placed
        return (CancelOrder(),)
    if said_whole("suggestion_no", heard.text):
        refuse(ex)
        return ()
    if said_whole("suggestion_yes", heard.text):
        product = ex.facts.shop.product(question.sku)
        if product is not None:
            goods.take(ex, Wanted(mention=product.name, skus=(question.sku,), quantity=question.quantity))
        ex.shopping = True
        return ()
    return heard.acts
