"""有些啥: the kinds of goods, and the goods of a kind."""

from __future__ import annotations

from bot.dialogue.basket import showing
from bot.dialogue.exchange import Exchange
from bot.dialogue.market import buying
from intents.acts import Browse


def browse(ex: Exchange, said: tuple[Browse, ...]) -> None:
    named = said[-1].category
    if named:
        showing.category(ex, named)
    else:
        showing.everything(ex)
        buying.mention_any(ex)
