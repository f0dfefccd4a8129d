"""Searching: names, brands, sizes, slips and typed pinyin."""

from __future__ import annotations

import pytest

from catalog.shop import Shop


@pytest.mark.parametrize(
    ("query", "sku"),
    [
        ("生抽", "A1"),
        ("云岭生抽1.8L", "A2"),
        ("shengchou", "A1"),
        ("yun ling jin biao", "A1"),
        ("niaosu", "J1"),
        ("洗法水", "C1"),
        ("kuangquanshui", "H1"),
        ("mian tuo xie", "I1"),
        ("种子", "K1"),
        ("护发", "C3"),
    ],
)
def test_the_best_hit_is_what_was_looked_for(shop: Shop, query: str, sku: str) -> None:
    assert sku in [hit.sku for hit in shop.search(query, limit=2)]


def test_scores_are_shares_and_fall(shop: Shop) -> None:
    scores = [hit.score for hit in shop.search("云岭金标生抽", limit=10)]

    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize("query", ["", " ", "。。。", "𠀀" * 2000, "a" * 10_000])
def test_nonsense_finds_little_and_harms_nothing(shop: Shop, query: str) -> None:
    assert len(shop.search(query)) <= 5
