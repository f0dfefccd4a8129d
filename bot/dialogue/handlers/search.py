"""有没有酱油 / 酱油多少钱: told with the price and the city's price beside it; nothing is ordered by asking."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.basket import goods, showing
from bot.dialogue.basket.replacing import just_ordered, latest
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.basket import tell_sum
from bot.dialogue.market import buying
from bot.dialogue.merchants import campaigns, interest
from bot.dialogue.questions import ChooseArticle
from intents.acts import AskPrice, Search
from intents.item import Item


def search(ex: Exchange, said: tuple[Search, ...]) -> None:
    _show(ex, [item for act in said for item in act.items])


def ask_price(ex: Exchange, said: tuple[AskPrice, ...]) -> None:
    _show(ex, [item for act in said for item in act.items])


def _show(ex: Exchange, items: Sequence[Item]) -> None:
    found = tuple(dict.fromkeys(sku for item in items for sku in _in_context(ex, item)))
    missing = [item for item in items if not item.skus]
    goods.not_carried(ex, missing, offer=not found)
    if found:
        showing.offer(ex, found)
        campaigns.mention(ex, ex.talk.shown)
        interest.note(ex, ex.talk.shown, items[0].mention if len(items) == 1 else "")
    elif not items and just_ordered(ex) and set(ex.talk.shown) <= {line.sku for line in latest(ex)[0].lines}:
        tell_sum(ex)  # 多少钱来着, of what was ordered just now
    elif not items and ex.talk.shown:
        showing.offer(ex, ex.talk.shown)
    elif not items:
        ex.say("goods.which")
    buying.mention(ex, [item.mention for item in items if item.mention])


def _in_context(ex: Exchange, item: Item) -> tuple[str, ...]:
    """In the middle of a choice, “维达那个” is the one on the list."""
    question = ex.talk.asking
    listed = question.wanted.skus if isinstance(question, ChooseArticle) else ()
    return tuple(sku for sku in item.skus if sku in listed) or item.skus
