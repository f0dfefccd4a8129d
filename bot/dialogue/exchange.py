"""One turn in the making: what is heard, what is said and caused so far. Lives for one message and is then thrown away."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any
from zlib import crc32

import msgspec

from bot.dialogue.counter.questions import ConfirmCash, UndoStock
from bot.dialogue.facts import Facts
from bot.dialogue.market.questions import ConfirmOffer, DescribeOffer
from bot.dialogue.pages import paged
from bot.dialogue.questions import AnyQuestion, ChooseArticle, HowMany, Lesson, SurveyAsk, Wanted
from bot.dialogue.replies import render
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.domain.cart import Basket
from bot.domain.codes import draft_id
from bot.domain.events import AlertKind, AlertLevel, AlertRaised, Event
from bot.domain.people import NAMELESS, Station

LONGEST_QUOTE = 60


class Exchange:
    """Handlers and answerers speak through it; `turn()` is what came of it."""

    def __init__(self, talk: Talk, facts: Facts, text: str = "") -> None:
        self.talk, self.facts, self.text = talk, facts, text
        self.before = talk
        """The talk as it was before this message."""
        self.events: list[Event] = []
        self.understood_in = 0.0
        self.heard: tuple[str, ...] = ()
        """Intents understood in this turn."""
        self.said: list[str] = []
        self.asked = False
        """Whether a question was put in this turn."""
        self.shopping = False
        """Whether the basket is what the turn was about, so that the next thing missing is asked for."""
        self.quiet = False
        """Whether the turn should end here, without coming back to an open question."""
        self.sold_out: list[str] = []
        """What was wanted in this turn and is sold out, or what comes nearest to it."""
        self._stations: dict[str, Station] = {}
        self._paging = False

    @property
    def sms(self) -> bool:
        return self.facts.channel == "sms"

    @property
    def station(self) -> Station | None:
        """Where the goods in hand go, also when that was said in this very turn; None: not known. The goods of a basket
        for a parent go where the parent lives."""
        whose = self.talk.basket.family
        person = self.facts.family.person(whose) if whose else self.facts.person
        if whose not in self._stations and person is not None:
            code = person.station or next(iter(person.manages), "")
            if found := self.facts.station(code) if code else None:
                self._stations[whose] = found
        return self._stations.get(whose)

    def move_to(self, station: Station, whose: str = "") -> None:
        """From now on the person's goods, or those of the parent `whose` id it is, go there."""
        self._stations[whose] = station

    def change(self, **fields: Any) -> None:
        """Change the talk."""
        self.talk = msgspec.structs.replace(self.talk, **fields)

    def say(self, key: str, **values: object) -> None:
        self.said.append(render(key, self.facts.channel, **values))

    def ask(self, question: AnyQuestion, key: str, **values: object) -> None:
        """Put a question; it stays open until it is answered, left or overtaken."""
        self.asked = True
        behind = self._behind(question)
        self.change(asking=question, behind=behind)
        self.say(key, **values)

    def settled(self) -> None:
        """The open question is answered; a lesson it came into goes on."""
        if self.talk.todo:
            self.change(asking=None)
        else:
            self.change(asking=self.talk.behind, behind=None)

    def _behind(self, question: AnyQuestion) -> Lesson | None:
        of_the_shelf = isinstance(question, ChooseArticle | HowMany) and question.wanted.aim not in (
            "add",
            "set",
            "remove",
        )
        if not (of_the_shelf or isinstance(question, UndoStock | ConfirmCash)):
            return None
        return self.talk.asking if isinstance(self.talk.asking, Lesson) else self.talk.behind

    def cause(self, *events: Event) -> None:
        self.events += events

    def alert(
        self,
        kind: AlertKind,
        level: AlertLevel,
        key: str,
        about: str = "",
        station: str = "",
        quote: str = "",
        **values: object,
    ) -> None:
        """Tell the managers of `station` (a code; '': the person's own; unknown: nobody). `{quote}` is what was written.

        `about` is the one thing that is alerted of once (an order's number); '' where each message counts.
        """
        code = station or (self.station.code if self.station else "")
        if not code:
            return
        person = self.facts.person
        quote = quote or self.text
        quote = quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE] + "…"
        self.cause(
            AlertRaised(
                station=code,
                kind=kind,
                level=level,
                text=render(key, "wechat", who=self.name, quote=quote, **values),
                key=f"{kind}:{about or self._message_key()}",
                person=person.id,
            )
        )

    def _message_key(self) -> str:
        words = crc32(self.text.encode("utf-8", "replace"))
        return f"{self.facts.person.id}:{self.facts.at:%Y%m%d%H%M%S}:{words:08x}"

    @cached_property
    def name(self) -> str:
        """What a manager knows the person by."""
        person = self.facts.person
        if person.name:
            return person.name
        phone = self.facts.phone_of(person.id) if "sms" in person.channels else ""
        return f"尾号{phone[-4:]}的{NAMELESS}" if phone else f"一位{NAMELESS}"

    def touch(self, basket: Basket) -> None:
        """The basket is now this one. Whatever was read back no longer holds; the next thing missing will be asked."""
        draft = basket.draft or draft_id(self.facts.dice)
        basket = msgspec.structs.replace(basket, draft=draft, touched_at=self.facts.at)
        self.change(basket=basket, offer=self._offer(), survey=self._survey(), asking=None)
        self.shopping = True

    def want(self, *wanted: Wanted) -> None:
        """Goods to be made clear, after those already waiting."""
        lesson = self.talk.asking if isinstance(self.talk.asking, Lesson) else self.talk.behind
        todo = (*self.talk.todo, *wanted)
        self.change(todo=todo, offer=self._offer(), survey=self._survey(), asking=None, behind=lesson)
        self.shopping = True

    def _offer(self) -> DescribeOffer | ConfirmOffer | None:
        """What is asked of the person's own goods comes back once the shopping is done."""
        asking = self.talk.asking
        return asking if isinstance(asking, DescribeOffer | ConfirmOffer) else self.talk.offer

    def _survey(self) -> SurveyAsk | None:
        """A survey goes on once the shopping is done."""
        return self.talk.asking if isinstance(self.talk.asking, SurveyAsk) else self.talk.survey

    def turn_page(self) -> None:
        """Say the next page of the last reply."""
        page, *rest = self.talk.pages
        self.said.append(page)
        self.change(pages=tuple(rest))
        self.asked = self._paging = True

    def _asking_since(self) -> datetime | None:
        """A question that comes back is as old as it was."""
        if self.talk.asking is None:
            return None
        same = type(self.talk.asking) is type(self.before.asking) and self.before.asking_since is not None
        return self.before.asking_since if same else self.facts.at

    def turn(self) -> Turn:
        """What came of it. A new reply drops the pages left of the last one."""
        reply, rest = paged("\n".join(self.said), self.facts.channel)
        stumbles = self.talk.stumbles if self.talk.stumbles > self.before.stumbles else 0
        self.change(asking_since=self._asking_since(), stumbles=stumbles)
        if not self._paging:
            self.change(pages=rest)
        return Turn(
            talk=self.talk, reply=reply, events=tuple(self.events), heard=self.heard, understood_in=self.understood_in
        )
