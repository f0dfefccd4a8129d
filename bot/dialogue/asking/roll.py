"""A 接龙 list: which article is meant by all, is the whole right, and shall it be taken back?"""

from __future__ import annotations

from hashlib import blake2s

import msgspec

from bot.dialogue.asking.choice import pick
from bot.dialogue.basket import goods
from bot.dialogue.basket.quote import Quote
from bot.dialogue.counter import deeds, rolls
from bot.dialogue.counter.rolls import UNDO_WITHIN
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.dialogue.orders import cancelling
from bot.dialogue.questions import RollArticle, RollReadBack, UndoRoll
from bot.dialogue.saying import amount, called, day_said, why_said
from bot.dialogue.talk import Deed, Step
from bot.domain.money import yuan
from bot.domain.order import OrderLine, Status
from intents.acts import Act, CancelOrder


def ask_article(ex: Exchange, question: RollArticle) -> None:
    wanted = question.wanted
    page = goods.page(ex, wanted.skus, question.start)
    ex.ask(
        question,
        goods.page_key(ex, "roll.article", wanted.skus, question.start),
        goods=called(wanted.mention, goods.products(ex, wanted.skus)),
        rows=goods.rows(ex, page, question.start),
    )


def more(ex: Exchange, question: RollArticle) -> None:
    start = goods.next_start(ex, question.wanted.skus, question.start)
    ask_article(ex, msgspec.structs.replace(question, start=start))


def answer_article(ex: Exchange, question: RollArticle, heard: Heard) -> tuple[Act, ...] | None:
    if heard.leaves:
        return _leave(ex)
    among = question.wanted.skus
    if groups := pick(ex, heard, among).groups:
        rolls.choose(ex, among, groups[0])
        return ()
    if heard.no and not heard.rest:
        rolls.choose(ex, among, ())
        return ()
    return None


def ask(ex: Exchange, _question: RollReadBack) -> None:
    """Read out the whole list: each article with its sum, then each person."""
    read = _read(ex)
    if not read:
        return
    if lacking := rolls.short(ex, read):
        ex.change(roll=None, asking=None)
        ex.asked = True
        ex.say("roll.short", rows="\n".join(lacking))
        return
    last = max(read, key=lambda quote: quote.day)
    left_out = ex.talk.roll.left_out if ex.talk.roll else ()
    ex.ask(
        RollReadBack(seal=_seal(read)),
        "roll.readback_but" if left_out else "roll.readback",
        count=len(read),
        total=yuan(sum(quote.total_fen for quote in read)),
        articles="、".join(_counted(line) for line in rolls.totals(read)),
        rows="\n".join(f"{quote.recipient}：{_goods(quote)}，{yuan(quote.total_fen)}元" for quote in read),
        left_out="、".join(left_out),
        day=day_said(last.day, ex.facts.at.date()) + why_said(last.why, ex.facts.channel),
        station=read[0].station.name,
    )


def answer(ex: Exchange, question: RollReadBack, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit == 1 or (heard.yes and heard.digit is None):
        _confirm(ex, question)
        return ()
    if rolls.correct(ex, heard.text):
        return ()
    if heard.no and heard.digit is None and said_in("wrong", heard.text):
        ex.say("roll.what_is_wrong")
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        return _leave(ex)
    return None


def _confirm(ex: Exchange, question: RollReadBack) -> None:
    """Place it where it is still what was read, to the last page."""
    if ex.talk.pages:
        ex.turn_page()
        return
    read, roll = _read(ex), ex.talk.roll
    if not read or roll is None:
        ex.settled()
        return
    if _seal(read) != question.seal or rolls.short(ex, read):
        ex.say("readback.changed")
        ask(ex, question)
        return
    orders = rolls.place(ex, roll, read)
    ex.change(roll=None)
    steps = tuple(Step(number=order.number, was=Status.PLACED, back_to=Status.CANCELLED) for order in orders)
    deeds.note(ex, Deed(what="list", at=ex.facts.at, words=f"接龙{len(orders)}单", steps=steps))
    ex.ask(
        UndoRoll(numbers=tuple(order.number for order in orders), until=ex.facts.at + UNDO_WITHIN),
        "roll.placed",
        count=len(orders),
        total=yuan(sum(order.total_fen for order in orders)),
        rows="、".join(f"{order.slip}号{order.recipient}" for order in orders),
    )


def ask_undo(ex: Exchange, question: UndoRoll) -> None:
    ex.ask(question, "roll.undo")


def answer_undo(ex: Exchange, question: UndoRoll, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit == 1 or heard.yes:
        return ()  # pressed twice: it is said again that it is done, and how to take it back
    whole = heard.leaves or any(isinstance(act, CancelOrder) and not act.order_no for act in heard.acts)
    if not whole or ex.facts.at > question.until:
        return None
    ex.settled()
    deeds.forget_last(ex)
    orders = [order for number in question.numbers if (order := ex.facts.order(number))]
    placed = [order for order in orders if order.status is Status.PLACED]
    for order in placed:
        cancelling.cancel_quietly(ex, order)
    ex.say("roll.undone", count=len(placed))
    return ()


def _leave(ex: Exchange) -> tuple[Act, ...]:
    ex.change(roll=None, asking=None)
    ex.say("roll.left")
    return ()


def _read(ex: Exchange) -> list[Quote]:
    roll, station = ex.talk.roll, ex.station
    return rolls.quotes(ex, roll, station) if roll and station else []


def _seal(read: list[Quote]) -> str:
    return blake2s("".join(quote.seal for quote in read).encode(), digest_size=12).hexdigest()


def _counted(line: OrderLine) -> str:
    return f"{line.name} {amount(line.quantity, line.unit)}"


def _goods(quote: Quote) -> str:
    return "、".join(_counted(line) for line in quote.lines)
