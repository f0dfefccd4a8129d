"""我有苹果要卖: villagers sell as well as buy."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.market import drafting
from bot.dialogue.market.questions import ConfirmOffer
from bot.dialogue.questions import WhichStation
from intents.acts import Sell
from intents.offers import read_offer


def sell(ex: Exchange, said: tuple[Sell, ...]) -> None:
    """The last offer named is taken up; said once more with other numbers, it replaces the one just read back."""
    question, draft = ex.talk.asking, drafting.of(_spelt_out(ex, said[-1]))
    if "bind_station" in ex.heard:  # the village is told beside, and comes first
        ex.change(selling=draft, asking=WhichStation())
        return
    if ex.station is None:
        ex.change(selling=draft)
        ex.ask(WhichStation(), "selling.where")
        return
    if isinstance(question, ConfirmOffer) and question.draft.goods == draft.goods:
        drafting.withdraw(ex, question.listing)
    drafting.take(ex, draft)


def _spelt_out(ex: Exchange, act: Sell) -> Sell:
    """Goods that were typed in pinyin, in the words they stand for."""
    return (read_offer(ex.text) or act) if act.goods.isascii() and not ex.text.isascii() else act
