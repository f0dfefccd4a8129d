"""What a message asks beside goods (a day, a way of delivery, checkout), and its small talk."""

from __future__ import annotations

from collections.abc import Sequence

from intents.acts import Greet, Thanks
from intents.recognisers import delivery_mode, schedule
from intents.recognisers.plain import ACTS
from intents.text.clauses import Clause
from intents.text.message import Made, Message
from intents.text.words import any_of, phrases, said
from intents.values.dates import SaidTime

REQUESTS = ("view_cart", "checkout")
COURTESY = ("greet", "thanks", "bye")
TALK = ("confirm", "deny", "thanks", "bye", "greet")


class Rest:
    """The text of a message of which what has been understood is blanked out."""

    def __init__(self, message: Message) -> None:
        self.text = message.text

    def take(self, start: int, end: int) -> None:
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]

    def sweep(self, clauses: Sequence[Clause]) -> None:
        """Blank what is left of a clause that has been understood, where it says nothing more: 就行, 给我, 那天."""
        for clause in clauses:
            left = self.text[clause.start : clause.end]
            if left != clause.text and said("leftover").fullmatch(left):
                self.take(clause.start, clause.end)


def _day(message: Message) -> tuple[Made, SaidTime] | None:
    """The day that goods shall come on; not that on which somebody will be back: 走了,明天再聊."""
    day = schedule.recognise(message)
    first = min((start for start, _ in day[1].spans), default=0) if day else 0
    told = any(says_only(c, ("bye", "deny")) for c in message.clauses if c.start <= first < c.end)
    return None if told else day


def find_requests(message: Message, rest: Rest, *, topic: bool) -> list[Made]:
    """Days, ways of delivery, checkout and the like; the words that say them are taken."""
    found: list[Made] = []
    day = None if topic else _day(message)
    days = day[1].spans if day else ()
    if day:
        found.append(day[0])
        for start, end in days:
            rest.take(start, end)
    for clause in message.clauses:
        if says_only(clause, COURTESY):
            continue
        dated = any(clause.start <= start < clause.end for start, _ in days)
        if not topic and (mode := delivery_mode.recognise(clause, dated=dated)):
            found.append(mode[0])
            rest.take(clause.start + mode[1][0], clause.start + mode[1][1])
        for intent in REQUESTS if not topic else ("view_cart",):
            if span := _requested(intent, clause, message):
                found.append(Made(ACTS[intent](), intent, clause.start))
                rest.take(*span)
                break
    rest.sweep(message.clauses)
    return _once(found)


def _requested(intent: str, clause: Clause, message: Message) -> tuple[int, int] | None:
    """Which words of a clause say this intent; of a look at the cart, all of them."""
    phrase = phrases()[intent]
    if phrase.unless and phrase.unless.search(message.text):
        return None
    match = phrase.find(clause)
    if phrase.is_whole(clause) or (match and intent == "view_cart"):
        return clause.start, clause.end
    return (clause.start + match.start(), clause.start + match.end()) if match else None


def says_only(clause: Clause, intents: tuple[str, ...]) -> bool:
    """Whether a clause says one of these and nothing else."""
    return any_of(intents).is_whole(clause)


def _once(found: list[Made]) -> list[Made]:
    """One act of each kind: 没了, 就这几样 is one checkout; of two ways of delivery the last counts."""
    last = {type(one.act): one for one in found}
    return list(last.values())


def find_talk(message: Message, rest: Rest, *, beside: bool) -> list[Made]:
    """Yes, no, thanks, good day. Courtesy and a weak yes (行, 好) beside a request are no acts; nor is a no after the
    first words, which corrects them."""
    found: list[Made] = []
    removing = bool(said("dropped").search(message.text))  # 算了, 面条也不要了
    for place, clause in enumerate(message.clauses):
        if rest.text[clause.start : clause.end] != clause.text:
            continue
        for intent in ("greet", *TALK) if said("greets_by_name").fullmatch(clause.bare) else TALK:
            phrase = phrases()[intent]
            if phrase.is_whole(clause) or phrase.find(clause):
                weak = phrase.is_weak(clause) or (intent == "deny" and beside and (place > 0 or removing))
                found.append(Made(ACTS[intent](), intent + ".weak" * weak, clause.start))
                break
    found = _once(found)
    if beside or len(found) > 1:
        found = [one for one in found if not one.rule.endswith(".weak")]
    if beside:
        found = [one for one in found if not isinstance(one.act, Thanks | Greet)]
    return found
