"""Goods and their ways: the county's stock, each order's states, what stations sell, and what is sent back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from books import Books
from finding import Finding
from goods import RETURNING, SHELF_SKU, SOLD

from bot.domain.order import NEXT, Status


def audit_counter(books: Books, supply: dict[str, int]) -> Iterator[Finding]:
    """`supply`: what the county had of scarce goods at the beginning."""
    yield _stock(books, supply)
    yield _states(books)
    yield _sales(books)
    yield _returns(books)


def _stock(books: Books, supply: dict[str, int]) -> Finding:
    sold: Counter[str] = Counter()
    for line in books.lines:
        sold[line.sku] += line.quantity
    broken = [f"{sku}: sold {sold[sku]} of {there}" for sku, there in supply.items() if sold[sku] > there]
    for row in books.stock:
        if row.quantity < 0 or row.reserved < 0 or row.reserved > row.quantity:
            broken.append(f"{row.sku}: {row.reserved} reserved of {row.quantity}")
        if not row.station and row.sku in supply and supply[row.sku] - row.quantity + row.reserved != sold[row.sku]:
            broken.append(f"{row.sku}: the stock says otherwise than {sold[row.sku]} orders")
    return Finding("no stock is negative or sold twice", len(books.stock), broken)


def _states(books: Books) -> Finding:
    """Each step once, from a state that leads to it, and the order is where its last step led."""
    broken = []
    for row in books.orders:
        steps = [Status(step) for step in books.steps[row.number]]
        leads = steps[:1] == [Status.PLACED] and all(after in NEXT[before] for before, after in pairwise(steps))
        if not leads or steps[-1] != row.status:
            broken.append(f"{row.number} is {row.status} after {' '.join(steps)}")
    return Finding("an order takes every step once, refunds too", len(books.orders), broken)


def _sales(books: Books) -> Finding:
    """As many sales as their managers were told of, each once, and the shelf holds what is left."""
    cases, broken = 0, []
    for manager in books.crowd.managers:
        told = sum(bool(SOLD.search(books.reply_to(said))) for said in manager.voice.said if said.key)
        moves = [row for row in books.moves if row.station == manager.station and row.sku == SHELF_SKU]
        sales = sum(row.reason == "walk_in_sale" for row in moves)
        left = sum(row.quantity for row in books.stock if row.station == manager.station and row.sku == SHELF_SKU)
        cases += told
        if sales != told:
            broken.append(f"{manager.station}: {sales} sales, {told} told of")
        if left != sum(row.quantity for row in moves):
            broken.append(f"{manager.station}: {left} on the shelf, by its moves {sum(row.quantity for row in moves)}")
    return Finding("a sale over the counter counts once", cases, broken)


def _returns(books: Books) -> Finding:
    """What is on its way back is what somebody was told of, and the other way round."""
    told = Counter(
        number for row in books.messages.values() for number in RETURNING.findall(books.seal.reveal(row.reply))
    )
    going = {number for number, steps in books.steps.items() if Status.RETURN_REQUESTED in steps}
    broken = [number for number in told.keys() | going if told[number] != (number in going)]
    return Finding("what is sent back was asked for, once", len(going), broken)
