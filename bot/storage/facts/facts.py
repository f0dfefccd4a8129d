"""What a turn may know of the world, read from the database when it asks. See bot.dialogue.facts.Facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random

from sqlalchemy import Connection

from bot.domain.alert import OpenAlert
from bot.domain.invite import Invite
from bot.domain.order import Order
from bot.domain.parcel import Parcel
from bot.domain.payment import going_back_fen, returned_fen
from bot.domain.people import Person, Station
from bot.domain.restock import LOOK_BACK
from bot.domain.shelf import Standing
from bot.domain.village import Locality
from bot.storage.delivery import shipments
from bot.storage.facts.family import SqlFamily
from bot.storage.facts.fitters import SqlFitters
from bot.storage.facts.learning import SqlLearning
from bot.storage.facts.market import SqlMarket
from bot.storage.facts.merchants import SqlMerchants
from bot.storage.facts.reminders import SqlReminders
from bot.storage.messages import broadcasts
from bot.storage.money import cash, payments
from bot.storage.money.paylink import pay_link
from bot.storage.network import alerts, county_words, localities, stations
from bot.storage.persons import invites, people
from bot.storage.persons.homes import Home
from bot.storage.privacy.datalink import data_link
from bot.storage.privacy.seal import Seal
from bot.storage.trade import named_orders, order_numbers, orders, pickups, stock
from catalog.regional import words_of
from catalog.shop import Shop


class SqlFacts:
    """Lives as long as the turn's transaction; what was asked once is not read again."""

    def __init__(  # noqa: PLR0913 - what a turn knows from the beginning
        self,
        conn: Connection,
        seal: Seal,
        *,
        person: Person,
        contact: str,
        channel: str,
        at: datetime,
        shop: Shop,
        dice: Random,
        attempt: int = 0,
        pay_base: str = "",
        public_url: str = "",
        home: Home | None = None,
        was_offered: bool = True,
        basket: Collection[str] = (),
    ) -> None:
        """`at` is the message's own time, in the service's time zone; `home` the person's station where it is read already,
        `was_offered` as it is known of the person (see Arrival), `basket` whose stock is asked for when any is."""
        self.person, self.contact, self.channel, self.at = person, contact, channel, at
        self.shop, self.dice, self.attempt, self._home = shop, dice, attempt, home
        self._conn, self._seal, self._pay_base, self._public_url = conn, seal, pay_base, public_url
        self.market, self.family = SqlMarket(conn, person.id, at), SqlFamily(conn, seal, person.id, at)
        self.fitters, self.learning = SqlFitters(conn, seal, at), SqlLearning(conn, person.id, at)
        self.merchants = SqlMerchants(conn, person.id, at, was_offered=was_offered)
        self.reminders = SqlReminders(conn, person.id, at)
        self._stations: dict[str, Station | None] = {home.station.code: home.station} if home else {}
        self._basket, self._left = frozenset(basket), dict[str, Decimal | None]()
        self._open: dict[str, Sequence[Order]] = {}

    def orders(self) -> Sequence[Order]:
        return self._own

    @cached_property
    def _own(self) -> Sequence[Order]:
        return orders.own(self._conn, self._seal, self.person.id)

    def order(self, number: str) -> Order | None:
        found = orders.find(self._conn, self._seal, number)
        if found is None:
            return None
        theirs = self.person.id in (found.person, found.helper) or found.station in self.person.manages
        return found if theirs else None

    def parcels(self, numbers: Sequence[str]) -> Sequence[Parcel]:
        return shipments.of_orders(self._conn, numbers)

    def orders_of(self, code: str, recipient: str) -> Sequence[Order]:
        since = self.at - timedelta(days=365)
        return named_orders.of_recipient(self._conn, self._seal, code, recipient, since)

    def pay_link(self, order: Order, payer: str = "") -> str:
        if not self._pay_base or order.is_paid:
            return ""
        return pay_link(self._seal, self._pay_base, order.number, payer)

    def given_back(self, number: str) -> tuple[int, int]:
        entries = payments.of_order(self._conn, number)
        done = returned_fen(entries)
        return going_back_fen(entries) - done, done

    def data_link(self) -> str:
        return data_link(self._seal, self._public_url, self.person.id, datetime.now(UTC))

    def station_orders(self, code: str) -> Sequence[Order]:
        if code not in self._open:
            self._open[code] = orders.open_at(self._conn, self._seal, code)
        return self._open[code]

    def day_orders(self, code: str) -> Sequence[Order]:
        return orders.touched(self._conn, self._seal, code, self._midnight, self._midnight + timedelta(days=1))

    def free_number(self, numbers: Sequence[str]) -> str:
        return order_numbers.free_number(self._conn, numbers)

    def next_slip(self, code: str) -> int:
        return order_numbers.next_slip(self._conn, code)

    def station(self, code: str) -> Station | None:
        if code not in self._stations:
            self._stations[code] = stations.find(self._conn, self._seal, code)
        return self._stations[code]

    def stations_named(self, words: str) -> Sequence[Station]:
        return stations.named(self._conn, self._seal, words)

    def places_named(self, words: str) -> Sequence[Locality]:
        return localities.named(self._conn, self._seal, words)

    def locality(self, key: str) -> Locality | None:
        return localities.find(self._conn, self._seal, key)

    def stations_near(self, lat: float, lng: float) -> Sequence[Station]:
        return localities.near(self._conn, self._seal, lat, lng)

    def invite(self, code: str) -> Invite | None:
        return invites.find(self._conn, self._seal, code)

    def county_centre(self, words: str) -> Station | None:
        return stations.county_centre(self._conn, self._seal, words)

    def centre_over(self, station: Station) -> Station | None:
        return stations.centre_of(self._conn, self._seal, station)

    def local_words(self) -> Mapping[str, str]:
        code = self.person.station or next(iter(self.person.manages), "")
        home = self.station(code) if code else None
        if home is None:
            return {}
        taught = self._home.words(self._conn) if self._home else county_words.of_county(self._conn, home.county)
        return {**words_of(home.province, home.city), **taught}

    def left(self, sku: str) -> Decimal | None:
        if sku not in self._left:
            self._left |= stock.left_of(self._conn, {sku, *self._basket - self._left.keys()})
        return self._left[sku]

    def shelf(self, code: str, sku: str) -> Decimal:
        return stock.shelf(self._conn, code, sku)

    def shelf_rows(self, code: str) -> Sequence[Standing]:
        rows = stock.shelves(self._conn, station=code)
        return [Standing(sku=row.sku, quantity=row.quantity, reserved=row.reserved) for row in rows]

    def sold(self, code: str) -> Mapping[str, Decimal]:
        return stock.sold_since(self._conn, code, self.at - LOOK_BACK)

    def cash_fen(self, code: str) -> int:
        return cash.balance_fen(self._conn, code)

    def alerts(self, code: str) -> Sequence[OpenAlert]:
        unseen = alerts.unseen(self._conn, self._seal, code)
        return [OpenAlert(level=alert.level, text=alert.text, at=alert.created_at) for alert in unseen]

    def broadcasts_today(self, code: str) -> int:
        return broadcasts.count_since(self._conn, code, self._midnight)

    @property
    def _midnight(self) -> datetime:
        return self.at.replace(hour=0, minute=0, second=0, microsecond=0)

    def people_in_handoff(self, code: str) -> Sequence[Person]:
        return people.in_handoff(self._conn, self._seal, code, self.at)

    def people_named(self, code: str, name: str) -> Sequence[Person]:
        return people.named(self._conn, self._seal, code, name)

    def villagers(self, code: str) -> Sequence[Person]:
        return people.bound_to(self._conn, self._seal, code)

    def wrong_codes(self, code: str) -> int:
        return pickups.wrong_codes(self._conn, code, self.at)

    def phone_of(self, person: str) -> str:
        return people.phone_of(self._conn, self._seal, person)
