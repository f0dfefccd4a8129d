"""How many selling units an amount is: 100 斤 of 25 kg bags are 2, 12 节 of boards of four are 3."""

from __future__ import annotations

from decimal import Decimal

from catalog.article import Article, one_pack
from catalog.measure import DIMENSIONS, Amount

_PIECES = frozenset("个只枚节支片粒颗卷双根把袋包瓶罐听盒张本条枝")
_SMALL = frozenset("个只枚节粒颗")
"""Pieces that one calls so and another so: 节 or 粒 of batteries."""
_PAIRED = frozenset({"对", "双", "副", "套", "组"})
_CENTIMETRE = Decimal("0.01")
_DOZEN, _PAIR = Decimal(12), Decimal(2)
_LOOSE = frozenset({"", "个", "份", "样", "点", "些", "只"})


def in_selling_units(amount: Amount, article: Article) -> Decimal | None:
    """Convert; None where it cannot be known, as 一箱 of what is sold by the bottle."""
    unit, sold_by = amount.unit, one_pack(article.product.unit)
    dimension = DIMENSIONS.get(unit, ("", 1))[0]
    if dimension == "weight":
        return _weighed(amount, article)
    if dimension == "length" and unit != sold_by and DIMENSIONS.get(sold_by, ("", 1))[0] == "length":
        return (amount.measure[1] / DIMENSIONS[sold_by][1]).quantize(_CENTIMETRE).normalize()
    if unit and one_pack(unit) == sold_by:
        return amount.value
    if one_pack(unit) == "打":
        return _dozens(amount.value * _DOZEN, article)
    if unit in ("对", "双"):
        return _paired(amount, article, sold_by)
    if (packs := _packs(amount, article)) is not None:
        return packs
    return (
        amount.value if unit in _LOOSE or not (_breaks_pack(amount, article) or _is_other_pack(unit, article)) else None
    )


def in_jin(amount: Amount) -> Amount:
    """两 as parts of a 斤, by which goods are sold that nobody here has a unit of."""
    return amount._replace(value=amount.measure[1], unit="斤") if amount.unit == "两" else amount


def pack_weight(article: Article) -> Decimal | None:
    """The weight of one selling unit in jin, None where the label tells none."""
    return next((a.measure[1] for a in article.amounts if a.measure[0] == "weight"), None)


def _weighed(amount: Amount, article: Article) -> Decimal | None:
    total = amount.measure[1]
    factor = DIMENSIONS.get(article.product.unit)
    if factor and factor[0] == "weight":
        return total / factor[1]
    pack = pack_weight(article)
    if not pack or total % pack:
        return None
    return total / pack


def _dozens(pieces: Decimal, article: Article) -> Decimal:
    """Packs, where a pack holds a dozen, else so many."""
    holds = (label.value for label in article.amounts if label.measure[0] == "pieces" and label.value > 1)
    return next((pieces / value for value in holds if not pieces % value and value >= _DOZEN), pieces)


def _paired(amount: Amount, article: Article, sold_by: str) -> Decimal | None:
    if any(label.unit == "双" and label.value > 1 for label in article.amounts):
        return _packs(amount, article)
    if sold_by in _PAIRED:
        return amount.value
    return amount.value * _PAIR


def _packs(amount: Amount, article: Article) -> Decimal | None:
    """Pieces of packs: whole packs only."""
    for label in article.amounts:
        same = label.unit == amount.unit or {amount.unit, label.unit} <= _SMALL
        if same and amount.unit in _PIECES and label.value > 1 and not amount.value % label.value:
            return amount.value / label.value
    return None


def _breaks_pack(amount: Amount, article: Article) -> bool:
    """Whether so many pieces would leave a pack open: two exercise books of a pack of ten."""
    return any(label.unit == amount.unit and label.value > 1 for label in article.amounts)


def _is_other_pack(unit: str, article: Article) -> bool:
    """Whether the unit names a larger or smaller pack than the selling unit."""
    big = {"箱", "件", "提", "打"}
    return (one_pack(unit) in big) != (one_pack(article.product.unit) in big) and unit not in ("把", "条", "块")
