"""The whole order is read out; only a yes to exactly this places it."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from bot.dialogue.basket import goods
from bot.dialogue.basket.bare_amount import take_amount
from bot.dialogue.basket.next_step import next_question
from bot.dialogue.basket.placing import place
from bot.dialogue.basket.quote import Quote, home, quote
from bot.dialogue.basket.replacing import give_up_order
from bot.dialogue.basket.swapping import another_sort, swap, tells_of_it
from bot.dialogue.exchange import Exchange
from bot.dialogue.fitting import visiting
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in, said_whole
from bot.dialogue.merchants import offers
from bot.dialogue.person import addresses
from bot.dialogue.questions import Doubled, ReadBack, WhatIsWrong
from bot.dialogue.replies import render
from bot.dialogue.saying import amount, day_said, fitting_said, short_day, why_said
from bot.dialogue.setting_aside import set_aside
from bot.domain.money import number, yuan
from bot.domain.order import Installation, OrderLine
from intents.acts import Act, Add, BindStation, CancelOrder, Schedule, Unknown
from intents.text.words import said
from intents.values.dates import read_schedule


def ask(ex: Exchange, _question: ReadBack) -> None:
    station = ex.station
    if station is None:
        return
    read = quote(ex, station)
    _tell_of_offers(ex)
    ex.ask(
        ReadBack(seal=read.seal),
        f"readback.{_kind(read)}",
        who=_opening(ex, read),
        lines="\n".join(_line(line) for line in read.lines),
        total=_total(read),
        day=day_said(read.day, ex.facts.at.date()) + why_said(read.why, ex.facts.channel),
        short_day=short_day(read.day, ex.facts.at.date()) + why_said(read.why, ex.facts.channel),
        station=station.name,
        address=read.address,
        fitting=fitting_said(read.installation, ex.facts.at.date()) if read.installation else "",
        answer=render("readback.answer_replacing" if read.replaces else "readback.answer", ex.facts.channel),
    )


def _tell_of_offers(ex: Exchange) -> None:
    """Why an article comes at its usual price though the person was told of a lower one."""
    for line in ex.talk.basket.lines:
        told = None if offers.offer_of(ex, line) else next(iter(offers.told_of(ex, line.sku)), None)
        if told is not None:
            key = "campaign.short" if told.left > 0 else "campaign.used_up"
            ex.say(key, goods=told.name, left=number(max(told.left, Decimal(0))), unit=told.unit)


def _kind(read: Quote) -> str:
    if read.installation:
        return "fitted"
    return "shelf" if read.from_shelf else read.delivery


def _opening(ex: Exchange, read: Quote) -> str:
    if read.replaces:
        whose = f"{read.recipient}的" if read.recipient else ""
        return render("readback.replacing", ex.facts.channel, whose=whose, number=read.replaces) + "\n"
    return f"给{read.recipient}：\n" if read.recipient else ""


def _line(line: OrderLine) -> str:
    """`海天草菇老抽酱油500ml 2瓶×9.5＝19元`"""
    count = amount(line.quantity, line.unit)
    unit_price = "" if line.quantity == 1 else f"×{yuan(line.price_fen)}＝"
    return f"{line.name} {count}{unit_price or ' '}{yuan(line.amount_fen)}元"


def _total(read: Quote) -> str:
    return f"共{yuan(read.total_fen)}元。" if len(read.lines) > 1 else ""


def answer(ex: Exchange, question: ReadBack, heard: Heard) -> tuple[Act, ...] | None:
    if key := _cannot_be(heard):
        ex.say(key)
        return ()
    if heard.digit == 1 or (heard.yes and heard.digit is None):
        _confirm(ex, question)
        return ()
    if ex.talk.basket.replaces and not heard.leaves and _calls_off(heard):
        give_up_order(ex)
        return ()
    if heard.digit == 0 or heard.leaves or _calls_off(heard):
        set_aside(ex, "readback.left")
        return tuple(act for act in heard.rest if not isinstance(act, CancelOrder))
    if (heard.no and not heard.rest) or said_whole("troubled", heard.text):
        _refused(ex, heard)
        return ()
    if any(does(ex, heard) for does in _SMALL_CHANGES):
        return ()
    if _said_again(ex, heard):
        ex.ask(Doubled(), "readback.doubled")
        return ()
    return None


def _cannot_be(heard: Heard) -> str:
    """A reply to what is no answer though it looks like one: 分开下单, and 99, a slip of the finger and no ninety-nine bottles."""
    if said_in("splits", heard.text) and heard.light:
        return "readback.one_order"
    return "answers.no_such_number" if heard.light and heard.digit not in (None, 0, 1) else ""


def _calls_off(heard: Heard) -> bool:
    """“刚才那个取消”: what was just read is meant, no older order."""
    return any(isinstance(act, CancelOrder) and not act.order_no for act in heard.acts)


def _refused(ex: Exchange, heard: Heard) -> None:
    """A no may correct the amount, find something wrong, or want none of it."""
    if another_sort(ex, heard) or take_amount(ex):
        return
    if said_in("wrong", heard.text) or said_whole("troubled", heard.text):
        ex.ask(WhatIsWrong(), "readback.what_is_wrong")
    else:
        set_aside(ex, "readback.left")


def _other_door(ex: Exchange, heard: Heard) -> bool:
    """“4组9号王家”, and nothing else, of what is brought: there it goes."""
    only = all(isinstance(act, Unknown | BindStation) for act in heard.acts)
    return home(ex) and only and heard.digit is None and addresses.answers_late(ex, heard.text)


def _other_time(ex: Exchange, heard: Heard) -> bool:
    """“下午两点行不” without a day: another time on the day the fitter comes."""
    agreed = ex.talk.basket.installation
    if agreed is None or not all(isinstance(act, Unknown | Schedule) for act in heard.acts):
        return False
    said = read_schedule(heard.text, ex.facts.at)
    if said is None or said.dated:
        return False
    wish = said.schedule
    installation = Installation(date=agreed.date, period=wish.period, time=wish.time)
    ex.touch(msgspec.structs.replace(ex.talk.basket, installation=installation))
    return True


def _confirm(ex: Exchange, question: ReadBack) -> None:
    """Place it, unless something became different since it was read: then read it again."""
    if ex.talk.pages:
        ex.turn_page()
        return
    before = ex.talk.basket
    goods.weed(ex)
    now = next_question(ex)
    station = ex.station
    if station is not None and isinstance(now, ReadBack) and now.seal == question.seal and ex.talk.basket == before:
        place(ex, quote(ex, station))
        return
    if isinstance(now, ReadBack):
        ex.say("readback.changed")
    ex.settled()
    ex.shopping = True


def _no_other_sort(ex: Exchange, heard: Heard) -> bool:
    """“粉色的有没有” of the one thing that is read back, of which there is no other sort."""
    alone = len(ex.talk.basket.lines) == 1 and all(isinstance(act, Unknown) for act in heard.acts)
    if not (alone and "的" in heard.text and heard.asks and said("search").search(heard.text)):
        return False
    ex.say("readback.only_sort")
    return True


_SMALL_CHANGES = (visiting.unwanted, _other_door, _other_time, tells_of_it, swap, _no_other_sort)
"""What somebody may want otherwise in what is read back; the first that is meant is done."""


def _said_again(ex: Exchange, heard: Heard) -> bool:
    """Whether exactly the basket was said once more, without a word for more (再, 加)."""
    if said_in("again", heard.text) or not all(isinstance(act, Add) for act in heard.acts):
        return False
    said = {item.skus: item.quantity for act in heard.acts if isinstance(act, Add) for item in act.items}
    return said == {(line.sku,): line.quantity for line in ex.talk.basket.lines}
