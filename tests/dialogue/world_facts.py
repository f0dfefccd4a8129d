"""The village in memory as one person's message sees it: the dialogue's facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from world_family import SeenFamily
from world_goods import OPEN_STATIONS, STATIONS
from world_market import SeenMarket
from world_windows import SeenFitters, SeenLearning, SeenMerchants, SeenReminders

from bot.domain import events as happened
from bot.domain.alert import OpenAlert
from bot.domain.cash import balance_fen
from bot.domain.invite import Invite
from bot.domain.order import OPEN, Order, Status
from bot.domain.parcel import Parcel
from bot.domain.people import Person, Station
from bot.domain.places import meant
from bot.domain.shelf import Standing
from bot.domain.village import Locality, locality_of

if TYPE_CHECKING:
    from world import World


class Seen:
    def __init__(self, world: World, person: Person) -> None:
        self._world = world
        self.person = person
        self.channel = world.channels.get(person.id, "wechat")
        self.contact = f"{self.channel}:{person.id}"
        self.at = world.at
        self.shop = world.shop
        self.dice = world.dice
        self.market = SeenMarket(world, person.id)
        self.family = SeenFamily(world, person.id)
        self.fitters = SeenFitters(world)
        self.learning = SeenLearning(world, person.id)
        self.merchants = SeenMerchants(world, person.id)
        self.reminders = SeenReminders(world, person.id)
        self.attempt = 0

    def orders(self) -> Sequence[Order]:
        mine = [order for order in self._world.orders if self.person.id in (order.person, order.helper)]
        return sorted(mine, key=lambda order: order.placed_at, reverse=True)

    def order(self, number: str) -> Order | None:
        return next(
            (
                order
                for order in self._world.orders
                if order.number == number
                and (self.person.id in (order.person, order.helper) or order.station in self.person.manages)
            ),
            None,
        )

    def parcels(self, numbers: Sequence[str]) -> Sequence[Parcel]:
        return [parcel for parcel in self._world.parcels if parcel.number in numbers]

    def orders_of(self, code: str, recipient: str) -> Sequence[Order]:
        found = [order for order in self._world.orders if (order.station, order.recipient) == (code, recipient)]
        return sorted(found, key=lambda order: order.placed_at, reverse=True)[:5]

    def given_back(self, number: str) -> tuple[int, int]:
        return self._world.given_back.get(number, (0, 0))

    def pay_link(self, order: Order, payer: str = "") -> str:
        return (
            f"{self._world.pay_base}/pay/{order.number}{payer and f'/{payer}'}"
            if self._world.pay_base and not order.is_paid
            else ""
        )

    def data_link(self) -> str:
        return f"{self._world.public_url}/me/{self.person.id}" if self._world.public_url else ""

    def station_orders(self, code: str) -> Sequence[Order]:
        return [order for order in self._world.orders if order.station == code and order.status in OPEN]

    def day_orders(self, code: str) -> Sequence[Order]:
        return [order for order in self._world.orders if order.station == code]

    def free_number(self, numbers: Sequence[str]) -> str:
        taken = {order.number for order in self._world.orders}
        return next(number for number in numbers if number not in taken)

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

    def invite(self, code: str) -> Invite | None:
        return self._world.invites.get(code)

    def centre_over(self, station: Station) -> Station | None:
        return self.county_centre(station.county)

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
