"""What is missing before the order can be read back, asked one at a time; when nothing is, the read-back."""

from __future__ import annotations

import msgspec

from bot.dialogue.basket import at_once, goods, replacing
from bot.dialogue.basket.quote import address, home, needs_fitter, quote, stock_place
from bot.dialogue.counter import counting
from bot.dialogue.counter.questions import ConfirmCount
from bot.dialogue.exchange import Exchange
from bot.dialogue.fitting import visiting
from bot.dialogue.questions import (
    AnyQuestion,
    ChooseArticle,
    ChooseSource,
    ConfirmCancel,
    GiveAddress,
    HowMany,
    ReadBack,
    WhichStation,
)
from bot.domain.cart import Basket
from bot.domain.order import Installation
from bot.domain.people import Station
from bot.domain.promise import earliest_day


def next_question(ex: Exchange) -> AnyQuestion | None:
    """The next thing to ask about the basket; None where there is nothing in it."""
    if ex.talk.todo:
        first = ex.talk.todo[0]
        return HowMany(wanted=first) if len(first.skus) == 1 else ChooseArticle(wanted=first)
    if counting.under_way(ex):
        return ConfirmCount()
    goods.weed(ex)
    if not ex.talk.basket.lines:
        return _left_empty(ex)
    station = ex.station
    if station is None:
        return WhichStation()
    if home(ex) and not address(ex):
        return GiveAddress()
    _fit_on_the_wished_day(ex, station)
    if replacing.unchanged(ex):
        replacing.keep_order(ex, "cancel.unchanged")
        return next_question(ex) if ex.talk.basket.lines or ex.talk.todo else None
    return _source(ex, station) or visiting.choose_day(ex, station) or ReadBack(seal=quote(ex, station).seal)


def _source(ex: Exchange, station: Station) -> AnyQuestion | None:
    return ChooseSource() if not home(ex) and at_once.may_choose(ex, station) else None


def _left_empty(ex: Exchange) -> AnyQuestion | None:
    """Nothing is left to order; where it would have replaced an order, shall that be cancelled altogether?"""
    number = ex.talk.basket.replaces
    if not number:
        return None
    ex.change(basket=Basket())
    return ConfirmCancel(number=number)


def _fit_on_the_wished_day(ex: Exchange, station: Station) -> None:
    """A day said before it was clear that a fitter comes is his day."""
    basket = ex.talk.basket
    if needs_fitter(ex) and basket.installation is None and basket.day is not None:
        day = max(basket.day, earliest_day(ex.facts.at, station, stock_place(ex)))
        ex.change(basket=msgspec.structs.replace(basket, installation=Installation(date=day)))
