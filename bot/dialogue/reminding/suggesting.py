"""您上月买过…，要不要再来: one line under a finished order, seldom, by day, with its reason, and gone for good at a word.

By SMS only to who wished to hear of what runs out; that one can is said once. What a reminder told of is ordered
by a word for some days.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from bot.dialogue.basket import goods
from bot.dialogue.basket.evidence import KEPT
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_whole
from bot.dialogue.pages import SMS_UNITS, size
from bot.dialogue.questions import Suggested, Wanted
from bot.dialogue.replies import render
from bot.dialogue.saying import amount
from bot.domain.events import GoodsSuggested, SuggestionsRefused
from bot.domain.order import Order, OrderLine
from bot.domain.quiet import is_quiet
from bot.domain.running_out import Purchase
from config.data import read_yaml

LONGEST_SMS = 14


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    pause_days: int
    bought_days: tuple[int, int]
    kinds: tuple[str, ...]


RULES = msgspec.convert(read_yaml("suggestions.yaml"), Rules)


def suggest(ex: Exchange, placed: Order) -> None:
    """Under an order of one's own, where there is something to suggest and it was not done lately or refused."""
    person = ex.facts.person
    if person.opted_out or person.manages or placed.person != person.id or is_quiet(ex.facts.at):
        return
    found = _bought_a_while_ago(ex, placed)
    told = ex.facts.reminders.suggested() if found else "never"
    if found is None or told == "never" or (told and ex.facts.at - told < timedelta(days=RULES.pause_days)):
        return
    if not ex.sms or ex.facts.reminders.wished():
        _suggest(ex, *found)
    elif told is None and _has_room(ex, render("reminders.can_be_had", "sms")):
        ex.cause(GoodsSuggested(person=person.id, bought=None, at=ex.facts.at))
        ex.say("reminders.can_be_had")


def _suggest(ex: Exchange, order: Order, line: OrderLine) -> None:
    bought = Purchase(
        sku=line.sku,
        name=line.name,
        unit=line.unit,
        quantity=line.quantity,
        day=order.placed_at.astimezone(ex.facts.at.tzinfo).date(),
        number=order.number,
    )
    question = Suggested(sku=line.sku, quantity=line.quantity, day=bought.day)
    said = _said(ex, question)
    if said and _has_room(ex, render("reminders.suggestion", ex.facts.channel, **said)):
        ex.cause(GoodsSuggested(person=ex.facts.person.id, bought=bought, at=ex.facts.at))
        put(ex, question)


def put(ex: Exchange, question: Suggested) -> None:
    if said := _said(ex, question):
        ex.ask(question, "reminders.suggestion", **said)


def _said(ex: Exchange, question: Suggested) -> dict[str, str]:
    product = ex.facts.shop.product(question.sku)
    if product is None:
        return {}
    name = product.name if not ex.sms or len(product.name) <= LONGEST_SMS else product.name[: LONGEST_SMS - 1] + "…"
    day = f"{question.day.month}月{question.day.day}日"
    return {"day": day, "goods": name, "amount": amount(question.quantity, product.unit)}


def _has_room(ex: Exchange, line: str) -> bool:
    """No page more is sent for it."""
    return not ex.sms or size("\n".join((*ex.said, line)), "sms") <= SMS_UNITS


def took(ex: Exchange) -> bool:
    """Whether 再来一份 took what the person was reminded of lately; so does 要 or 1, where no offer is meant by it."""
    if ex.talk.asking is not None or ex.talk.basket.lines:
        return False
    if not (
        said_whole("reminder_again", ex.text) or (said_whole("offer_take", ex.text) and not ex.facts.merchants.offers())
    ):
        return False
    told = ex.facts.reminders.told_lately()
    product = ex.facts.shop.product(told.sku) if told else None
    if told is None or product is None:
        return False
    goods.take(ex, Wanted(mention=product.name, skus=(told.sku,), quantity=told.quantity))
    ex.shopping = True
    ex.text = ""  # the 1 or 一份 of it is no number of goods
    return True


def refused(ex: Exchange) -> bool:
    """Whether somebody wants no suggestions any more, 别推荐."""
    if not said_whole("suggestions_off", ex.text):
        return False
    if isinstance(ex.talk.asking, Suggested):
        ex.settled()
    refuse(ex)
    return True


def refuse(ex: Exchange) -> None:
    ex.quiet = True
    ex.cause(SuggestionsRefused(person=ex.facts.person.id, at=ex.facts.at))
    ex.say("reminders.no_suggestions")


def _bought_a_while_ago(ex: Exchange, placed: Order) -> tuple[Order, OrderLine] | None:
    """The newest purchase of something that is used up, bought neither since nor now."""
    youngest, oldest = (ex.facts.at - timedelta(days=days) for days in RULES.bought_days)
    seen = {_kind(ex, line.sku) for line in placed.lines}
    mine = (order for order in ex.facts.orders() if order.person == placed.person and order.status in KEPT)
    for order in mine:
        for line in order.lines:
            kind = _kind(ex, line.sku)
            fits = kind and kind not in seen and oldest <= order.placed_at <= youngest
            if fits and _is_there(ex, line) and not ex.facts.reminders.told_of(line.sku, order.number):
                return order, line
        seen |= {_kind(ex, line.sku) for line in order.lines}
    return None


def _kind(ex: Exchange, sku: str) -> str:
    """The category of what is used up; '' of anything else."""
    product = ex.facts.shop.product(sku)
    return product.category if product is not None and product.category.startswith(RULES.kinds) else ""


def _is_there(ex: Exchange, line: OrderLine) -> bool:
    left = ex.facts.left(line.sku)
    return left is None or left >= line.quantity
