"""The day on which goods shall come, be fetched or be installed."""

from __future__ import annotations

from intents.recognisers import delivery_mode
from intents.text import houses
from intents.text.clauses import Clause
from intents.text.message import Made, Message
from intents.text.words import said
from intents.values.dates import SaidTime

_MEANT, _EVENT, _BROUGHT = said("meant", "days"), said("event", "days"), said("brought", "days")
_THAT_DAY, _PAST, _GREETING = said("that_day", "days"), said("past", "days"), said("greeting", "days")
_OF_GOODS = said("of_goods", "days")


def recognise(message: Message) -> tuple[Made, SaidTime] | None:
    """The day said, with the words that say it; None where a day is only talked of."""
    day = message.time_in(houses.without(message.text))
    if not day or _GREETING.search(message.text):
        return None
    first = min(start for start, _ in day.spans)
    clause = next((c for c in message.clauses if c.start <= first < c.end), None)
    if clause is None or _PAST.search(clause.text):
        return None
    if _EVENT.search(clause.text):  # a day in somebody's life, unless something shall come on it
        return (Made(day.schedule, "schedule.event", first), day) if _is_of_goods(message, clause) else None
    return (Made(day.schedule, "schedule", first), day) if _is_meant(message, clause, day) else None


def _is_of_goods(message: Message, clause: Clause) -> bool:
    later = (one for one in message.clauses if one.start >= clause.end)
    return bool(
        _BROUGHT.search(clause.text)
        or _THAT_DAY.search(message.text, clause.end)
        or any(delivery_mode.recognise(one) for one in later)
    )


def _is_meant(message: Message, clause: Clause, day: SaidTime) -> bool:
    """Whether the words beside a day agree on it. Today, and an hour, are named by the way as well: more must be said."""
    last = max(end for _, end in day.spans)
    rest = _without(message, day, clause.start, max(c.end for c in message.clauses if c.start < last))
    if not day.dated and rest.strip().endswith("了"):  # 天黑了 tells the time
        return False
    if said("leftover").fullmatch(rest) or not rest.strip(" ,。的吧了啊呢行"):
        return True
    vague = not day.dated or (day.today and not day.schedule.period and not day.schedule.time)
    return bool(_MEANT.search(rest) and (not vague or _OF_GOODS.search(rest)))


def _without(message: Message, day: SaidTime, start: int, end: int) -> str:
    text = message.text
    for span in day.spans:
        text = text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :]
    return text[start:end]
