"""Who comes to install appliances in a county, and which half-days still have room. Data: config/installation/teams.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

import msgspec

from bot.domain.calendar import DayKind, day_kinds
from bot.domain.order import ON_THE_WAY, OPEN, Installation, Order, Status
from bot.domain.people import Station
from bot.domain.promise import FARTHEST, expected
from config.data import read_yaml

Half = Literal["morning", "afternoon"]
HALVES: tuple[Half, ...] = get_args(Half)
TO_FIT = (*OPEN, Status.DELIVERED)
"""States in which an appliance is still to be installed."""


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    half_day_capacity: int
    weekdays: tuple[int, ...]


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    default: Capacity
    rest: tuple[DayKind, ...]
    halves: dict[str, Half]
    afternoon_from: time
    moved_until: time
    reminded: tuple[time, time]
    passed: tuple[time, time]
    asked_within_days: int
    confirmed_within_days: int


OFFERED = 5
"""Days offered for a visit; any later day may be said."""
OFFERED_BY_LETTER = 3
"""As many as a registered SMS has room for."""
RULES = msgspec.convert(read_yaml("installation/teams.yaml"), Rules)


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """The fitters of a county."""

    county: str = ""
    city: str = ""
    province: str = ""
    name: str = ""
    phone: str = ""
    """E.164, or '' where none is known."""
    half_day_capacity: int = RULES.default.half_day_capacity
    """Visits each morning and each afternoon."""
    weekdays: tuple[int, ...] = RULES.default.weekdays
    """ISO weekdays (Monday is 1) on which they work."""

    def works(self, day: date) -> bool:
        return day.isoweekday() in self.weekdays and not day_kinds(day).intersection(RULES.rest)


class Diary(msgspec.Struct, frozen=True, kw_only=True):
    """A team's days: how many visits are agreed on already. One order is one visit."""

    team: Team = Team()
    taken: Mapping[tuple[date, Half], int] = {}

    def free(self, day: date) -> tuple[Half, ...]:
        """The halves of a day in which a fitter can still come; () on days of rest."""
        if not self.team.works(day):
            return ()
        return tuple(half for half in HALVES if self.taken.get((day, half), 0) < self.team.half_day_capacity)

    def first_free(self, since: date, most: int) -> tuple[date, ...]:
        """The first days with room from `since` on; fewer where the next two months have no more."""
        days = (since + timedelta(days=n) for n in range(FARTHEST.days + 1))
        found: list[date] = []
        for day in days:
            if len(found) == most:
                break
            if self.free(day):
                found.append(day)
        return tuple(found)

    def fits(self, wish: Installation) -> bool:
        """Whether a fitter can come then; any half will do where none is wished."""
        free, half = self.free(wish.date), half_of(wish)
        return bool(free) if half is None else half in free

    def without(self, agreed: Installation | None) -> Diary:
        """As it is when this visit is not made after all."""
        half = half_of(agreed) if agreed else None
        if agreed is None or half is None:
            return self
        key = (agreed.date, half)
        return Diary(team=self.team, taken={**self.taken, key: max(self.taken.get(key, 0) - 1, 0)})


def half_of(installation: Installation) -> Half | None:
    """The half of the day that was agreed on; None where only the day was."""
    if installation.time:
        return "morning" if time.fromisoformat(installation.time) < RULES.afternoon_from else "afternoon"
    return RULES.halves[installation.period] if installation.period else None


def halves_of(installation: Installation) -> tuple[Half, ...]:
    """The halves that will do, the better one first."""
    half = half_of(installation)
    return HALVES if half is None else (half,)


def region(station: Station) -> str:
    """What tells the station's county from others of its name."""
    return f"{station.province}/{station.city}/{station.county}"


def may_be_moved(order: Order, at: datetime) -> bool:
    """Whether a chat alone may still move the fitter's visit: not on the day itself, once the vans are loaded."""
    agreed = order.installation
    return agreed is None or agreed.date != at.date() or at.time() < RULES.moved_until


def goods_there(order: Order, station: Station, at: datetime) -> date:
    """The day its goods are there, as things stand at `at`. The day promised may be later, where a later visit was wished
    for."""
    if order.status not in ON_THE_WAY:
        return at.date()
    return max(at.date(), min(order.promised_by, expected(order.status, order.stock_place, at, station).day))


def is_overdue(order: Order, today: date) -> bool:
    """Whether the day of its visit passed, and it is not installed."""
    return order.installation is not None and order.installation.date < today and order.status in TO_FIT


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A place that an order holds in the fitters' diary."""

    order: Order
    half: Half
    readiness: dict[str, str] = {}
    """What the villager told of the house, see bot.domain.readiness."""


CONFIRMED = ("works", "trouble")
"""Types of the order event with which the villager answers that it is installed."""


def unconfirmed_since(order: Order) -> datetime | None:
    """When it was reported as installed, where the villager has not said yet whether it works."""
    if order.status is not Status.INSTALLED:
        return None
    reported = [event.at for event in order.events if event.type == Status.INSTALLED]
    since = max(reported, default=None)
    answered = any(event.type in CONFIRMED and since and event.at >= since for event in order.events)
    return None if answered else since
