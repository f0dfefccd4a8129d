"""How many selling units an amount is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.article import read_article
from catalog.measure import read_amounts
from catalog.product import Product
from intents.values.quantity import in_selling_units


@pytest.mark.parametrize(
    ("amount", "name", "spec", "unit", "want"),
    [
        ("三袋", "尿素40kg", "40kg", "袋", "3"),
        ("一吨", "尿素40kg", "40kg", "袋", "25"),
        ("100斤", "大米25kg", "25kg", "袋", "2"),
        ("90斤", "大米25kg", "25kg", "袋", None),
        ("两公斤", "散装花生", "散称", "斤", "4"),
        ("500克", "散装花生", "散称", "斤", "1"),
        ("三斤", "散装花生", "散称", "公斤", "1.5"),
        ("一打", "圆珠笔", "", "支", "12"),
        ("一打", "劳保手套12双", "12双", "打", "1"),
        ("半打", "铅笔", "", "支", "6"),
        ("一对", "枕头", "", "个", "2"),
        ("一对", "灯笼", "", "对", "1"),
        ("十双", "棉袜5双装", "5双", "包", "2"),
        ("三双", "棉袜5双装", "5双", "包", None),
        ("12节", "电池4节", "4节", "板", "3"),
        ("20个", "饭碗10只装", "10只", "盒", "2"),
        ("一箱", "老抽500ml", "500ml", "瓶", None),
        ("24瓶", "矿泉水550ml×24瓶", "24瓶", "箱", "1"),
        ("两听", "凉茶310ml", "310ml", "罐", "2"),
        ("两包", "白糖400g", "400g", "袋", "2"),
        ("两份", "白糖400g", "400g", "袋", "2"),
    ],
)
def test_an_amount_becomes_selling_units(amount: str, name: str, spec: str, unit: str, want: str | None) -> None:
    article = read_article(Product(sku="X", name=name, spec=spec, unit=unit, price_fen=100), 0)
    (said,) = read_amounts(amount)

    assert in_selling_units(said, article) == (None if want is None else Decimal(want))
