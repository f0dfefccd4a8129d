"""A village in memory: what the database would hold, as the dialogue's facts, changed by the events a turn causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bot.dialogue.answer import answer
from bot.dialogue.notices import Around, letters
from bot.dialogue.take import take_turn
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.domain import events as happened
from bot.domain.alert import OpenAlert
from bot.domain.cash import Entry, balance_fen
from bot.domain.installation import HALVES, Diary, Team, Visit, halves_of
from bot.domain.letter import Letter
from bot.domain.message import AnyContent, Text
from bot.domain.order import OPEN, UNDONE, Installation, Order, OrderEvent, Status, check_move, check_undo
from bot.domain.people import Person, Station
from bot.domain.places import meant
from bot.domain.shelf import Standing
from bot.domain.village import Locality, locality_of
from catalog.product import Product
from catalog.shop import Shop
from intents.acts import Act

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZONE)


def article(sku, name, price, unit, category, **more):
    return Product(sku=sku, name=name, price_fen=price, unit=unit, category=category, **more)


GOODS = (
    article("S01", "海天金标生抽酱油500ml", 990, "瓶", "调味品/酱油", brand="海天", spec="500ml", city_price_fen=1150),
    article("S02", "海天金标生抽酱油1.28L", 1880, "瓶", "调味品/酱油", brand="海天", spec="1.28L", city_price_fen=2190),
    article("S03", "海天草菇老抽酱油500ml", 950, "瓶", "调味品/酱油", brand="海天", spec="500ml", city_price_fen=1090),
    article("S04", "李锦记锦珍生抽500ml", 980, "瓶", "调味品/酱油", brand="李锦记", spec="500ml", city_price_fen=1090),
    article("S05", "厨邦纯酿酱油美味鲜1.63L", 2250, "瓶", "调味品/酱油", brand="厨邦", spec="1.63L"),
    article("S06", "加加面条鲜酱油500ml", 850, "瓶", "调味品/酱油", brand="加加", spec="500ml"),
    article("S07", "中盐加碘食盐400g", 250, "袋", "调味品/盐", brand="中盐", spec="400g", city_price_fen=300),
    article("S08", "维达超韧卷纸10卷", 2290, "提", "日用品/纸品", brand="维达", spec="10卷"),
    article("S09", "心相印茶语卷纸10卷", 2490, "提", "日用品/纸品", brand="心相印", spec="10卷"),
    article("S10", "金健油粘米25kg", 12800, "袋", "粮油/大米", brand="金健", spec="25kg"),
    article("S11", "恒源祥毛毯", 15900, "条", "家纺/毛毯", brand="恒源祥"),
    article("S12", "创维32英寸高清电视机", 69900, "台", "大家电/电视", brand="创维", spec="32寸", install=True),
    article("S13", "杏花楼月饼礼盒", 8800, "盒", "食品/糕点", brand="杏花楼", stock=Decimal(2)),
    article("S14", "红星二锅头500ml", 1650, "瓶", "酒水/白酒", brand="红星", spec="500ml"),
)
SHOP = Shop(GOODS)


def station(code, village, **more):
    more = {"town": "柳河镇", "county": "青石县", "cutoff": time(16, 0)} | more
    return Station(code=code, name=f"{village}站", village=village, **more)


YANGLIU = station("QS001", "杨柳村", manager_name="老周", manager_phone="+8613900000001")
STATIONS = (
    YANGLIU,
    station("QS002", "大湾村"),
    station("QS003", "大湾村", town="石桥镇"),
    station("QS004", "小河村", lat=30.5, lng=104.1),
    station("QS005", "花桥村", kind="select"),
    station("QS006", "老坝村", status="closed", successor="QS004"),
    station("QS007", "断桥村", status="closed"),
)
OPEN_STATIONS = tuple(s for s in STATIONS if s.status == "open")
MANAGER = Person(id="boss", name="老周", station="QS001", manages=("QS001",), channels=("wechat",))


@dataclass
class World:
    """People are named by the tests; each keeps a talk."""

    at: datetime = NOON
    shop: Shop = SHOP
    people: dict[str, Person] = field(default_factory=lambda: {"boss": MANAGER})
    channels: dict[str, str] = field(default_factory=dict)
    talks: dict[str, Talk] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    left: dict[str, Decimal] = field(default_factory=lambda: {p.sku: p.stock for p in GOODS if p.stock is not None})
    local_words: dict[str, str] = field(default_factory=dict)
    shelf: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    sold: dict[str, Decimal] = field(default_factory=dict)
    cash: list[Entry] = field(default_factory=list)
    alerts: list[happened.AlertRaised] = field(default_factory=list)
    wrong: int = 0
    fitters: Team = field(default_factory=Team)
    centre: Station | None = None
    villages: list[Locality] = field(default_factory=list)
    phones: dict[str, str] = field(default_factory=dict)
    events: list[happened.Event] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
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
        if change := CHANGES.get(type(event)):
            change(self, event)
        self.letters += letters(event, self._around(event))

    def profile(self, event, **fields) -> None:
        self.people[event.person] = replace(self.people[event.person], **fields)

    def book(self, event) -> None:
        key = (event.station, event.sku)
        before = Decimal(0) if event.reason == "count" else self.shelf.get(key, Decimal(0))
        self.shelf[key] = before + event.quantity

    def place(self, event) -> None:
        self.orders.append(event.order)
        self._hold(event.order, -1)

    def _hold(self, order: Order, sign: int) -> None:
        """Set goods of the shelf aside (-1), or free them."""
        for line in order.lines if order.from_shelf else ():
            key = (order.station, line.sku)
            self.shelf[key] = self.shelf.get(key, Decimal(0)) + sign * line.quantity

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
        self.orders[place] = replace(self.orders[place], installation=agreed)

    def confirm_fitting(self, event: happened.InstallationConfirmed) -> None:
        place = next(i for i, order in enumerate(self.orders) if order.number == event.number)
        step = OrderEvent(type="works" if event.good else "trouble", at=event.at, by="villager")
        self.orders[place] = replace(self.orders[place], events=(*self.orders[place].events, step))

    def _around(self, event: happened.Event) -> Around:
        number = getattr(event, "number", "")
        order = next((order for order in self.orders if order.number == number), None)
        code = order.station if order else getattr(event, "station", "")
        home = next((s for s in STATIONS if s.code == code), None)
        managers = tuple(p.id for p in self.people.values() if code in p.manages)
        listening = tuple(p.id for p in self.people.values() if p.station == code and p.channels and not p.opted_out)
        return Around(
            at=self.at, order=order, station=home, managers=managers, villagers=listening, fitter=self.fitters.phone
        )


CHANGES = {
    happened.OrderPlaced: World.place,
    happened.OrderMoved: World.move,
    happened.StationBound: lambda world, event: world.profile(event, station=event.station),
    happened.AddressGiven: lambda world, event: world.profile(event, address=event.address),
    happened.HandoffOpened: lambda world, event: world.profile(event, handed_off_until=event.until),
    happened.HandoffClosed: lambda world, event: world.profile(event, handed_off_until=None),
    happened.OptedOut: lambda world, event: world.profile(event, opted_out=True),
    happened.OptedIn: lambda world, event: world.profile(event, opted_out=False),
    happened.PhoneLinked: lambda world, event: world.phones.update({event.person: event.phone}),
    happened.PickupRefused: World.miss,
    happened.StockMoved: World.book,
    happened.OrderMoveUndone: World.step_back,
    happened.InstallationMoved: World.change_fitting,
    happened.InstallationDropped: World.change_fitting,
    happened.InstallationConfirmed: World.confirm_fitting,
    happened.CashEntered: lambda world, event: world.cash.append(event.entry),
    happened.AlertRaised: lambda world, event: world.alerts.append(event),
    happened.AlertsAcknowledged: World.see,
}


class Seen:
    """The world as one person's message sees it."""

    def __init__(self, world: World, person: Person) -> None:
        self._world = world
        self.person = person
        self.channel = world.channels.get(person.id, "wechat")
        self.contact = f"{self.channel}:{person.id}"
        self.at = world.at
        self.shop = world.shop
        self.dice = world.dice
        self.attempt = 0

    def orders(self) -> Sequence[Order]:
        mine = [order for order in self._world.orders if order.person == self.person.id]
        return sorted(mine, key=lambda order: order.placed_at, reverse=True)

    def order(self, number: str) -> Order | None:
        return next(
            (
                order
                for order in self._world.orders
                if order.number == number and (order.person == self.person.id or order.station in self.person.manages)
            ),
            None,
        )

    def station_orders(self, code: str) -> Sequence[Order]:
        return [order for order in self._world.orders if order.station == code and order.status in OPEN]

    def day_orders(self, code: str) -> Sequence[Order]:
        return [order for order in self._world.orders if order.station == code]

    def next_slip(self, code: str) -> int:
        return 1 + sum(order.station == code for order in self._world.orders)

    def station(self, code: str) -> Station | None:
        return next((s for s in STATIONS if s.code == code), None)

    def stations_named(self, words: str) -> Sequence[Station]:
        exact = [s for s in OPEN_STATIONS if s.village in words and s.town in words]
        return exact or [s for s in OPEN_STATIONS if s.village in words or s.code == words]

    def places_named(self, words: str) -> Sequence[Locality]:
        """As the database finds them, from the world's few stations and villages."""
        return meant(words, [*map(locality_of, OPEN_STATIONS), *self._world.villages])

    def locality(self, key: str) -> Locality | None:
        known = [*map(locality_of, STATIONS), *self._world.villages]
        return next((place for place in known if place.key == key), None)

    def stations_near(self, lat: float, lng: float) -> Sequence[Station]:
        near = [s for s in STATIONS if s.lat is not None and abs(s.lat - lat) + abs(s.lng - lng) < 1]
        return sorted(near, key=lambda s: abs(s.lat - lat) + abs(s.lng - lng))

    def county_centre(self, words: str) -> Station | None:
        return self._world.centre

    def local_words(self) -> Mapping[str, str]:
        return self._world.local_words

    def left(self, sku: str) -> Decimal | None:
        return self._world.left.get(sku)

    def shelf(self, code: str, sku: str) -> Decimal:
        return self._world.shelf.get((code, sku), Decimal(0))

    def shelf_rows(self, code: str) -> Sequence[Standing]:
        held = {}
        for order in self._world.orders:
            for line in order.lines if order.from_shelf and order.status is Status.AT_STATION else ():
                held[line.sku] = held.get(line.sku, Decimal(0)) + line.quantity
        free = {sku: count for (station, sku), count in self._world.shelf.items() if station == code}
        return [
            Standing(sku=sku, quantity=count + held.get(sku, Decimal(0)), reserved=held.get(sku, Decimal(0)))
            for sku, count in free.items()
        ]

    def sold(self, code: str) -> Mapping[str, Decimal]:
        return self._world.sold

    def fitters(self, station: Station) -> Diary:
        return self._world.diary()

    def visits(self, code: str, day: date) -> Sequence[Visit]:
        agreed = [o for o in self._world.orders if o.installation and o.installation.date == day and o.station == code]
        visits = [
            Visit(order=o, half=halves_of(o.installation)[0], readiness=self._world.ready(o.number)) for o in agreed
        ]
        return sorted(visits, key=lambda visit: HALVES.index(visit.half))

    def cash_fen(self, code: str) -> int:
        return balance_fen(entry for entry in self._world.cash if entry.station == code)

    def alerts(self, code: str) -> Sequence[OpenAlert]:
        raised = [e for e in self._world.alerts if e.station == code]
        return [OpenAlert(level=e.level, text=e.text, at=self.at) for e in reversed(raised)]

    def broadcasts_today(self, code: str) -> int:
        sent = (e for e in self._world.events if isinstance(e, happened.BroadcastSent))
        return sum(e.station == code and e.at.date() == self.at.date() for e in sent)

    def people_in_handoff(self, code: str) -> Sequence[Person]:
        return [p for p in self._world.people.values() if p.station == code and p.handed_off_until]

    def people_named(self, code: str, name: str) -> Sequence[Person]:
        return [p for p in self._world.people.values() if p.station == code and p.name == name]

    def villagers(self, code: str) -> Sequence[Person]:
        return [p for p in self._world.people.values() if p.station == code and p.channels and not p.opted_out]

    def wrong_codes(self, code: str) -> int:
        return self._world.wrong

    def phone_of(self, person: str) -> str:
        return self._world.phones.get(person, "")


def statuses(world: World) -> list[Status]:
    return [order.status for order in world.orders]
