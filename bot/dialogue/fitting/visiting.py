"""The day of the fitter's visit: only what has room is offered, and what filled up meanwhile is said kindly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from bot.dialogue.basket.quote import needs_fitter, stock_place
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.dialogue.questions import ChooseDay
from bot.dialogue.saying import PERIODS, day_said, numbered, short_day
from bot.domain.installation import HALVES, OFFERED, Diary, Half, half_of
from bot.domain.order import Installation
from bot.domain.people import Station
from bot.domain.promise import earliest_day


def unwanted(ex: Exchange, heard: Heard, skus: Iterable[str] = ()) -> bool:
    """“先不装了” while an appliance is being bought, or chosen among `skus`: it does not come without its fitter."""
    products = (ex.facts.shop.product(sku) for sku in skus)
    fitted = needs_fitter(ex) or any(product is not None and product.install for product in products)
    if not fitted or heard.rest or not said_in("fitting_off", heard.text):
        return False
    ex.say("fitting.not_without")
    return True


def choose_day(ex: Exchange, station: Station) -> ChooseDay | None:
    """Which day shall it be, where none is agreed on or the one that is cannot be kept; None where all is well."""
    if not needs_fitter(ex):
        return None
    first = earliest_day(ex.facts.at, station, stock_place(ex))
    diary = own_diary(ex, station)
    agreed = ex.talk.basket.installation
    if agreed is None:
        return _offer(diary, first)
    if first <= agreed.date and diary.fits(agreed):
        _settle_half(ex, diary, agreed)
        return None
    if agreed.date < first:
        ex.say("delivery.too_soon", day=day_said(first, ex.facts.at.date()))
    else:
        say_full(ex, diary, agreed)
    ex.change(basket=replace(ex.talk.basket, installation=None, day=None))
    return _offer(diary, max(first, agreed.date))


def own_diary(ex: Exchange, station: Station) -> Diary:
    """The fitters' diary; the visit of an order that this basket replaces does not count."""
    number = ex.talk.basket.replaces
    replaced = ex.facts.order(number) if number else None
    return ex.facts.fitters.diary(station).without(replaced.installation if replaced else None)


def on_day(diary: Diary, day: date) -> Installation:
    """A visit on a day that was chosen as a whole; where only one half of it is free, in that."""
    free = diary.free(day)
    return Installation(date=day, period=free[0] if len(free) == 1 else None)


def rows(ex: Exchange, diary: Diary, days: Iterable[date]) -> str:
    """Days as they are offered: `2. 12月3日周四（只有下午）`; by SMS so short that five fit."""
    said, today = short_day if ex.sms else day_said, ex.facts.at.date()
    return numbered(said(day, today) + _only(diary.free(day)) for day in days)


def say_full(ex: Exchange, diary: Diary, wish: Installation) -> None:
    """Why the wished time cannot be, and what of the day still can."""
    day = day_said(wish.date, ex.facts.at.date())
    free, half = diary.free(wish.date), half_of(wish)
    if free and half:
        ex.say("fitting.half_left", day=day, full=PERIODS[half], free=PERIODS[free[0]])
    else:
        ex.say("fitting.day_full" if diary.team.works(wish.date) else "fitting.rest", day=day)


def _only(free: tuple[Half, ...]) -> str:
    return f"（只有{PERIODS[free[0]]}）" if len(free) == 1 else ""


def _settle_half(ex: Exchange, diary: Diary, agreed: Installation) -> None:
    """A day was said, and only half of it is left."""
    free = diary.free(agreed.date)
    if half_of(agreed) is None and len(free) == 1:
        full = next(half for half in HALVES if half not in free)
        day = day_said(agreed.date, ex.facts.at.date())
        ex.say("fitting.half_left", day=day, full=PERIODS[full], free=PERIODS[free[0]])
        ex.change(basket=replace(ex.talk.basket, installation=replace(agreed, period=free[0])))


def _offer(diary: Diary, since: date) -> ChooseDay:
    return ChooseDay(days=diary.first_free(since, OFFERED))
