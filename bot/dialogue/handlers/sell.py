"""我有苹果要卖: villagers sell as well as buy."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange
from bot.dialogue.market import drafting
from bot.dialogue.market.pieces import told_each, weighed
from bot.dialogue.market.questions import ConfirmOffer, Draft
from bot.dialogue.questions import WhichStation
from bot.domain.listing import RULES
from intents.acts import Sell
from intents.offers import read_offer

_AND = re.compile("[、,，;；]|还有|另外|和")


def sell(ex: Exchange, said: tuple[Sell, ...]) -> None:
    """The last offer named is taken up; said once more with other numbers, it replaces the one just read back."""
    question, draft = ex.talk.asking, drafting.of(_spelt_out(ex, said[-1]))
    if draft.goods in RULES.never:
        ex.say("selling.never", goods=draft.goods)
        return
    if "bind_station" in ex.heard:  # the village is told beside, and comes first
        ex.change(selling=draft, asking=WhichStation())
        return
    if ex.station is None:
        ex.change(selling=draft)
        ex.ask(WhichStation(), "selling.where")
        return
    if isinstance(question, ConfirmOffer) and question.draft.goods == draft.goods:
        drafting.withdraw(ex, question.listing)
    if drafting.lacks(draft) == "weight" and (each := told_each(ex.text, draft.unit)):
        draft = weighed(draft, each)
    if others := _others(ex.text, draft):
        ex.say("selling.one_by_one", first=draft.goods, other=others[0])
    drafting.take(ex, draft)


def _others(text: str, draft: Draft) -> list[str]:
    """我家有鸭子20只、鸭蛋100个要卖: the goods that are offered beside, each with an amount."""
    pieces = [read_offer(piece) for piece in _AND.split(text)] if draft.goods else []
    named = [one.goods for one in pieces if one is not None and one.qty is not None]
    return [goods for goods in named if goods != draft.goods and len(goods) > 1]


def _spelt_out(ex: Exchange, act: Sell) -> Sell:
    """Goods that were typed in pinyin, in the words they stand for."""
    return (read_offer(ex.text) or act) if act.goods.isascii() and not ex.text.isascii() else act
