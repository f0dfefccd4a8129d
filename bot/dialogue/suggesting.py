"""您上月买过…，要不要再来: one line under a finished order, seldom, with its reason, and gone for good at a word."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from bot.dialogue.evidence import KEPT
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_whole
from bot.dialogue.questions import Suggested
from bot.dialogue.saying import amount
from bot.domain.events import GoodsSuggested, SuggestionsRefused
from bot.domain.order import Order, OrderLine
from bot.domain.running_out import Purchase
from config.data import read_yaml


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    pause_days: int
    bought_days: tuple[int, int]
    kinds: tuple[str, ...]


RULES = msgspec.convert(read_yaml("suggestions.yaml"), Rules)


def suggest(ex: Exchange, placed: Order) -> None:
    """Under an order of one's own, where there is something to suggest and it was not done lately or refused."""
    if ex.sms or ex.facts.person.opted_out or ex.facts.person.manages or placed.person != ex.facts.person.id:
        return
    found = _bought_a_while_ago(ex, placed)
    told = ex.facts.suggested() if found else "never"
    if found is None or told == "never" or (told and ex.facts.at - told < timedelta(days=RULES.pause_days)):
        return
    order, line = found
    bought = Purchase(
        sku=line.sku,
        name=line.name,
        unit=line.unit,
        quantity=line.quantity,
        day=order.placed_at.astimezone(ex.facts.at.tzinfo).date(),
        number=order.number,
    )
    ex.cause(GoodsSuggested(person=ex.facts.person.id, bought=bought, at=ex.facts.at))
    put(ex, Suggested(sku=line.sku, quantity=line.quantity, day=bought.day))


def put(ex: Exchange, question: Suggested) -> None:
    product = ex.facts.shop.product(question.sku)
    if product is not None:
        day = f"{question.day.month}月{question.day.day}日"
        said = {"goods": product.name, "amount": amount(question.quantity, product.unit)}
        ex.ask(question, "reminders.suggestion", day=day, **said)


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
            if fits and _is_there(ex, line) and not ex.facts.told_of(line.sku, order.number):
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
