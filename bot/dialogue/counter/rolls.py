"""接龙: a list of people and goods, pasted by a manager, becomes one order a person after one read-back of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import msgspec

from bot.dialogue.basket import goods
from bot.dialogue.basket.amounts import said_amount, units_of
from bot.dialogue.basket.placing import make_order
from bot.dialogue.basket.quote import Quote, place_of
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.questions import AnyQuestion, RollArticle, RollReadBack, Wanted
from bot.dialogue.saying import amount
from bot.dialogue.talk import Roll, Row
from bot.domain.codes import draft_id, order_numbers, slips_from
from bot.domain.events import OrderPlaced
from bot.domain.order import Order, OrderLine
from bot.domain.people import Station
from bot.domain.promise import earliest
from intents.item import Entry, Item

MOST_NAME = 20
MOST_ROWS = 200
UNDO_WITHIN = timedelta(minutes=10)


def begin(ex: Exchange, entries: Sequence[Entry]) -> None:
    """Take a list in, in place of one that was not ordered yet. Two lines of one person are one row."""
    rows: dict[str, tuple[Wanted, ...]] = {}
    left_out: list[str] = []
    for entry in entries[:MOST_ROWS]:
        person = entry.person[:MOST_NAME]
        for item in entry.items:
            if why := _cannot(ex, item):
                left_out.append(f"{person}的{item.mention[:20]}（{why}）")
            else:
                rows[person] = (*rows.get(person, ()), goods.as_wanted(item, "add"))
    taken = tuple(Row(person=person, wanted=wanted) for person, wanted in rows.items())
    ex.change(roll=Roll(rows=taken, draft=draft_id(ex.facts.dice), left_out=tuple(left_out)), asking=None)
    goods.note_demand(ex, [item for entry in entries for item in entry.items if not item.skus])


def _cannot(ex: Exchange, item: Item) -> str:
    """Why this of the list cannot be ordered: not carried, or an amount one would have to guess (一箱 of bottles)."""
    if not item.skus:
        return "没有这货"
    unclear = item.quantity is None and bool(item.unit)
    parts = item.quantity is not None and item.quantity % 1 and not all(goods.divisible(ex, sku) for sku in item.skus)
    return "数量没写清" if unclear or parts else ""


def next_question(ex: Exchange) -> AnyQuestion | None:
    """What is to be asked about the list; None where there is none, or nothing of it can be ordered."""
    roll = ex.talk.roll
    station = ex.station
    if roll is None or station is None:
        return None
    unclear = next((wanted for row in roll.rows for wanted in row.wanted if len(wanted.skus) > 1), None)
    if unclear is not None:
        return RollArticle(wanted=unclear)
    return RollReadBack(seal="") if roll.rows else None


def correct(ex: Exchange, text: str) -> bool:
    """“二牛是5袋”, “二牛不要了”: another amount of the one thing somebody wants, or nothing for them. False: it is no
    such correction."""
    roll = ex.talk.roll
    row = next((row for row in roll.rows if row.person in text), None) if roll else None
    if roll is None or row is None:
        return False
    rest = text.replace(row.person, "")
    said = said_amount(rest)
    quantity = units_of(ex, said, *row.wanted[0].skus) if said and len(row.wanted) == 1 else None
    changed: tuple[Row, ...] = ()
    if quantity:
        changed = (msgspec.structs.replace(row, wanted=(msgspec.structs.replace(row.wanted[0], quantity=quantity),)),)
    elif not said_in("unwanted", rest):
        return False
    rows = tuple(new for old in roll.rows for new in (changed if old is row else (old,)))
    ex.change(roll=msgspec.structs.replace(roll, rows=rows) if rows else None, asking=None)
    return True


def choose(ex: Exchange, among: tuple[str, ...], chosen: tuple[str, ...]) -> None:
    """Everybody who named these goods means these articles of them; none: they are dropped."""
    if ex.talk.roll is None:
        return
    rows = (
        msgspec.structs.replace(row, wanted=tuple(_meant(wanted, among, chosen) for wanted in row.wanted))
        for row in ex.talk.roll.rows
    )
    kept = (msgspec.structs.replace(row, wanted=tuple(w for w in row.wanted if w.skus)) for row in rows)
    ex.change(roll=msgspec.structs.replace(ex.talk.roll, rows=tuple(row for row in kept if row.wanted)), asking=None)


def _meant(wanted: Wanted, among: tuple[str, ...], chosen: tuple[str, ...]) -> Wanted:
    return msgspec.structs.replace(wanted, skus=chosen) if wanted.skus == among else wanted


def quotes(ex: Exchange, roll: Roll, station: Station) -> list[Quote]:
    """What each person's order would be at this moment."""
    return [_quote(ex, station, row.person, lines) for row in roll.rows if (lines := _lines(ex, row))]


def _quote(ex: Exchange, station: Station, person: str, lines: tuple[OrderLine, ...]) -> Quote:
    place = place_of(ex, [line.sku for line in lines])
    promise = earliest(ex.facts.at, station, place)
    return Quote(
        lines=lines,
        station=station,
        day=promise.day,
        why=promise.why,
        stock_place=place,
        delivery="pickup",
        address="",
        installation=None,
        recipient=person,
    )


def _lines(ex: Exchange, row: Row) -> tuple[OrderLine, ...]:
    """One line an article, at today's prices; a name without a number is one."""
    counts: dict[str, Decimal] = {}
    for wanted in row.wanted:
        counts[wanted.skus[0]] = counts.get(wanted.skus[0], Decimal(0)) + (wanted.quantity or 1)
    return tuple(
        OrderLine(sku=p.sku, name=p.name, unit=p.unit, quantity=count, price_fen=p.price_fen)
        for sku, count in counts.items()
        if (p := ex.facts.shop.product(sku))
    )


def totals(read: Sequence[Quote]) -> list[OrderLine]:
    """How much of each article all of them want together."""
    together: dict[str, OrderLine] = {}
    for line in (line for quote in read for line in quote.lines):
        before = together.get(line.sku)
        quantity = line.quantity + (before.quantity if before else 0)
        together[line.sku] = msgspec.structs.replace(line, quantity=quantity)
    return list(together.values())


def short(ex: Exchange, read: Sequence[Quote]) -> list[str]:
    """Articles of which the county has less than all want, in words."""
    wanted = ((line, ex.facts.left(line.sku)) for line in totals(read))
    return [
        f"{line.name}只剩{amount(left, line.unit)}，要{amount(line.quantity, line.unit)}"
        for line, left in wanted
        if left is not None and left < line.quantity
    ]


def place(ex: Exchange, roll: Roll, read: Sequence[Quote]) -> list[Order]:
    """One order a person; those that a lost talk placed before are not placed again."""
    station = read[0].station
    open_orders = ex.facts.station_orders(station.code)
    known = {order.draft: order for order in open_orders}
    numbers = order_numbers(ex.facts.at, ex.facts.dice, ex.facts.attempt)
    slips = slips_from(ex.facts.next_slip(station.code), {order.slip for order in open_orders})
    placed = []
    for n, quote in enumerate(read):
        draft = f"{roll.draft}-{n}"
        order = known.get(draft) or make_order(ex, quote, number=next(numbers), slip=next(slips), draft=draft)
        if draft not in known:
            ex.cause(OrderPlaced(order=order))
        placed.append(order)
    return placed
