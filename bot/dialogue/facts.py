"""What a turn may know of the world. The one window through which the pure dialogue looks out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Protocol

from bot.dialogue.family.facts import Family
from bot.dialogue.fitting.facts import Fitters
from bot.dialogue.learning.facts import Learning
from bot.dialogue.market.facts import Market
from bot.dialogue.merchants.facts import Merchants
from bot.dialogue.reminding.facts import Reminders
from bot.domain.alert import OpenAlert
from bot.domain.invite import Invite
from bot.domain.order import Order
from bot.domain.parcel import Parcel
from bot.domain.people import Person, Station
from bot.domain.shelf import Standing
from bot.domain.village import Locality
from catalog.shop import Shop


class Facts(Protocol):
    """Read inside the turn's transaction, and only when asked for, so a greeting costs no query.

    The SQL one is `bot.storage.facts.SqlFacts`; tests hand in one that holds lists.
    """

    person: Person
    contact: str
    """By which this message came: `wechat:OPENID` or `sms:+86138…`."""
    channel: str
    """wechat or sms"""
    at: datetime
    """The message's own time, aware, in the service's time zone."""
    shop: Shop
    dice: Random
    """For order numbers and codes; a turn that collides is taken again with other dice."""
    attempt: int
    """0 at first; grows when order numbers collided, so that numbers grow with them."""

    @property
    def market(self) -> Market:
        """What villagers sell."""

    @property
    def family(self) -> Family:
        """For whom the person may order, and who may for them."""

    @property
    def fitters(self) -> Fitters:
        """When whoever fits appliances has room, and where they are to go."""

    @property
    def learning(self) -> Learning:
        """What the person learned, and should learn."""

    @property
    def merchants(self) -> Merchants:
        """What merchants ask the person, and offer them."""

    @property
    def reminders(self) -> Reminders:
        """What the person was reminded of."""

    def orders(self) -> Sequence[Order]:
        """The person's own newest orders and those they placed for a parent, newest first, 20 at most."""

    def order(self, number: str) -> Order | None:
        """The order of this number where it is the person's own, placed for a parent, or of a station they manage."""

    def parcels(self, numbers: Sequence[str]) -> Sequence[Parcel]:
        """The parcels that bring these orders, the oldest first; none of an order that travels as a whole."""

    def orders_of(self, code: str, recipient: str) -> Sequence[Order]:
        """Orders of a station for whoever goes by this name, of the last year, newest first, 5 at most."""

    def pay_link(self, order: Order, payer: str = "") -> str:
        """Where an order can be paid online; '' where that is not possible, or it is paid. `payer` is the person id of a
        child who pays for a parent; without, the link can be passed on to anybody."""

    def given_back(self, number: str) -> tuple[int, int]:
        """What of an order's money is on its way back to who paid online, and what came back, in fen."""

    def data_link(self) -> str:
        """Where the person can read, once and until tomorrow, all that is kept of them; '' where the bot has no address."""

    def station_orders(self, code: str) -> Sequence[Order]:
        """A station's open orders (order.OPEN), oldest first, 500 at most."""

    def day_orders(self, code: str) -> Sequence[Order]:
        """A station's orders placed or moved on the message's day, oldest first: for the day's summary."""

    def free_number(self, numbers: Sequence[str]) -> str:
        """The first of these order numbers that no order has; the last where all are taken."""

    def next_slip(self, code: str) -> int:
        """The next small number of the station's slips."""

    def station(self, code: str) -> Station | None: ...

    def stations_named(self, words: str) -> Sequence[Station]:
        """Village stations whose village, town, name or code is what the words say; fuzzy and by sound, best first."""

    def places_named(self, words: str) -> Sequence[Locality]:
        """Every place that the words can mean, best first: village stations, and villages that have none of their own."""

    def locality(self, key: str) -> Locality | None:
        """The place that was shown under this key."""

    def stations_near(self, lat: float, lng: float) -> Sequence[Station]:
        """The open village stations around a place, nearest first, 6 at most."""

    def invite(self, code: str) -> Invite | None:
        """The one-time invite of a manager with this code, used or not."""

    def county_centre(self, words: str) -> Station | None:
        """The county centre that the words name by its county; where there is only one at all, that one."""

    def centre_over(self, station: Station) -> Station | None:
        """The centre of a station's county."""

    def local_words(self) -> Mapping[str, str]:
        """What goods are called where the person lives, word → standard word: the region's and those taught there."""

    def left(self, sku: str) -> Decimal | None:
        """What the county can still deliver of an article; None: no limit."""

    def shelf(self, code: str, sku: str) -> Decimal:
        """What of an article on a station's shelf is free: not set aside for an order."""

    def shelf_rows(self, code: str) -> Sequence[Standing]:
        """All that stands on a station's shelf."""

    def sold(self, code: str) -> Mapping[str, Decimal]:
        """Article → what went from a station's shelf in the last weeks (restock.LOOK_BACK)."""

    def cash_fen(self, code: str) -> int:
        """The cash in the hands of a station's manager."""

    def alerts(self, code: str) -> Sequence[OpenAlert]:
        """A station's alerts nobody has taken note of, newest first, 100 at most."""

    def broadcasts_today(self, code: str) -> int:
        """How often its manager told the village something on the message's day."""

    def people_in_handoff(self, code: str) -> Sequence[Person]:
        """Villagers of the station whom a human is answering, longest waiting first."""

    def people_named(self, code: str, name: str) -> Sequence[Person]:
        """Villagers of the station who go by exactly this name."""

    def villagers(self, code: str) -> Sequence[Person]:
        """Everybody bound to the station who can be reached and takes its broadcasts."""

    def wrong_codes(self, code: str) -> int:
        """Wrong pick-up codes given at this station within the last 15 minutes."""

    def phone_of(self, person: str) -> str:
        """The E.164 phone of a person, '' where none is known."""
