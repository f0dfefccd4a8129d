"""What must be true of the books once the dust has settled. Reads the database itself and asks the bot nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from crowd import PLACED, Said, Villager
from sqlalchemy import Connection, Row, select

from bot.demo.village import Village
from bot.storage.message_keys import indexes
from bot.storage.schema import inbox, order_lines, orders, outbox, stock
from bot.storage.seal import Seal


class Finding(msgspec.Struct, frozen=True):
    """One promise: how many cases were looked at, and those in which it was broken."""

    promise: str
    cases: int
    broken: list[str]


class Books:
    """The tables, read once."""

    def __init__(self, conn: Connection, seal: Seal, villagers: Sequence[Villager]) -> None:
        self.messages = {row.key: row for row in conn.execute(select(inbox))}
        self.orders = list(conn.execute(select(orders)))
        self.lines = list(conn.execute(select(order_lines)))
        self.letters = list(conn.execute(select(outbox)))
        self.seal = seal
        self.stock = list(conn.execute(select(stock)))
        self.people = {seal.person_id_of(villager.contact): villager for villager in villagers}
        self.villagers = villagers

    def under_way(self) -> int:
        """What is still to be handled, or sent to a villager: letters that were begun wait until it is certain that nobody sends them."""
        now = datetime.now(UTC)
        waiting = sum(row.status == "pending" for row in self.messages.values())
        return waiting + sum(
            row.status == "pending" and not row.begun_at and row.due_at <= now
            for row in self.letters
            if row.recipient in self.people
        )

    def row_of(self, said: Said) -> Row[Any] | None:
        """A message as it is stored."""
        return self.messages.get(indexes(self.seal, said.key)[0])

    def texts(self) -> Iterator[Said]:
        """Messages whose keys are known."""
        return (said for villager in self.villagers for said in villager.said if said.key)


def audit(books: Books, village: Village, supply: dict[str, int]) -> list[Finding]:
    """All promises, over everything that was said. `supply`: what there was of scarce goods at the beginning."""
    return [
        *_messages(books),
        _in_order(books),
        *_orders(books),
        _goods(books),
        _stock(books, supply),
        _letters(books, village),
    ]


def _messages(books: Books) -> Iterator[Finding]:
    taken = [said for said in books.texts() if said.acknowledged]
    lost = [said.key for said in taken if books.row_of(said) is None]
    yield Finding("what was acknowledged is stored", len(taken), lost)
    unhandled = [
        f"{row.key} {row.status} {row.error[-300:]}" for row in books.messages.values() if row.status != "done"
    ]
    yield Finding("what is stored was handled", len(books.messages), unhandled)
    repeated = [said for said in taken if said.deliveries > 1]
    torn = [f"{said.key}: {sorted(said.answers)}" for said in repeated if len(said.answers) > 1]
    yield Finding("a message delivered again is answered alike", len(repeated), torn)


def _in_order(books: Books) -> Finding:
    """Who waits for an answer before saying more is heard in that order."""
    cases, broken = 0, []
    for villager in books.villagers:
        one_by_one = [said for said in villager.said if said.waited_for and said.in_time and said.key]
        ids = [row.id for said in one_by_one if (row := books.row_of(said))]
        cases += len(ids)
        if ids != sorted(ids):
            broken.append(villager.contact)
    return Finding("messages of one person are heard in order", cases, broken)


def _orders(books: Books) -> Iterator[Finding]:
    told = {key: PLACED.findall(row.reply) for key, row in books.messages.items() if PLACED.search(row.reply)}
    numbers = {number for each in told.values() for number in each}
    placed = {row.number for row in books.orders}
    yield Finding("an order that was told of exists", len(numbers), sorted(numbers - placed))
    silent = [row.number for row in books.orders if row.person in books.people and row.number not in numbers]
    yield Finding("an order that exists was told of", len(placed), silent)
    # Where Redis forgot that a basket was ordered, the next yes to it is told of the same order again: that is no second one.
    yield Finding("one confirmation, one order", len(told), [key for key, each in told.items() if len(each) > 1])
    drafts = Counter(row.draft for row in books.orders)
    yield Finding("one basket, one order", len(drafts), [draft for draft, times in drafts.items() if times > 1])
    amounts: Counter[str] = Counter()
    for line in books.lines:
        amounts[line.number] += round(line.quantity * line.price_fen)
    wrong = [row.number for row in books.orders if amounts[row.number] != row.total_fen]
    yield Finding("an order's lines are whole", len(placed), wrong)


def _goods(books: Books) -> Finding:
    """Nobody gets more of anything than they asked for, counting every message once."""
    owner = {row.number: row.person for row in books.orders}
    ordered: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in books.lines:
        ordered[owner[line.number]][line.sku] += line.quantity
    broken = [
        f"{villager.contact}: {dict(more)}"
        for person, villager in books.people.items()
        if (more := ordered[person] - villager.named())
    ]
    return Finding("nothing was ordered that was not asked for", len(books.lines), broken)


def _stock(books: Books, supply: dict[str, int]) -> Finding:
    sold: Counter[str] = Counter()
    for line in books.lines:
        sold[line.sku] += line.quantity
    broken = [f"{sku}: sold {sold[sku]} of {there}" for sku, there in supply.items() if sold[sku] > there]
    for row in books.stock:
        if row.quantity < 0 or row.reserved < 0 or row.reserved > row.quantity:
            broken.append(f"{row.sku}: {row.reserved} reserved of {row.quantity}")
        if row.sku in supply and supply[row.sku] - row.quantity + row.reserved != sold[row.sku]:
            broken.append(f"{row.sku}: the stock says otherwise than {sold[row.sku]} orders")
    return Finding("no stock is negative or sold twice", len(books.stock), broken)


def _letters(books: Books, village: Village) -> Finding:
    """A notice sent arrived once; one whose sender died at it, at most once; any other, not at all."""
    got: Counter[tuple[str, str]] = Counter((sent.openid, sent.text) for sent in village.wechat.sent)
    got.update((f"+86{sent.to[-11:]}", sent.text) for sent in village.gateway.sent)
    least: Counter[tuple[str, str]] = Counter()
    most: Counter[tuple[str, str]] = Counter()
    for row in books.letters:
        if (villager := books.people.get(row.recipient)) is None:
            continue
        text = books.seal.reveal(row.text if villager.contact.startswith("wechat:") else row.sms)
        least[villager.address, text] += row.status == "sent"
        most[villager.address, text] += row.status in ("sent", "uncertain") or row.begun_at is not None
    broken = [
        f"{address} got {got[address, text]} of {least[address, text]} to {most[address, text]}: {text[:60]}"
        for address, text in most
        if not least[address, text] <= got[address, text] <= most[address, text]
    ]
    return Finding("a notice arrives once, or nobody knows", sum(most.values()), broken)
