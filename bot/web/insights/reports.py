"""The questions merchants can ask, each answered by a table. All are sums of whole cells (bot.domain.insight)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import msgspec
from sqlalchemy import Connection

from bot.domain.insight import PARTS, WEEK, Kind, week_of
from bot.storage.insights.answers import Asked, By, Told, ask, names
from bot.web.pages.words import named

USUAL_WEEKS, MOST_WEEKS = 12, 105
GAPS = ("dearer", "same", "under5", "under10", "under20", "over20")
Value = str | int | float | None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: by which column, of which weeks (Mondays, both counted), and of which goods and places."""

    by: By
    merchant: str | None
    since: date
    until: date
    only: Mapping[By, str] = {}


class Table(msgspec.Struct, frozen=True, kw_only=True):
    columns: tuple[str, ...]
    rows: list[list[Value]]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    summary: str
    by: tuple[By, ...]
    """By what it can be asked; the first where nothing is said."""
    answer: Callable[[Connection, Wanted], Table]


def weeks(since: date | None, until: date | None, now: date) -> tuple[date, date]:
    """Whole weeks around two days, twelve where nothing is said. Raises ValueError where they are too many or turned round."""
    last = week_of(until or now)
    first = week_of(since) if since else last - WEEK * (USUAL_WEEKS - 1)
    if not timedelta() <= last - first < WEEK * MOST_WEEKS:
        raise ValueError(f"since must be before until, and at most {MOST_WEEKS} weeks")
    return first, last


def _told(conn: Connection, wanted: Wanted, kind: Kind, also: By | None = None) -> list[Told]:
    asked = Asked(
        kind=kind,
        by=wanted.by,
        also=also,
        merchant="" if kind == "missing" else wanted.merchant,
        since=wanted.since,
        until=wanted.until,
        only=wanted.only,
    )
    return ask(conn, asked)


def _demand(conn: Connection, wanted: Wanted) -> Table:
    found = _told(conn, wanted, "bought")
    called = _names(conn, wanted, found)
    columns = (wanted.by, "name", "people", "orders", "quantity", "amount_fen", "parted", *PARTS["bought"])
    return Table(
        columns=columns,
        rows=[
            [t.key, called(t.key), t.people, t.times, float(t.quantity), t.amount_fen, t.parted, *t.parts.values()]
            for t in found
        ],
    )


def _left(conn: Connection, wanted: Wanted) -> Table:
    found = _told(conn, wanted, "left")
    called = _names(conn, wanted, found)
    columns = (wanted.by, "name", "people", "parted", *PARTS["left"])
    return Table(columns=columns, rows=[[t.key, called(t.key), t.people, t.parted, *t.parts.values()] for t in found])


def _missing(conn: Connection, wanted: Wanted) -> Table:
    found = _told(conn, wanted, "missing")
    return Table(columns=(wanted.by, "people", "times"), rows=[[told.key, told.people, told.times] for told in found])


def _words(conn: Connection, wanted: Wanted) -> Table:
    found = _told(conn, wanted, "word", also="sku")
    called = names(conn, [told.also for told in found])
    rows: list[list[Value]] = [[told.key, told.also, called.get(told.also, ""), told.people] for told in found]
    return Table(columns=("words", "sku", "name", "people"), rows=rows)


def _prices(conn: Connection, wanted: Wanted) -> Table:
    """Of those who asked for or bought an article, how many bought it, by how its price stands to the city's."""
    bought = {told.key: told.people for told in _told(conn, wanted, "bought")}
    left = {told.key: told.people for told in _told(conn, wanted, "left")}
    rows: list[list[Value]] = []
    for gap in GAPS:
        both = bought.get(gap, 0) + left.get(gap, 0)
        if both:
            share = round(bought.get(gap, 0) * 100 / both)
            rows.append([gap, named("gaps", gap), bought.get(gap, 0), left.get(gap, 0), share])
    return Table(columns=("gap", "name", "bought", "left", "bought_percent"), rows=rows)


def _names(conn: Connection, wanted: Wanted, found: list[Told]) -> Callable[[str], str]:
    """How the rows' keys are called; what was too rare to stand alone is the rest."""
    called = names(conn, [told.key for told in found]) if wanted.by == "sku" else {}
    return lambda key: called.get(key, key) if key else named("gaps", "rest")


_GOODS: tuple[By, ...] = ("week", "county", "category", "sku")
REPORTS: dict[str, Report] = {
    "demand": Report(summary="What was bought, and by whom for the first time or again", by=_GOODS, answer=_demand),
    "left": Report(summary="Who asked for an article and ordered none of it, and why", by=_GOODS, answer=_left),
    "missing": Report(
        summary="What villages ask for and the shop does not carry", by=("words", "county", "week"), answer=_missing
    ),
    "words": Report(summary="What villagers call the articles", by=("words",), answer=_words),
    "prices": Report(summary="Who buys, by the price against the city's", by=("gap",), answer=_prices),
}
