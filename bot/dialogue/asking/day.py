"""On which day shall the fitter come?"""

from __future__ import annotations

from msgspec.structs import replace

from bot.dialogue.exchange import Exchange
from bot.dialogue.fitting import rebooking, visiting
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.dialogue.person import addresses
from bot.dialogue.questions import ChooseDay
from bot.dialogue.setting_aside import set_aside
from bot.domain.installation import Diary, half_of
from bot.domain.order import Installation
from intents.acts import Act, Schedule, Unknown
from intents.values.dates import read_schedule


def ask(ex: Exchange, question: ChooseDay) -> None:
    if question.days:
        ex.ask(question, "ask.day", rows=visiting.rows(ex, _diary(ex), question.days))
    else:
        ex.ask(question, "fitting.none_free")


def answer(ex: Exchange, question: ChooseDay, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit and heard.digit <= len(question.days):
        _take(ex, visiting.on_day(_diary(ex), question.days[heard.digit - 1]))
        return ()
    if visiting.unwanted(ex, heard):
        return ()
    if said_in("last_day", heard.text) or (said_in("fitting_later", heard.text) and not heard.rest):
        rebooking.say_last_day(ex)
        return ()
    any_will_do = heard.light and said_in("any_day", heard.text)
    if question.days and (heard.yes or any_will_do):
        _take(ex, visiting.on_day(_diary(ex), question.days[0]))
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        set_aside(ex, "readback.left")
        return ()
    if all(isinstance(act, Unknown) for act in heard.acts) and addresses.answers_late(ex, heard.text):
        return ()
    if half := _half_alone(ex, question, heard):
        _take(ex, half)
        return ()
    return None


def _half_alone(ex: Exchange, question: ChooseDay, heard: Heard) -> Installation | None:
    """“下午” without a day: the first day offered whose afternoon is free."""
    said = read_schedule(heard.text, ex.facts.at)
    if said is None or said.dated or not all(isinstance(act, Unknown | Schedule) for act in heard.acts):
        return None
    wish, diary = said.schedule, _diary(ex)
    wishes = (Installation(date=day, period=wish.period, time=wish.time) for day in question.days)
    return next((one for one in wishes if half_of(one) and diary.fits(one)), None)


def _take(ex: Exchange, installation: Installation) -> None:
    ex.touch(replace(ex.talk.basket, installation=installation))


def _diary(ex: Exchange) -> Diary:
    return visiting.own_diary(ex, ex.station) if ex.station else Diary()
