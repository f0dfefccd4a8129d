"""No figure of fewer than five people is shown, and none can be reckoned from two or three that are."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from itertools import combinations, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from bot.domain.insight import FEWEST, PARTS, Line, cells, closed_before, partition, price_gap

PEOPLE = [f"p{n}" for n in range(12)]
LINES = st.lists(
    st.builds(
        Line,
        kind=st.sampled_from(["bought", "left"]),
        person=st.sampled_from(PEOPLE),
        merchant=st.sampled_from(["A", "B"]),
        county=st.sampled_from(["青石县", "柳河县"]),
        category=st.sampled_from(["粮油", "洗护"]),
        sku=st.sampled_from(["S1", "S2"]),
        part=st.sampled_from(["new", "again", "sold_out", "no_order"]),
    )
    | st.builds(
        Line,
        kind=st.sampled_from(["missing", "word"]),
        person=st.sampled_from(PEOPLE),
        county=st.sampled_from(["青石县", "柳河县"]),
        words=st.sampled_from(["风油精", "洗发水"]),
    ),
    max_size=150,
)
FILTERS = [
    dict(zip(("kind", "merchant", "county", "category", "sku"), values, strict=True))
    for values in product(("bought", "left"), ("A", None), ("青石县", "", None), ("粮油", None), ("S1", "", None))
]


def answered(found, wanted):
    """The cells an answer is the sum of."""
    return frozenset(
        place
        for place in found
        if all(value is None or getattr(place, name) == value for name, value in wanted.items())
    )


def people(found, places):
    return {line.person for place in places for line in found[place]}


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_any_two_or_three_answers_differ_by_five_people_or_by_nobody(lines):
    found = partition(lines)
    answers = {answered(found, wanted) for wanted in FILTERS}
    for one, other in combinations(answers, 2):
        for rest in (one - other, other - one, one & other):
            assert not rest or len(people(found, rest)) >= FEWEST
    for a, b, c in combinations(sorted(answers, key=lambda x: (len(x), sorted(map(repr, x))))[:12], 3):
        for rest in (a - b - c, (a | b) - c, (a & b) - c, a & b & c, (a ^ b) ^ c):
            assert not rest or len(people(found, rest)) >= FEWEST


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_each_line_is_in_one_cell_at_most_and_in_one_of_its_own(lines):
    found = partition(lines)
    counted = Counter(id(line) for group in found.values() for line in group)
    assert not counted or max(counted.values()) == 1
    for place, group in found.items():
        assert all(getattr(line, name) == value for line in group for name, value in asdict(place).items() if value)


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_those_too_few_to_be_shown_change_nothing_that_is_shown(lines):
    kept = [line for group in partition(lines).values() for line in group]
    assert {cell.place: cell for cell in cells(kept)} == {cell.place: cell for cell in cells(lines)}


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_all_that_is_shown_is_rounded_and_no_part_is_of_a_few(lines):
    found = partition(lines)
    for cell in cells(lines):
        assert cell.people >= FEWEST
        assert cell.people % 5 == cell.times % 5 == cell.amount_fen % 1000 == 0
        assert cell.people <= len(people(found, [cell.place]))
        if cell.parts:
            assert all(part == 0 or part >= FEWEST for part in cell.parts)
            assert sum(cell.parts) <= len(people(found, [cell.place]))


def bought(person: int, **more: str) -> Line:
    return Line(kind="bought", person=f"p{person}", merchant="A", **({"county": "青石县", "category": "粮油"} | more))


def test_rare_articles_are_told_together_and_what_is_left_is_not_told():
    lines = [
        *(bought(n, sku="rice") for n in range(5)),
        *(bought(n, sku="oil") for n in range(3)),
        *(bought(n, sku="salt") for n in range(3, 6)),
        *(bought(n, sku="rice", county="柳河县") for n in range(4)),
    ]
    shown = {(cell.place.county, cell.place.sku): cell.people for cell in cells(lines)}
    assert shown == {("青石县", "rice"): 5, ("青石县", ""): 5}
    assert ("", "") in {(c.place.county, c.place.sku) for c in cells([*lines, bought(9, county="松岭县", sku="x")])}


def test_five_lines_of_one_person_are_not_five_people():
    assert cells([bought(1, sku="rice")] * 9) == []


def test_a_part_of_a_few_hides_all_parts():
    lines = [*(bought(n, part="new") for n in range(9)), bought(9, part="again")]
    assert [cell.parts for cell in cells(lines)] == [None]
    assert [cell.parts for cell in cells([*lines, *(bought(n, part="again") for n in range(10, 14))])] == [(5, 5, 0)]
    assert {len(parts) for parts in PARTS.values()} == {3}


@pytest.mark.parametrize(
    ("ours", "city", "gap"),
    [(100, None, ""), (100, 100, "same"), (101, 100, "dearer"), (96, 100, "under5"), (95, 100, "under10"),
     (90, 100, "under20"), (80, 100, "over20")],
)  # fmt: skip  # a table, a row a line
def test_prices_are_told_against_the_citys(ours, city, gap):
    assert price_gap(ours, city) == gap


def test_a_week_stays_open_until_sundays_searches_had_their_day():
    zone = ZoneInfo("Asia/Shanghai")
    assert closed_before(datetime(2026, 12, 1, 3, 59, tzinfo=zone)) == date(2026, 11, 23)
    assert closed_before(datetime(2026, 12, 1, 4, 0, tzinfo=zone)) == date(2026, 11, 30)
