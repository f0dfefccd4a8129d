"""What the stores hold in the end: the tables, read once, and what Redis remembers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from carrying import Said
from crowd import Manager, Villager
from redis.asyncio import Redis
from sqlalchemy import Connection, Row, select
from voices import Voice

from bot.storage.persons import people
from bot.storage.privacy.message_keys import indexes
from bot.storage.privacy.seal import Seal
from bot.storage.schema import alerts, inbox, order_events, order_lines, orders, outbox, persons, stock, stock_moves


class Crowd(msgspec.Struct, frozen=True):
    """Who spoke."""

    villagers: Sequence[Villager]
    managers: Sequence[Manager]

    def voices(self) -> list[Voice]:
        return [one.voice for one in (*self.villagers, *self.managers)]

    def said(self) -> Iterator[Said]:
        """Messages whose keys are known."""
        return (said for voice in self.voices() for said in voice.said if said.key)


class Memory(msgspec.Struct, frozen=True):
    """What Redis holds of people."""

    talks: dict[str, bytes]
    """Person → conversation."""
    seats: list[str]
    """Whose seat is taken, or waited for."""


async def remembered(redis: Redis) -> Memory:
    """Keys of a person are `cunkou:{person}:what`."""
    keys = [key.decode() async for key in redis.scan_iter("cunkou:{*}:*", count=1000)]
    person = {key: key.partition("{")[2].partition("}")[0] for key in keys}
    talks = {person[key]: await redis.get(key) or b"" for key in keys if key.endswith(":talk")}
    return Memory(talks, [person[key] for key in keys if key.endswith((":lock", ":line"))])


class Books:
    def __init__(self, conn: Connection, seal: Seal, crowd: Crowd, memory: Memory) -> None:
        self.seal, self.crowd, self.memory = seal, crowd, memory
        self.messages = {row.key: row for row in conn.execute(select(inbox))}
        self.orders = list(conn.execute(select(orders)))
        self.lines = list(conn.execute(select(order_lines)))
        self.letters = list(conn.execute(select(outbox).order_by(outbox.c.id)))
        self.alerts = {row.key for row in conn.execute(select(alerts.c.key))}
        self.stock = list(conn.execute(select(stock)))
        self.moves = list(conn.execute(select(stock_moves)))
        self.persons = set(conn.execute(select(persons.c.id)).scalars())
        self.people = {seal.person_id_of(villager.contact): villager for villager in crowd.villagers}
        self._addresses = people.addresses(conn, seal, sorted({row.recipient for row in self.letters}))
        self.steps: defaultdict[str, list[str]] = defaultdict(list)
        for row in conn.execute(select(order_events).order_by(order_events.c.id)):
            self.steps[row.number].append(row.type)

    def under_way(self) -> int:
        """What is still to be handled, or sent: letters that were begun wait until it is certain that nobody sends them."""
        now = datetime.now(UTC)
        waiting = sum(row.status == "pending" for row in self.messages.values())
        return waiting + sum(
            row.status == "pending" and not row.begun_at and row.due_at <= now and bool(self.addresses_of(row))
            for row in self.letters
        )

    def addresses_of(self, letter: Row[Any]) -> dict[str, str]:
        """channel → openid or E.164 phone of who is to get it."""
        if letter.contact:
            contact = people.parse_contact(self.seal.unseal(letter.contact))
            return {contact.channel: contact.address}
        return self._addresses.get(letter.recipient, {})

    def row_of(self, said: Said) -> Row[Any] | None:
        """A message as it is stored."""
        return self.messages.get(indexes(self.seal, said.key)[0])

    def reply_to(self, said: Said) -> str:
        """As it is stored, in clear."""
        row = self.row_of(said)
        return self.seal.reveal(row.reply) if row else ""
