"""Numbers and units as villagers write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from intents.values.numbers import read_number, read_numbers
from intents.values.units import UNITS, find_unit, in_jin, same_pack, unit_at

WHOLE = {
    "俩": 2, "仨": 3, "卅": 30, "廿": 20, "廿五": 25, "十": 10, "十五": 15, "一百零五": 105, "一百五": 150, "一千二": 1200, "两万三": 23000,
    "一万两千": 12000, "三千零五十": 3050, "二零二六": 2026, "半": "0.5", "三点五": "3.5", "1.5": "1.5", "２".translate({0xFF12: "2"}): 2,
    "3,000": 3000, "1.2万": 12000, "2千": 2000, "三十几": 30, "两百多": 200, "二三十": 20, "壹佰": 100, "0": 0,
}  # fmt: skip  # a table, a row a line


@pytest.mark.parametrize(("said", "value"), WHOLE.items())
def test_a_number_is_read(said: str, value: float | str) -> None:
    assert read_number(said) == Decimal(str(value))


@pytest.mark.parametrize("said", ["统一", "一样", "百", "万能", "三瓶", "", "一共", "星期"])
def test_what_is_no_number_is_not_read(said: str) -> None:
    assert read_number(said) is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("二斤八两", [2, 8]),
        ("四两", [4]),
        ("百来斤", [100]),
        ("五千来斤", [5000]),
        ("100来斤", [100]),
        ("来十个再来两瓶", [10, 2]),
        ("统一面三包", [3]),
        ("酱油2瓶醋三瓶", [2, 3]),
    ],
)
def test_numbers_are_found_in_a_text(text: str, values: list[int]) -> None:
    assert [number.value for number in read_numbers(text)] == values


def test_a_number_knows_where_it_stands_and_what_it_is() -> None:
    (about,) = read_numbers("要百来斤")
    assert ("要百来斤"[about.start : about.end], about.about) == ("百来", True)
    assert [n.ordinal for n in read_numbers("第三个和两个")] == [True, False]


@pytest.mark.parametrize("text", ["9" * 300, "一" * 300, "亿" * 300, "1." * 500, "一点" * 500])
def test_endless_numbers_do_no_harm(text: str) -> None:
    assert all(number.value < 10**13 for number in read_numbers(text))


@pytest.mark.parametrize(
    ("text", "at", "name"),
    [("三公斤", 1, "公斤"), ("5kg", 1, "公斤"), ("两听", 1, "罐"), ("500ml", 3, "毫升"), ("2支", 1, "支")],
)
def test_a_unit_is_read_where_it_stands(text: str, at: int, name: str) -> None:
    unit = unit_at(text, at)
    assert unit is not None
    assert unit.name == name


def test_letters_of_a_longer_word_are_no_unit() -> None:
    assert unit_at("2good", 1) is None


def test_weights_convert_to_jin_and_other_units_do_not() -> None:
    assert in_jin(Decimal(2), UNITS["公斤"]) == 4
    assert in_jin(Decimal(4), UNITS["两"]) == Decimal("0.4")
    assert in_jin(Decimal(1), UNITS["吨"]) == 2000
    assert in_jin(Decimal(1), UNITS["瓶"]) is None


def test_bags_and_packets_are_one_pack_and_bottles_another() -> None:
    assert same_pack("袋", "包")
    assert same_pack("听", "罐")
    assert not same_pack("瓶", "桶")
    assert find_unit("KG") is find_unit("kg")
