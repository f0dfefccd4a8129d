"""A year of all merchants is read from totals, which say exactly what the cells say, also where some week is not added up yet."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy import text as sql

from bot.domain.insight import Line, cells
from bot.storage.insights import totals as insight_totals
from bot.storage.insights import weeks
from bot.storage.insights.answers import Asked, ask
from bot.storage.migrate import upgrade
from bot.storage.schema import insight_cells
from bot.storage.sql.connect import opened

FIRST = date(2026, 9, 7)
WEEKS = [FIRST + timedelta(weeks=n) for n in range(6)]


def lines(week: date) -> list[Line]:
    """Buyers and askers of three merchants in three counties; a few of each are too few to be told."""
    dice = random.Random(week.toordinal())  # noqa: S311 - made up goods, no secret
    return [
        Line(
            kind=dice.choice(("bought", "left", "missing")),
            person=f"p{dice.randrange(60)}",
            merchant=f"m{article % 3}",
            county=f"c{dice.randrange(3)}",
            category=f"k{article % 2}",
            sku=f"s{article}",
            words="风油精",
            gap=("same", "under5")[article % 2],
            part="new" if dice.random() < 0.5 else "sold_out",
            quantity=Decimal(2),
            amount_fen=1990,
        )
        for article in (dice.randrange(5) for _ in range(500))
    ]


def closed(conn, week: date, *, totals: bool = True) -> None:
    """As a worker does it; without totals as one of the release before."""
    conn.execute(insert(insight_cells), [weeks.row(week, cell) for cell in cells(lines(week))])
    if totals:
        insight_totals.renew(conn, week)


def answers(conn) -> list[object]:
    """All that can be asked of all merchants at once, of several stretches of weeks."""
    stretches = [(WEEKS[0], WEEKS[-1]), (WEEKS[1], WEEKS[4]), (WEEKS[5], WEEKS[5]), (WEEKS[0], date(2027, 9, 6))]
    return [
        sorted(ask(conn, Asked(kind=kind, by=face, merchant=None, since=since, until=until)), key=repr)
        for kind in insight_totals.KINDS
        for face in insight_totals.FACES
        for since, until in stretches
    ]


def sums_of_cells(conn, kind: str, face: str) -> dict[str, list[object]]:
    found = defaultdict(lambda: [0] * len(insight_totals.SUMS))
    for row in conn.execute(select(insight_cells).where(insight_cells.c.kind == kind)).mappings():
        found[str(row[face])] = [
            a + row[name] for a, name in zip(found[str(row[face])], insight_totals.SUMS, strict=True)
        ]
    return found


@pytest.mark.parametrize("face", insight_totals.FACES)
@pytest.mark.parametrize("kind", insight_totals.KINDS)
async def test_an_answer_about_all_merchants_is_the_sum_of_their_cells(database, kind, face):
    def work(conn) -> None:
        for week in WEEKS:
            closed(conn, week)
        told = ask(conn, Asked(kind=kind, by=face, merchant=None, since=WEEKS[0], until=WEEKS[-1]))
        said = {one.key: [one.people, one.times, one.quantity, one.amount_fen, one.parted] for one in told}
        wanted = sums_of_cells(conn, kind, face)
        assert said == {key: sums[:5] for key, sums in wanted.items()}
        assert {one.key: [*one.parts.values()] for one in told} == {key: sums[5:] for key, sums in wanted.items()}
        assert said

    await database.run(work)


@pytest.mark.parametrize("missed", [(), (0,), (5,), (2, 3), (4, 5), tuple(range(6))])
async def test_weeks_closed_by_a_process_that_knows_no_totals_are_counted_at_once_and_added_up_later(database, missed):
    """Whatever is asked, before and after they are: the answers are those of the cells alone."""

    def work(conn) -> None:
        for place, week in enumerate(WEEKS):
            closed(conn, week, totals=place not in missed)
        found = answers(conn)
        insight_totals.renew(conn, WEEKS[-1])
        assert answers(conn) == found
        conn.execute(delete(insight_totals.insight_totals))
        assert answers(conn) == found

    await database.run(work)


async def test_a_week_that_gets_late_lines_is_added_up_anew(database):
    def work(conn) -> None:
        for week in WEEKS[1:]:
            closed(conn, week)
        closed(conn, WEEKS[0])
        found = answers(conn)
        conn.execute(delete(insight_totals.insight_totals))
        assert answers(conn) == found

    await database.run(work)


async def test_what_was_closed_before_there_were_totals_is_added_up_by_the_migration(tmp_path):
    async with opened(f"sqlite:///{tmp_path / 'cunkou.db'}") as database:

        def work(conn) -> None:
            upgrade(conn, "0028")
            for week in WEEKS:
                closed(conn, week, totals=False)
            upgrade(conn, "head")
            assert insight_totals.newest(conn) == WEEKS[-1]
            found = answers(conn)
            conn.execute(delete(insight_totals.insight_totals))
            assert answers(conn) == found

        await database.run(work)


async def test_the_newest_weeks_are_read_without_reading_every_cell(sqlite):
    """A merchant is leapt to, and of him the weeks that are asked for."""

    def work(conn) -> list[str]:
        asked = insight_totals.parts("bought", "county", WEEKS[0], WEEKS[5], WEEKS[4])
        words = str(asked.compile(conn.engine, compile_kwargs={"literal_binds": True}))
        return [row.detail for row in conn.execute(sql(f"EXPLAIN QUERY PLAN {words}"))]

    plan = await sqlite.run(work)
    assert not [step for step in plan if "SCAN insight" in step]
    assert any("insight_cells USING PRIMARY KEY (merchant=? AND kind=? AND week>?" in step for step in plan)
