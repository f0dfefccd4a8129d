"""Villages of the register: imported, found by how they sound."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, case, delete, func, select

from bot.domain.place_names import REGION_END, VILLAGE_END, core, sound
from bot.domain.village import Village
from bot.storage.schema import villages
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page
from bot.storage.sql.prepared import Asking
from bot.storage.sql.upsert import in_batches, upsert

AT_ONCE = 2000
MOST_CANDIDATES = 1000
_PLAIN = Village.__struct_fields__
_LONGEST_SOUND = 60

_KEYS: BindParameter[list[str]] = bindparam("keys", expanding=True)
# Of hundreds of one name those come first whose county and town are in the words too.
_AROUND = case((villages.c.county_sound.in_(_KEYS), 2), else_=0) + case((villages.c.town_sound.in_(_KEYS), 1), else_=0)
_NAMED = (
    select(villages).where(villages.c.sound.in_(_KEYS)).order_by(_AROUND.desc(), villages.c.code).limit(MOST_CANDIDATES)
)
_ASK_NAMED = Asking(_NAMED, "keys")
_BY_CODE = select(villages).where(villages.c.code == bindparam("code"))


def save(conn: Connection, some: Iterable[Village]) -> int:
    """Write villages over those of the same code; returns how many. One that names no station keeps the one it had."""
    written = 0
    for batch in in_batches(some, AT_ONCE):
        for keeps, rows in _parted(batch).items():
            conn.execute(upsert(conn, villages, *keeps), rows)
        written += len(batch)
    return written


def _parted(batch: list[Village]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    parted: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for village in batch:
        parted.setdefault(() if village.station else ("station",), []).append(_row(village))
    return parted


def named(conn: Connection, keys: Iterable[str]) -> list[Village]:
    """Villages that sound like one of the keys (`bot.domain.places.keys_said`), those of counties and towns among the
    keys first; 1,000 at most."""
    wanted = sorted(key for key in keys if not key.startswith("="))
    return [_village(row) for row in _ASK_NAMED.all(conn, keys=wanted)] if wanted else []


def find(conn: Connection, code: str) -> Village | None:
    row = conn.execute(_BY_CODE, {"code": code}).first()
    return _village(row) if row else None


def page(
    conn: Connection, *, county: str | None = None, name: str | None = None, limit: int = 50, after: str | None = None
) -> Page[Village]:
    """Villages by code; `name` keeps those that sound like it. Raises BadCursor."""
    query = select(villages).order_by(villages.c.code)
    if county is not None:
        query = query.where(villages.c.county == county)
    if name is not None:
        query = query.where(villages.c.sound == sound(core(name, VILLAGE_END))[:_LONGEST_SOUND])
    if after is not None:
        query = query.where(villages.c.code > cursor.read(after, tuple[str])[0])
    limit = max(1, min(limit, MOST_ROWS))
    found = [_village(row) for row in conn.execute(query.limit(limit + 1))]
    return cursor.page_of(found, limit, "code")


def count(conn: Connection) -> int:
    return conn.execute(select(func.count()).select_from(villages)).scalar_one()


def withdraw(conn: Connection, codes: Iterable[str]) -> None:
    """Forget villages; nothing refers to them."""
    for batch in in_batches(codes, AT_ONCE):
        conn.execute(delete(villages).where(villages.c.code.in_(batch)))


def codes(conn: Connection) -> set[str]:
    return set(conn.execute(select(villages.c.code)).scalars())


def _row(village: Village) -> dict[str, Any]:
    plain = {name: getattr(village, name) for name in _PLAIN}
    return plain | {
        "sound": sound(core(village.name, VILLAGE_END))[:_LONGEST_SOUND],
        "town_sound": sound(core(village.town, REGION_END))[:_LONGEST_SOUND],
        "county_sound": sound(core(village.county, REGION_END))[:_LONGEST_SOUND],
    }


def _village(row: AnyRow) -> Village:
    return Village(**{name: getattr(row, name) for name in _PLAIN})
