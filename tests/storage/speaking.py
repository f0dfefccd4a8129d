"""People who speak to the shop on a real database, several at once: each turn is taken again where somebody was quicker."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from random import SystemRandom

from sqlalchemy import Connection

from bot.dialogue.take import take_turn
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.domain.events import StationBound
from bot.domain.message import Text
from bot.domain.people import Person
from bot.storage.facts import SqlFacts
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.record import Retake, record
from bot.storage.sql.database import Database
from catalog.product import Product
from catalog.shop import Shop

MOST_TAKES = 40


class Speaking:
    """Whose station is bound with the first word is that of `stations`, or `YL`."""

    def __init__(self, database: Database, seal: Seal, goods: Iterable[Product], stations: dict[str, str]) -> None:
        self._database, self._seal, self._shop, self._stations = database, seal, Shop(list(goods)), stations
        self._talks: dict[str, Talk] = {}

    async def say(self, who: str, text: str, at: datetime) -> str:
        def work(conn: Connection) -> Turn:
            said = take_turn(self._talks.get(who, Talk()), Text(text=text), self._facts(conn, who, at))
            record(conn, said.events, seal=self._seal, at=at)
            return said

        for _ in range(MOST_TAKES):
            with suppress(Retake):
                said = await self._database.run(work)
                self._talks[who] = said.talk
                return said.reply
        raise AssertionError("the turn was taken too often")

    def person(self, conn: Connection, who: str, at: datetime) -> Person:
        person = people.find_or_make(conn, self._seal, f"wechat:{who}", at)
        if not person.station:
            bound = StationBound(person=person.id, station=self._stations.get(who, "YL"))
            record(conn, [bound], seal=self._seal, at=at)
        found = people.load(conn, self._seal, person.id)
        assert found is not None
        return found

    def _facts(self, conn: Connection, who: str, at: datetime) -> SqlFacts:
        return SqlFacts(
            conn, self._seal, person=self.person(conn, who, at), contact=f"wechat:{who}", channel="wechat", at=at,
            shop=self._shop, dice=SystemRandom(),
        )  # fmt: skip  # a table, a row a line
