"""The village in memory, a subject at a time: visits of fitters, lessons, merchants, reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.domain import events as happened
from bot.domain.installation import HALVES, Diary, Visit, halves_of
from bot.domain.people import Station
from bot.domain.running_out import ANSWERED_WITHIN
from bot.domain.survey import Survey, Taking
from bot.domain.training import Certificate, Mistakes, Progress

if TYPE_CHECKING:
    from world import World


class SeenFitters:
    def __init__(self, world: World) -> None:
        self._world = world

    def diary(self, station: Station) -> Diary:
        return self._world.diary()

    def visits(self, station: Station, day: date) -> Sequence[Visit]:
        agreed = [
            o for o in self._world.orders if o.installation and o.installation.date == day and o.station == station.code
        ]
        visits = [
            Visit(order=o, half=halves_of(o.installation)[0], readiness=self._world.ready(o.number)) for o in agreed
        ]
        return sorted(visits, key=lambda visit: HALVES.index(visit.half))

    def offered_days(self, number: str) -> Sequence[date]:
        asked = [e for e in self._world.events if isinstance(e, happened.VisitPassed) and e.number == number]
        return asked[-1].days if asked else ()


class _Own:
    """What is seen of one person."""

    def __init__(self, world: World, person: str) -> None:
        self._world, self._person = world, person


class SeenLearning(_Own):
    def progress(self) -> Progress:
        return self._world.answered.get(self._person, {})

    def certificates(self) -> Sequence[Certificate]:
        return [one for one in self._world.certificates if one.person == self._person]

    def mistakes(self, code: str) -> Mistakes:
        return self._world.mistakes


class SeenMerchants(_Own):
    def surveys(self) -> Sequence[Taking]:
        return [taking for (who, _), taking in self._world.takings.items() if who == self._person]

    def has_room(self, of: Survey) -> bool:
        return of.key not in self._world.full

    def offers(self):
        return self._world.offers


class SeenReminders(_Own):
    def wished(self):
        return self._person in self._world.wishes

    def suggested(self):
        return self._world.suggested.get(self._person)

    def told_of(self, sku: str, number: str) -> bool:
        told = (e for e in self._world.events if isinstance(e, happened.GoodsSuggested))
        return any(e.bought and (e.person, e.bought.sku, e.bought.number) == (self._person, sku, number) for e in told)

    def told_lately(self):
        told = self._world.told.get(self._person)
        mine = (order for order in self._world.orders if order.person == self._person)
        fresh = (
            told and self._world.at - told[1] <= ANSWERED_WITHIN and not any(one.placed_at > told[1] for one in mine)
        )
        return told[0] if fresh else None
