"""The catalogue file: every bad row is named, with what to do about it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from catalog.problem import Problem
from catalog.product import Product
from catalog.reading import each_product, read_catalog

HEADING = "sku,name,brand,category,spec,unit,price,city_price,aliases,install,merchant,stock,weight_kg"


def good(**cells: str) -> str:
    row = {
        "sku": "A1", "name": "香醋500ml", "brand": "恒顺", "category": "调味/醋", "spec": "500ml", "unit": "瓶",
        "price": "7.5", "city_price": "8.6", "aliases": "醋|镇江醋", "install": "0", "merchant": "供销社",
        "stock": "12.5", "weight_kg": "0.85",
    }  # fmt: skip  # a table, a row a line
    return ",".join((row | cells).values())


def written(folder: Path, *rows: str, heading: str = HEADING) -> Path:
    path = folder / "catalog.csv"
    path.write_text("\n".join((heading, *rows, "")), encoding="utf-8")
    return path


def test_a_row_becomes_an_article(tmp_path):
    assert read_catalog(written(tmp_path, good())).rows == (
        Product(
            sku="A1", name="香醋500ml", brand="恒顺", category="调味/醋", spec="500ml", unit="瓶", price_fen=750,
            city_price_fen=860, aliases=("醋", "镇江醋"), merchant="供销社", stock=Decimal("12.5"),
            weight_kg=Decimal("0.85"),
        ),
    )  # fmt: skip  # a table, a row a line


def test_blank_cells_and_absent_columns_mean_nothing_known(tmp_path):
    (product,), problems = read_catalog(written(tmp_path, "A1,醋,瓶,7", heading="sku,name,unit,price"))
    assert not problems
    assert product == Product(sku="A1", name="醋", unit="瓶", price_fen=700)


def test_full_width_digits_and_bars_are_read(tmp_path):
    row = good(sku="Ａ１", price="１２．５０", install="１", aliases="醋｜老醋｜醋")
    (product,), problems = read_catalog(written(tmp_path, row))
    assert not problems
    assert (product.sku, product.price_fen, product.install) == ("A1", 1250, True)
    assert product.aliases == ("醋", "老醋")


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"sku": ""}, "sku", "missing"),
        ({"sku": "A 1"}, "sku", "space"),
        ({"sku": "A" * 33}, "sku", "33 characters"),
        ({"name": ""}, "name", "missing"),
        ({"name": "醋" * 61}, "name", "61 characters"),
        ({"name": "香\u200b醋"}, "name", "U+200B"),
        ({"name": "香\x07醋"}, "name", "U+0007"),
        ({"name": '"香\n醋"'}, "name", "U+000A"),
        ({"unit": ""}, "unit", "missing"),
        ({"price": ""}, "price", "missing"),
        ({"price": "八块"}, "price", "'八块' is no number"),
        ({"price": "9.9元"}, "price", "no number"),
        ({"price": "1e5"}, "price", "no number"),
        ({"price": "NaN"}, "price", "no number"),
        ({"price": "٣"}, "price", "no number"),
        ({"price": "1_0"}, "price", "no number"),
        ({"price": "9" * 400}, "price", "no number"),
        ({"price": "-3"}, "price", "cannot be right"),
        ({"price": "0"}, "price", "cannot be right"),
        ({"price": "9999999"}, "price", "cannot be right"),
        ({"price": "1.234"}, "price", "too many decimals"),
        ({"price": "750"}, "price", "decimal point"),
        ({"price": "0.75"}, "price", "decimal point"),
        ({"city_price": "dear"}, "city_price", "no number"),
        ({"install": "yes"}, "install", "write 0 or 1"),
        ({"stock": "many"}, "stock", "no number"),
        ({"stock": "-1"}, "stock", "cannot be right"),
        ({"weight_kg": "0"}, "weight_kg", "cannot be right"),
        ({"aliases": "醋" * 31}, "aliases", "too long"),
        ({"aliases": "|".join(f"醋{n}" for n in range(31))}, "aliases", "31 names"),
        ({"weight_kg": "1,2"}, "row", "more cells"),
    ],
    ids=str,
)
def test_a_bad_cell_is_named(tmp_path, cells, column, says):
    rows, problems = read_catalog(written(tmp_path, good(sku="A0"), good(**cells)))
    assert [row.sku for row in rows] == ["A0"]
    assert [(problem.line, problem.column) for problem in problems] == [(3, column)]
    assert says in problems[0].reason
    assert len(str(problems[0])) < 160


def test_all_problems_of_a_row_are_named_at_once(tmp_path):
    _, problems = read_catalog(written(tmp_path, good(name="", unit="", price="x", install="2")))
    assert {problem.column for problem in problems} == {"name", "unit", "price", "install"}


def test_a_sku_that_comes_twice_names_both_lines(tmp_path):
    rows, problems = read_catalog(written(tmp_path, good(), good(sku="A2"), good(name="白醋")))
    assert [row.name for row in rows] == ["香醋500ml", "香醋500ml"]
    assert problems == (Problem(4, "sku", "A1 stands already on line 2; keep one of the two"),)


def test_skus_that_differ_only_in_width_are_the_same(tmp_path):
    _, problems = read_catalog(written(tmp_path, good(), good(sku="Ａ１")))
    assert [problem.column for problem in problems] == ["sku"]


def test_a_line_is_counted_as_an_editor_shows_it(tmp_path):
    path = written(tmp_path, good(), "", good(sku="A2", merchant='"供销社\n二店"'), good(sku="A3", price="?"))
    _, problems = read_catalog(path)
    assert [(problem.line, problem.column) for problem in problems] == [(4, "merchant"), (6, "price")]


def test_a_big_file_is_read_one_by_one_and_tells_how_far_it_is(tmp_path):
    path = written(tmp_path, *(good(sku=f"A{n}") for n in range(2500)))
    seen: list[int] = []
    articles = each_product(path, seen.append)
    assert isinstance(next(articles), Product)
    assert seen == []
    assert sum(1 for _ in articles) == 2499
    assert seen == [1000, 2000, 2500]
