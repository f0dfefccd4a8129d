"""After an appliance is ordered: what the fitter wants to know of the house. Nothing depends on the answers."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_whole
from bot.dialogue.questions import IsReady
from bot.domain.order import Order
from bot.domain.readiness import ANSWERS, TOPICS, Answer, Topic, topics_for

FRESH = timedelta(hours=12)
"""A digit that comes later answers something else."""
_SAID: dict[str, Answer] = {"has": "is_so", "has_not": "is_not", "not_sure": "unsure"}


def begin(ex: Exchange, order: Order) -> None:
    """Ask what there is to know about the appliances of an order that was just placed."""
    found = (ex.facts.shop.product(line.sku) for line in order.lines)
    topics = topics_for(f"{product.category} {product.name}" for product in found if product and product.install)
    if topics:
        put(ex, IsReady(number=order.number, topics=topics, at=ex.facts.at), "fitting.ready_first")


def put(ex: Exchange, question: IsReady, key: str, before: str = "") -> None:
    topic = TOPICS[question.topics[0]]
    ex.ask(question, key, ask=topic.ask, answers=_offered(ex, topic), before=before)


def meant(question: IsReady, text: str) -> Answer | None:
    """Which answer a message is: its digit, its word, or the common words for it."""
    digit = Heard(text=text, acts=()).digit
    if digit is not None:
        return ANSWERS[digit - 1] if 1 <= digit <= len(ANSWERS) else None
    words = TOPICS[question.topics[0]].words
    plain = text.strip(" 。！!啊呀")
    by_word = next((answer for answer, word in words.items() if plain == word), None)
    return by_word or next((answer for section, answer in _SAID.items() if said_whole(section, text)), None)


def dropped(ex: Exchange) -> bool:
    """Whatever is no answer drops the question, before it is heard as if it had not been put; True where that is all."""
    question = ex.talk.asking
    if not isinstance(question, IsReady):
        return False
    known = question.topics[0] in TOPICS and ex.facts.at - question.at <= FRESH
    if known and meant(question, ex.text):
        return False
    ex.settled()
    if Heard(text=ex.text, acts=()).digit == 0:
        ex.say("fitting.ready_dropped")
        return True
    return False


def _offered(ex: Exchange, topic: Topic) -> str:
    rows = [f"{n}{'' if ex.sms else '. '}{topic.words[answer]}" for n, answer in enumerate(ANSWERS, 1)]
    return " ".join(rows) if ex.sms else "\n".join(rows)
