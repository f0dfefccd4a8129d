"""What is missing before the order can be read back, asked one at a time; when nothing is, the read-back."""

from __future__ import annotations

from bot.dialogue import goods
from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import AnyQuestion, ChooseArticle, ChooseDay, GiveAddress, HowMany, ReadBack, WhichStation
from bot.dialogue.quote import address, home, needs_fitter, quote
from bot.domain.promise import installation_days


def next_question(ex: Exchange) -> AnyQuestion | None:
    """The next thing to ask about the basket; None where there is nothing in it."""
    if ex.talk.todo:
        first = ex.talk.todo[0]
        return HowMany(wanted=first) if len(first.skus) == 1 else ChooseArticle(wanted=first)
    goods.weed(ex)
    if not ex.talk.basket.lines:
        return None
    station = ex.station
    if station is None:
        return WhichStation()
    if home(ex) and not address(ex):
        return GiveAddress()
    if needs_fitter(ex) and ex.talk.basket.installation is None:
        return ChooseDay(days=installation_days(ex.facts.at, station))
    return ReadBack(seal=quote(ex, station).seal)
