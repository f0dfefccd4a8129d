"""A survey's question: a number, a choice, some words or a photo; 跳过 leaves it out, and whatever else is said is done."""

from __future__ import annotations

from bot.dialogue.basket.amounts import said_amount
from bot.dialogue.basket.replacing import just_ordered
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in, said_whole
from bot.dialogue.merchants import surveys
from bot.dialogue.questions import SurveyAsk
from bot.domain.message import Picture
from bot.domain.survey import LONGEST_ANSWER, SurveyQuestion, choice
from intents import acts
from intents.acts import Act
from intents.values.numbers import read_numbers

MOST, LONGEST_NUMBER = 1000, 10
_REQUESTS = (
    acts.OrderStatus, acts.CancelOrder, acts.Checkout, acts.Reorder, acts.ViewCart, acts.Complain, acts.Human, acts.OptOut,
    acts.DeleteData, acts.Help, acts.ReturnGoods,
)  # fmt: skip  # a table, a row a line
"""What is no answer, though words were asked for."""


def ask(ex: Exchange, question: SurveyAsk) -> None:
    found = surveys.meant(ex, question)
    if found is None:
        ex.settled()
    else:
        surveys.put(ex, *found)


def answer(ex: Exchange, question: SurveyAsk, heard: Heard) -> tuple[Act, ...] | None:
    found = surveys.meant(ex, question)
    if found is None:
        ex.settled()
        return None
    of, asked = found
    if _calls_off(ex, question, heard):
        ex.settled()
        return (acts.CancelOrder(),)
    if heard.leaves or said_whole("survey_stop", heard.text):
        ex.settled()
        ex.quiet = True
        ex.say("survey.paused")
        return ()
    told = "" if said_whole("survey_skip", heard.text) else _told(ex, asked, heard)
    if told is None:
        return None
    surveys.note(ex, of, asked, told)
    return ()


def photo(ex: Exchange, content: Picture) -> bool:
    """Whether the picture is what an open question asked for; then it is kept."""
    question = ex.talk.asking
    found = surveys.meant(ex, question) if isinstance(question, SurveyAsk) else None
    if found is None or found[1].kind != "photo":
        return False
    surveys.note(ex, *found, (content.url or content.media_id or "photo")[:500])
    return True


def _told(ex: Exchange, asked: SurveyQuestion, heard: Heard) -> str | None:
    if asked.kind == "choice":
        return choice(asked, heard.text, heard.digit)
    if asked.kind == "number":
        return None if _of_goods(ex, heard) else _number(heard)
    return _words(heard) if asked.kind == "text" else None


def _calls_off(ex: Exchange, question: SurveyAsk, heard: Heard) -> bool:
    """取消 under an order that was just placed, after which the question came back: the order said that this takes it back."""
    leaves = heard.leaves and not said_whole("back", heard.text)
    return leaves and just_ordered(ex) and ex.facts.orders()[0].placed_at >= question.at


def _of_goods(ex: Exchange, heard: Heard) -> bool:
    """两瓶, right after bottles were spoken of or ordered."""
    said = said_amount(heard.text)
    units = {product.unit for sku in ex.talk.shown if (product := ex.facts.shop.product(sku))}
    return said is not None and said.unit in units


def _number(heard: Heard) -> str | None:
    """3, 三次, 一般两回: but a number of goods is an order."""
    if any(isinstance(act, acts.Add) and any(item.skus for item in act.items) for act in heard.acts):
        return None
    told = [number.value for number in read_numbers(heard.text) if not number.ordinal]
    fits = len(told) == 1 and len(heard.text) <= LONGEST_NUMBER and told[0] <= MOST
    return str(told[0]) if fits else None


def _words(heard: Heard) -> str | None:
    ordered = any(isinstance(act, acts.Add) and any(item.quantity for item in act.items) for act in heard.acts)
    if ordered or said_in("asks_back", heard.text) or any(isinstance(act, _REQUESTS) for act in heard.acts):
        return None
    return heard.text[:LONGEST_ANSWER] or None
