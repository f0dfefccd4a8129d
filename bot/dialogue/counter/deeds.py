"""撤销, 弄错了: for ten minutes a manager can take back what he told: arrivals, hand-overs, bookings, lists, cash."""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec

from bot.dialogue.counter import unbooked
from bot.dialogue.counter.questions import ConfirmCash, UndoStock
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import is_question
from bot.dialogue.lexicon import said_in, said_whole, without
from bot.dialogue.orders import cancelling
from bot.dialogue.questions import ChooseCategory, ChooseCourse, Lesson, Offer, Restore, UndoRoll
from bot.dialogue.talk import Deed, Step
from bot.domain.cash import reversal
from bot.domain.events import CashEntered, OrderMoveUndone, StockMoved
from bot.domain.money import yuan
from bot.domain.order import Order, Status
from intents.values.people import Alike, alike

UNDO_WITHIN = timedelta(minutes=10)
MOST_DEEDS, MOST_WORDS = 5, 200
_NOT_MEANT = (UndoStock, UndoRoll, Offer, ChooseCategory, Restore)
"""Open questions in which nothing is to be taken back but the deed itself."""
_NOTHING_DONE = (Lesson, ChooseCourse)
"""Open questions in which nothing can be called off; they come back."""
_ONE = re.compile(r"(?:(?P<slip>\d+)号)?(?P<who>[^、]+)")
"""The words of a deed that was done for one alone."""
_WORDS = {"arrived": "manager.undone_arrived", "handed_over": "manager.undone_handed_over"}


def note(ex: Exchange, deed: Deed) -> None:
    """Remember what was done; what one message did is one deed."""
    last = next(iter(ex.talk.deeds[-1:]), None)
    if last is None or last.what != deed.what or ex.talk.deeds == ex.before.deeds:
        ex.change(deeds=(*ex.talk.deeds, deed)[-MOST_DEEDS:])
        return
    both = msgspec.structs.replace(
        last,
        words=f"{last.words}、{deed.words}"[:MOST_WORDS],
        steps=(*last.steps, *deed.steps),
        moves=(*last.moves, *deed.moves),
        cash=(*last.cash, *deed.cash),
    )
    ex.change(deeds=(*ex.talk.deeds[:-1], both))


def forget_last(ex: Exchange) -> None:
    """It was taken back another way."""
    ex.change(deeds=ex.talk.deeds[:-1])


def last_within(ex: Exchange, what: str = "") -> Deed | None:
    """What was done last, where that can still be taken back and is of this kind."""
    last = next(iter(ex.talk.deeds[-1:]), None)
    fresh = last is not None and ex.facts.at - last.at <= UNDO_WITHIN
    return last if fresh and last is not None and what in ("", last.what) else None


def handed_over(ex: Exchange) -> list[Order]:
    """What went over the counter a little while ago, as far as this talk remembers, as it stands now."""
    numbers = (step.number for deed in ex.talk.deeds if deed.what == "handed_over" for step in deed.steps)
    return [order for number in dict.fromkeys(numbers) if (order := ex.facts.order(number))]


def taken_back(ex: Exchange) -> bool:
    """Take back the newest thing a manager did, whatever question is open; that one comes back. Where the question is newer
    than all deeds, it is what is called off, as if 取消 had been said."""
    _plainly_said(ex)
    if not (ex.facts.person.manages and said_whole("undo", ex.text)):
        return False
    if not (said_whole("calls_back", ex.text) or _nothing_to_correct(ex)):
        return False
    deed = last_within(ex)
    if _asked_later(ex, deed):
        return _call_off_question(ex, deed)
    ex.text = ""  # what is open is put once more and hears nothing of it
    if isinstance(ex.talk.asking, _NOT_MEANT):
        ex.settled()
        ex.shopping = bool(ex.talk.basket.lines)
    if deed is None:
        ex.say("manager.nothing_to_undo")
        return True
    forget_last(ex)
    _take_back(ex, deed)
    if deed.what in ("booked", "counted"):
        unbooked.drop(ex, "manager.not_booked")
    _tell_what_stands(ex, deed)
    return True


def _plainly_said(ex: Exchange) -> None:
    """Hear it as the word for it: what a villager takes back is the order."""
    if not ex.facts.person.manages and said_whole("calls_back", ex.text):
        ex.text = "取消"
    elif ex.facts.person.manages and _denies_the_last(ex):
        ex.text = "撤销"


def _denies_the_last(ex: Exchange) -> bool:
    """错了，李大山没拿走, of the one who was just told to have fetched it, and of nobody else."""
    deed = last_within(ex)
    if deed is None or deed.what not in _WORDS or not said_in("not_done", ex.text) or is_question(ex.text):
        return False
    rest = without("not_done_around", without("not_done", ex.text)).strip(" ，,。!！")
    one = _ONE.fullmatch(deed.words)
    return one is not None and (rest == one["slip"] or alike(rest, one["who"]) >= Alike.PART)


def _nothing_to_correct(ex: Exchange) -> bool:
    """弄错了 may mean what was just read out; where nothing was, only the deed."""
    return ex.talk.asking is None or isinstance(ex.talk.asking, (*_NOT_MEANT, *_NOTHING_DONE))


def _asked_later(ex: Exchange, deed: Deed | None) -> bool:
    """Whether something is open that was begun after the deed, and that can be called off itself."""
    question, since = ex.talk.asking, ex.talk.asking_since
    if question is None or isinstance(question, (*_NOT_MEANT, *_NOTHING_DONE)):
        return False
    if isinstance(question, ConfirmCash):  # what was handed over with the same words is older
        return True
    return deed is None or (since is not None and deed.at < since)


def _call_off_question(ex: Exchange, deed: Deed | None) -> bool:
    """True where that is all; else the open question hears it as 取消."""
    cash = ex.talk.asking if isinstance(ex.talk.asking, ConfirmCash) else None
    if cash is None and not unbooked.waiting(ex):
        ex.text = "取消"
        return False
    ex.text = ""
    if cash is not None:
        ex.settled()
        ex.say("counter.not_entered", money=yuan(cash.amount_fen))
    unbooked.drop(ex, "manager.not_booked")
    if deed is not None:
        ex.say("manager.still_done", words=deed.words)
    return True


def _tell_what_stands(ex: Exchange, deed: Deed) -> None:
    """A hand-over whose cash was taken back, or what else was done with the same message, stands until it is taken back too."""
    before = last_within(ex)
    if before is None:
        return
    if before.at == deed.at or (before.what, deed.what) == ("handed_over", "cash"):
        ex.say("manager.still_done", words=before.words)


def _take_back(ex: Exchange, deed: Deed) -> None:
    if deed.steps and not _all_still_there(ex, deed.steps):
        ex.say("manager.too_late_to_undo", words=deed.words)
        return
    for step in reversed(deed.steps):
        _step_back(ex, step)
    for move in reversed(deed.moves):
        ex.cause(StockMoved(station=move.station, sku=move.sku, quantity=move.undo, reason=move.reason, at=ex.facts.at))
    for entry in deed.cash:
        ex.cause(CashEntered(entry=reversal(entry), by=ex.facts.person.id, at=ex.facts.at))
    ex.say(_WORDS.get(deed.what, "manager.undone_all"), words=deed.words)


def _all_still_there(ex: Exchange, steps: tuple[Step, ...]) -> bool:
    """Whether every order is still where its last step led."""
    last = {step.number: step.was for step in steps}
    orders = {number: ex.facts.order(number) for number in last}
    return all(order is not None and order.status is last[number] for number, order in orders.items())


def _step_back(ex: Exchange, step: Step) -> None:
    if step.back_to is not Status.CANCELLED:
        ex.cause(OrderMoveUndone(number=step.number, was=step.was, back_to=step.back_to, at=ex.facts.at))
    elif (order := ex.facts.order(step.number)) is not None:
        cancelling.cancel_quietly(ex, order)
