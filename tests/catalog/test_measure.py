"""Amounts as labels and people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.measure import han_value, read_amounts


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("500ml", "volume", "0.5"),
        ("半升", "volume", "0.5"),
        ("五升", "volume", "5"),
        ("二十斤装", "weight", "20"),
        ("10kg", "weight", "20"),
        ("两百五十克", "weight", "0.5"),
        ("二斤半", "weight", "2.5"),
        ("八两", "weight", "0.8"),
        ("一米八的床", "length", "1.8"),
        ("36cm", "length", "0.36"),
        ("42码", "shoe", "42"),
        ("五号", "number", "5"),
        ("1.5匹", "horse", "1.5"),
        ("XL".lower(), "letter", "4"),
        ("三十枚", "pieces", "30"),
        ("来瓶醋", "pieces", "1"),
        ("1万毫安", "milliampere", "10000"),
    ],
)
def test_an_amount_is_read_in_basic_units(text: str, dimension: str, value: str) -> None:
    (amount,) = read_amounts(text)

    assert amount.measure == (dimension, Decimal(value).normalize())


@pytest.mark.parametrize(
    ("word", "value"), [("十五", 15), ("一百二", 120), ("两千", 2000), ("一百零五", 105), ("三五", 35)]
)
def test_plain_numerals_have_values(word: str, value: int) -> None:
    assert han_value(word) == value


@pytest.mark.parametrize("text", ["百事可乐", "来包裹了", "9" * 300, "一" * 5000, "要件事跟你说"])
def test_what_is_no_amount_gives_no_pack(text: str) -> None:
    assert all(amount.unit not in ("包", "件") for amount in read_amounts(text))


def test_a_small_one_is_one_and_small() -> None:
    (amount,) = read_amounts("一小瓶")

    assert (amount.value, amount.unit, amount.grade) == (1, "瓶", "小")
