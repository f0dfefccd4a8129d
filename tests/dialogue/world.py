"""A village in memory: what the database would hold, as the dialogue's facts, changed by the events a turn causes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from msgspec.structs import replace
from world_facts import Seen
from world_family import Ties
from world_goods import GOODS, MANAGER, NOON, SHOP, STATIONS, YANGLIU, ZONE, station
from world_market import MarketPlace

from bot.dialogue.answer import answer
from bot.dialogue.notices import Around, letters
from bot.dialogue.take import take_turn
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.domain import events as happened
from bot.domain.campaign import Campaign
from bot.domain.cash import Entry
from bot.domain.installation import Diary, Team, halves_of
from bot.domain.invite import Invite
from bot.domain.letter import Letter
from bot.domain.message import AnyContent, Text
from bot.domain.order import UNDONE, Installation, Order, OrderEvent, Status, check_move, check_undo
from bot.domain.parcel import Parcel
from bot.domain.people import Person, Station
from bot.domain.running_out import Purchase
from bot.domain.survey import Taking
from bot.domain.training import Answered, Certificate
from bot.domain.village import Locality
from catalog.shop import Shop
from intents.acts import Act

__all__ = ["GOODS", "MANAGER", "NOON", "SHOP", "YANGLIU", "ZONE", "World", "station", "statuses"]


@dataclass
class World:
    """People are named by the tests; each keeps a talk."""

    at: datetime = NOON
    shop: Shop = SHOP
    people: dict[str, Person] = field(default_factory=lambda: {"boss": MANAGER})
    channels: dict[str, str] = field(default_factory=dict)
    talks: dict[str, Talk] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    left: dict[str, Decimal] = field(default_factory=lambda: {p.sku: p.stock for p in GOODS if p.stock is not None})
    local_words: dict[str, str] = field(default_factory=dict)
    shelf: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    sold: dict[str, Decimal] = field(default_factory=dict)
    cash: list[Entry] = field(default_factory=list)
    alerts: list[happened.AlertRaised] = field(default_factory=list)
    wrong: int = 0
    answered: dict[str, dict[tuple[str, str], Answered]] = field(default_factory=dict)
    certificates: list[Certificate] = field(default_factory=list)
    mistakes: dict[str, int] = field(default_factory=dict)
    fitters: Team = field(default_factory=Team)
    centre: Station | None = None
    villages: list[Locality] = field(default_factory=list)
    invites: dict[str, Invite] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    pay_base: str = ""
    given_back: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of an order's money: what is on its way back, and what came back."""
    public_url: str = ""
    takings: dict[tuple[str, str], Taking] = field(default_factory=dict)
    offers: list[Campaign] = field(default_factory=list)
    full: set[str] = field(default_factory=set)
    events: list[happened.Event] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    suggested: dict[str, datetime | str] = field(default_factory=dict)
    wishes: set[str] = field(default_factory=set)
    told: dict[str, tuple[Purchase, datetime]] = field(default_factory=dict)
    ties: Ties = field(default_factory=Ties)
    market: MarketPlace = field(default_factory=MarketPlace)
    dice: Random = field(default_factory=lambda: Random(7))  # noqa: S311 - a test wants the same numbers every time

    def person(self, who: str) -> Person:
        return self.people.setdefault(who, Person(id=who, name=who, station="QS001", channels=("wechat",)))

    def facts(self, who: str) -> Seen:
        return Seen(self, self.person(who))

    def hear(self, who: str, content: AnyContent | str) -> Turn:
        """A message comes in as it would from a platform."""
        content = Text(text=content) if isinstance(content, str) else content
        return self._keep(who, take_turn(self.talks.get(who, Talk()), content, self.facts(who)))

    def do(self, who: str, *acts: Act, text: str = "") -> Turn:
        """A message whose acts are known already."""
        return self._keep(who, answer(self.talks.get(who, Talk()), acts, self.facts(who), text))

    def later(self, **delta: float) -> None:
        self.at += timedelta(**delta)

    def _keep(self, who: str, turn: Turn) -> Turn:
        self.talks[who] = turn.talk
        for event in turn.events:
            self.record(event)
        return turn

    def record(self, event: happened.Event) -> None:
        self.events.append(event)
        former = tuple(p.id for p in self.people.values() if getattr(event, "station", "") in p.manages)
        if self.ties.hear(event) is False:
            return
        if change := CHANGES.get(type(event)):
            change(self, event)
        self.market.hear(event, self.at, {one.id: one.name for one in self.people.values()})
        self.letters += letters(event, self._around(event, former))

    def stand(self, event, status: str) -> None:
        key = (event.person, event.survey)
        taking = self.takings.get(key) or Taking(survey=event.survey, status="invited")
        self.takings[key] = replace(taking, status=status)

    def tell(self, event: happened.SurveyAnswered) -> None:
        key = (event.person, event.survey)
        self.takings[key] = replace(self.takings[key], answered=self.takings[key].answered | {event.question})

    def profile(self, event, **fields) -> None:
        self.people[event.person] = replace(self.people[event.person], **fields)

    def book(self, event) -> None:
        key = (event.station, event.sku)
        before = Decimal(0) if event.reason == "count" else self.shelf.get(key, Decimal(0))
        self.shelf[key] = before + event.quantity

    def tell_of(self, event) -> None:
        if event.out:
            self.told[event.person] = event.out, event.at

    def wish(self, event) -> None:
        (self.wishes.add if event.wished else self.wishes.discard)(event.person)

    def place(self, event) -> None:
        self.orders.append(event.order)
        self._hold(event.order, -1)

    def _hold(self, order: Order, sign: int) -> None:
        """Set goods of the shelf aside (-1), or free them."""
        for line in order.lines if order.from_shelf else ():
            key = (order.station, line.sku)
            self.shelf[key] = self.shelf.get(key, Decimal(0)) + sign * line.quantity

    def pay(self, event: happened.OrderPaid) -> None:
        place = next(i for i, order in enumerate(self.orders) if order.number == event.number)
        self.orders[place] = replace(self.orders[place], paid_fen=self.orders[place].paid_fen + event.amount_fen)

    def step_back(self, event: happened.OrderMoveUndone) -> None:
        place = next(i for i, order in enumerate(self.orders) if order.number == event.number)
        order = self.orders[place]
        assert order.status is event.was
        check_undo(order, event.back_to)
        step = OrderEvent(type=UNDONE, at=event.at, by="manager")
        code = None if event.was is Status.AT_STATION else order.pickup_code
        self.orders[place] = replace(order, status=event.back_to, events=(*order.events, step), pickup_code=code)

    def see(self, event: happened.AlertsAcknowledged) -> None:
        self.alerts = [alert for alert in self.alerts if alert.station != event.station]

    def appoint(self, event: happened.ManagerAppointed) -> None:
        self.people = {
            who: replace(p, manages=tuple(c for c in p.manages if c != event.station)) for who, p in self.people.items()
        }
        self.profile(event, station=event.station, manages=(*self.people[event.person].manages, event.station))
        self.invites[event.code] = replace(self.invites[event.code], used_at=event.at, used_by=event.person)

    def miss(self, event) -> None:
        self.wrong += 1

    def move(self, event: happened.OrderMoved) -> None:
        place = next(i for i, order in enumerate(self.orders) if order.number == event.number)
        order = self.orders[place]
        check_move(order, event.to, event.at, event.by)
        if event.to is Status.CANCELLED:
            self._hold(order, 1)
        step = OrderEvent(type=event.to, at=event.at, by=event.by)
        code = event.pickup_code or order.pickup_code
        self.orders[place] = replace(order, status=event.to, events=(*order.events, step), pickup_code=code)

    def carry(self, event: happened.ParcelMoved) -> None:
        self.parcels = [
            replace(one, stage=event.to) if one.tracking_number == event.tracking_number else one
            for one in self.parcels
        ]

    def learn(self, event: happened.QuizAnswered) -> None:
        told = Answered(course=event.course, piece=event.piece, knows=event.right, at=event.at)
        self.answered.setdefault(event.person, {})[event.course, event.piece] = told

    def diary(self) -> Diary:
        """As the database would book: the better half where it has room."""
        taken = {}
        for order in self.orders:
            if order.installation and order.status is not Status.CANCELLED:
                halves = [(order.installation.date, half) for half in halves_of(order.installation)]
                most = self.fitters.half_day_capacity
                slot = next((one for one in halves if taken.get(one, 0) < most), halves[0])
                taken[slot] = taken.get(slot, 0) + 1
        return Diary(team=self.fitters, taken=taken)

    def ready(self, number: str) -> dict[str, str]:
        told = (e for e in self.events if isinstance(e, happened.ReadinessTold) and e.number == number)
        return {event.question: event.answer for event in told}

    def change_fitting(self, event) -> None:
        place = next(i for i, order in enumerate(self.orders) if order.number == event.number)
        agreed = None
        if isinstance(event, happened.InstallationMoved):
            agreed = Installation(date=event.date, period=event.period, time=event.time)
        promised = min(self.orders[place].promised_by, agreed.date) if agreed else self.orders[place].promised_by
        self.orders[place] = replace(self.orders[place], installation=agreed, promised_by=promised)

    def confirm_fitting(self, event: happened.InstallationConfirmed) -> None:
        place = next(i for i, order in enumerate(self.orders) if order.number == event.number)
        step = OrderEvent(type="works" if event.good else "trouble", at=event.at, by="villager")
        self.orders[place] = replace(self.orders[place], events=(*self.orders[place].events, step))

    def _around(self, event: happened.Event, former: tuple[str, ...]) -> Around:
        number = getattr(event, "number", "")
        order = next((order for order in self.orders if order.number == number), None) or getattr(event, "order", None)
        person = self.people.get(order.person if order else getattr(event, "person", ""))
        code = order.station if order else getattr(event, "station", "") or (person.station if person else "")
        home = next((s for s in STATIONS if s.code == code), None)
        managers = tuple(p.id for p in self.people.values() if code in p.manages)
        listening = tuple(p.id for p in self.people.values() if p.station == code and p.channels and not p.opted_out)
        return Around(
            at=self.at,
            order=order,
            station=home,
            person=person,
            helper=self.people.get(order.helper) if order else None,
            managers=managers,
            former=former,
            villagers=listening,
            fitter=self.fitters.phone,
        )


CHANGES = {
    happened.OrderPlaced: World.place,
    happened.OrderMoved: World.move,
    happened.ParcelMoved: World.carry,
    happened.ManagerAppointed: World.appoint,
    happened.StationBound: lambda world, event: world.profile(event, station=event.station),
    happened.AddressGiven: lambda world, event: world.profile(event, address=event.address),
    happened.HandoffOpened: lambda world, event: world.profile(event, handed_off_until=event.until),
    happened.HandoffClosed: lambda world, event: world.profile(event, handed_off_until=None),
    happened.OptedOut: lambda world, event: world.profile(event, opted_out=True),
    happened.OptedIn: lambda world, event: world.profile(event, opted_out=False),
    happened.PhoneLinked: lambda world, event: world.phones.update({event.person: event.phone}),
    happened.PickupRefused: World.miss,
    happened.QuizAnswered: World.learn,
    happened.CertificateEarned: lambda world, event: world.certificates.append(event.certificate),
    happened.StockMoved: World.book,
    happened.OrderMoveUndone: World.step_back,
    happened.InstallationMoved: World.change_fitting,
    happened.InstallationDropped: World.change_fitting,
    happened.InstallationConfirmed: World.confirm_fitting,
    happened.CashEntered: lambda world, event: world.cash.append(event.entry),
    happened.AlertRaised: lambda world, event: world.alerts.append(event),
    happened.AlertsAcknowledged: World.see,
    happened.SurveyInvited: lambda world, event: world.stand(event, "invited"),
    happened.SurveyJoined: lambda world, event: world.stand(event, "joined"),
    happened.SurveyLeft: lambda world, event: world.stand(event, "done" if event.done else "declined"),
    happened.SurveyAnswered: World.tell,
    happened.OrderPaid: World.pay,
    happened.GoodsSuggested: lambda world, event: world.suggested.update({event.person: event.at}),
    happened.GoodsLookedAt: World.tell_of,
    happened.RemindersWished: World.wish,
    happened.SuggestionsRefused: lambda world, event: world.suggested.update({event.person: "never"}),
}


def statuses(world: World) -> list[Status]:
    return [order.status for order in world.orders]
