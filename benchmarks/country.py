"""A composed country for the consoles: counties of 150 stations each, and in each what a busy one has.

Every station has open orders (one late, one to be fetched), a lorry's run, an alert nobody saw, deeds, cash and villagers; every
fifth an appliance to be installed, every tenth a shelf; its manager has begun the courses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert

from bot.domain.course import courses
from bot.storage import schema
from bot.storage.sql.database import Database
from bot.storage.sql.upsert import in_batches
from catalog.product import Product

NOW = datetime.now(UTC)
TODAY, MONTH = NOW.date(), f"{NOW:%Y-%m}"
A_COUNTY, ORDERS_EACH, DEEDS_EACH, CASH_EACH, PEOPLE_EACH, LISTINGS_EACH, LEARNED_EACH = 150, 3, 2, 4, 4, 2, 6
FITTED_EVERY, SHELF_EVERY, ARTICLES, DEAD_EVERY, INVITED_EVERY = 5, 10, 30, 5, 10
MONTHS, BATCH = 25, 20_000
SALT = Product(sku="S1", name="中盐加碘食盐400g", unit="袋", price_fen=250, category="调味品/盐")
TV = Product(sku="S2", name="创维32英寸高清电视机", unit="台", price_fen=69900, category="大家电/电视", install=True)
GOODS = (
    SALT, TV,
    *(Product(sku=f"G{n}", name=f"海天酱油{n + 1}00ml", unit="瓶", price_fen=900, category="调味品/酱油") for n in range(ARTICLES)),
)  # fmt: skip  # a table, a row a line
STATES = ("placed", "in_transit", "at_station")
PIECES = [(course.key, piece.key) for course in courses() for piece in course.pieces]


def code(n: int) -> str:
    return f"S{n:06d}"


def number(n: int) -> str:
    return f"26{n:08d}"


def person(n: int, who: int = 0) -> str:
    """A station's manager, or one of its villagers."""
    return "pmnqr"[who] + "".join("abcdefghij"[int(digit)] for digit in f"{n:012d}")


def place(n: int) -> dict[str, str]:
    county = n // A_COUNTY
    return {"province": f"{county % 30}省", "city": f"{county % 300}市", "county": f"{county}县"}


def station(n: int) -> dict[str, Any]:
    """The first of each county is its centre."""
    return place(n) | {
        "code": code(n), "name": f"第{n}站", "level": "village" if n % A_COUNTY else "county",
        "kind": "service" if n % SHELF_EVERY else "select", "town": f"{n % A_COUNTY % 10}镇", "village": f"{n}村",
        "manager_name": f"站长{n}", "manager": None if n % A_COUNTY == A_COUNTY - 1 else person(n), "cutoff": "16:00",
    }  # fmt: skip  # a table, a row a line


def order(n: int) -> dict[str, Any]:
    of, turn = divmod(n, ORDERS_EACH)
    at = NOW - timedelta(minutes=n % 3000)
    status, fitted = STATES[turn % len(STATES)], is_fitted(n)
    return {
        "number": number(n), "county": place(of)["county"], "station": code(of), "slip": turn + 1, "person": person(of, 1),
        "recipient": "桂兰", "placed_by": "villager", "status": status, "delivery": "home" if fitted else "pickup",
        "placed_at": at, "moved_at": at, "promised_by": TODAY + timedelta(days=-1 if turn == 1 else 1), "total_fen": 500,
        "pickup_code": f"{1000 + turn}" if status == "at_station" else None, "draft": f"d{n}",
        "installation_date": visit_day(n) if fitted else None, "installation_period": "morning" if fitted else None,
    }  # fmt: skip  # a table, a row a line


def is_fitted(n: int) -> bool:
    of, turn = divmod(n, ORDERS_EACH)
    return turn == 0 and of % FITTED_EVERY == 1


def visit_day(n: int) -> Any:
    return TODAY + timedelta(days=2 + n // ORDERS_EACH % 7)


def line(n: int) -> dict[str, Any]:
    goods = TV if is_fitted(n) else SALT
    return {
        "number": number(n), "position": 0, "sku": goods.sku, "name": goods.name, "unit": goods.unit, "quantity": 1,
        "price_fen": goods.price_fen,
    }  # fmt: skip  # a table, a row a line


def booking(n: int) -> dict[str, Any]:
    of = n * FITTED_EVERY + 1
    return {
        "number": number(of * ORDERS_EACH), "county": "/".join(place(of).values()), "date": visit_day(of * ORDERS_EACH),
        "half": "morning",
    }  # fmt: skip  # a table, a row a line


def village(n: int, stations: int) -> dict[str, Any]:
    """Four villages and more to a station."""
    by = station(n % stations)
    return {name: by[name] for name in ("province", "city", "county", "town")} | {
        "code": f"{100_000_000_000 + n}", "name": f"{n % 9000}村", "station": by["code"],
        "sound": f"{n % 9000}cun", "town_sound": f"{n % 10}zhen", "county_sound": f"{n % stations // A_COUNTY}xian",
    }  # fmt: skip  # a table, a row a line


def villager(n: int) -> dict[str, Any]:
    of, who = divmod(n, PEOPLE_EACH)
    return {"id": person(of, who + 1), "name": f"乡亲{n}", "station": code(of), "created_at": NOW}


def alert(n: int) -> dict[str, Any]:
    return {
        "key": f"k{n}", "station": code(n), "kind": "complaint", "level": "warning", "text": "锅漏了", "created_at": NOW,
    }  # fmt: skip  # a table, a row a line


def deed(n: int) -> dict[str, Any]:
    of = n // DEEDS_EACH
    return {
        "at": NOW, "person": person(of), "role": "manager", "action": "arrived", "subject": "x", "station": code(of),
        "county": place(of)["county"],
    }  # fmt: skip  # a table, a row a line


def load(n: int) -> dict[str, Any]:
    """A run to every station: half are there, half on their way."""
    return {
        "id": n + 1, "county": place(n)["county"], "station": code(n), "day": TODAY, "capacity_kg": 800,
        "stage": "in_transit" if n % 2 else "at_station", "created_at": NOW, "moved_at": NOW,
    }  # fmt: skip  # a table, a row a line


def load_item(n: int) -> dict[str, Any]:
    return {"number": number(n * ORDERS_EACH + 1), "parcel": "", "load": n + 1, "weight_kg": 3}


def entry(n: int) -> dict[str, Any]:
    return {
        "key": f"c{n}", "station": code(n // CASH_EACH), "kind": "taken", "amount_fen": 500, "person": "桂兰",
        "order_number": "", "note": "", "reverses": None, "by": person(n // CASH_EACH), "at": NOW,
    }  # fmt: skip  # a table, a row a line


def learned(n: int) -> dict[str, Any]:
    of, nth = divmod(n, LEARNED_EACH)
    course, piece = PIECES[(of + nth) % len(PIECES)]
    return {"person": person(of), "course": course, "piece": piece, "right": 1, "wrong": 1, "knows": True, "at": NOW}


def dead(n: int) -> dict[str, Any]:
    of = n * DEAD_EVERY
    return {
        "key": f"o{n}", "recipient": person(of, 1), "notice": "order_at_station", "text": "您的盐到站了", "sms": "您的盐到站了",
        "params": "{}", "urgent": True, "marketing": False, "status": "failed", "error": "sms: no_contact",
        "created_at": NOW, "due_at": NOW, "station": code(of),
    }  # fmt: skip  # a table, a row a line


def invite(n: int) -> dict[str, Any]:
    return {
        "code": f"i{n}", "sealed": "", "station": code(n * INVITED_EVERY), "created_at": NOW,
        "expires_at": NOW + timedelta(days=7), "used_at": NOW, "used_by": person(n * INVITED_EVERY),
    }  # fmt: skip  # a table, a row a line


def shelf(n: int) -> dict[str, Any]:
    of, article = divmod(n, ARTICLES)
    return {"station": code(of * SHELF_EVERY), "sku": f"G{article}", "quantity": 12, "reserved": 1}


def listing(n: int) -> dict[str, Any]:
    of = n // LISTINGS_EACH
    return {
        "key": f"l{n}", "seller": person(of, 2), "station": code(of), "goods": "苹果", "quantity": 500, "unit": "斤",
        "price_fen": 200, "price_unit": "斤", "status": "approved" if n % 2 else "pending", "created_at": NOW, "grade": "一等",
    }  # fmt: skip  # a table, a row a line


def sale(n: int) -> dict[str, Any]:
    return {
        "key": f"s{n}", "listing": f"l{n * LISTINGS_EACH + 1}", "buyer": person(n, 3), "quantity": 10, "unit": "斤",
        "price_fen": 200, "status": "open", "bring_by": TODAY, "created_at": NOW,
    }  # fmt: skip  # a table, a row a line


def covered(n: int) -> dict[str, Any]:
    at = place(n * A_COUNTY)
    return {"province": at["province"], "county": at["county"], "stations": 149, "select_stations": 15, "villages": 600}


def sold(n: int) -> dict[str, Any]:
    of, back = divmod(n, MONTHS)
    at, month = place(of * A_COUNTY), (NOW.year * 12 + NOW.month - 1) - back
    return {
        "province": at["province"], "county": at["county"], "month": f"{month // 12}-{month % 12 + 1:02d}", "orders": 900,
        "sales_fen": 9_000_000,
    }  # fmt: skip  # a table, a row a line


def kept(n: int) -> dict[str, Any]:
    return place(n * A_COUNTY) | {"month": MONTH, "arrived": 900, "kept": 880, "next_day": 860}


def rows(stations: int, villages: int) -> Iterator[tuple[Table, int, Callable[[int], dict[str, Any]]]]:
    counties = stations // A_COUNTY
    yield schema.villages, villages, lambda n: village(n, stations)
    yield schema.persons, stations, lambda n: {"id": person(n), "created_at": NOW}
    yield schema.persons, stations * PEOPLE_EACH, villager
    yield schema.stations, stations, station
    yield schema.orders, stations * ORDERS_EACH, order
    yield schema.order_lines, stations * ORDERS_EACH, line
    yield schema.installation_bookings, stations // FITTED_EVERY, booking
    yield schema.alerts, stations, alert
    yield schema.audit, stations * DEEDS_EACH, deed
    yield schema.loads, stations, load
    yield schema.load_items, stations, load_item
    yield schema.cash_entries, stations * CASH_EACH, entry
    yield schema.course_progress, stations * LEARNED_EACH, learned
    yield schema.outbox, stations // DEAD_EVERY, dead
    yield schema.invites, stations // INVITED_EVERY, invite
    yield schema.stock, stations // SHELF_EVERY * ARTICLES, shelf
    yield schema.listings, stations * LISTINGS_EACH, listing
    yield schema.listing_sales, stations, sale
    yield schema.coverage, counties, covered
    yield schema.sales, counties * MONTHS, sold
    yield schema.kept_promises, counties, kept
    yield schema.seen, stations, lambda n: {"station": code(n), "at": NOW}


async def fill(database: Database, stations: int, villages: int) -> None:
    for table, count, make in rows(stations, villages):
        for some in in_batches(range(count), BATCH):

            def write(conn: Connection, table: Table = table, some: list[int] = some, make: Any = make) -> None:
                conn.execute(insert(table), [make(n) for n in some])

            await database.run(write)
