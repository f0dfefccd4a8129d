"""What a product's own row says of it: what it is, its brand, its sizes, its packs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from catalog.fold import fold
from catalog.measure import SHOE, Amount, read_amounts
from catalog.product import Product
from config.data import read_yaml

_PACKED = re.compile(r"([瓶桶袋盒罐听箱包提板卷])装|整(箱)")
_HELD = frozenset("瓶罐听盒袋")
"""What a box is full of, by its label: 24罐."""
_DRESS = re.compile(
    r"整箱|(?<=[ ×])礼盒装?|散装|单支|[五十]连包|[瓶桶袋盒罐听箱包]装|套装|(?<=..)(?:特?[大中小]号|带[盖把柄]|带木把|加厚|家用)(?= |$)|[×x*()（）/+,，。、\s-]+"
)
_LOOKS = re.compile(r"(?<=..)(?: *(?:[一两][对副双套]|[红黑白蓝绿粉黄灰紫]色|[男女]款|均码|大红|透明|混装))+$")
"""How it looks and for whom it is, behind the name: 敬酒杯红色一对."""
_SIDE = re.compile(r"\d+(?:\.\d+)?(?=[×x*]\d)")
"""The first side of what is so long and so wide: 200×230cm."""
_BOTH_SIDES = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)[×x*]\d+(?:\.\d+)?(cm|m|米|厘米|公分)(?![a-z])")
_BRAND_TAIL = re.compile(r"(?<=..)(牌|家纺)$")
_SHOES = re.compile(r"(?<![\d.])([2-4]\d)[-~]([2-4]\d)(?![\d.])")
"""Sizes of shoes that one pair fits: 42-43."""
_FIGURES = re.compile(r"\d+(?:\.\d+)?")
NEGATES = "未无不非"
"""Before a word of a label: the goods are not so."""
_FLAVOUR = re.compile(r"味|风味|口味")


class Article(msgspec.Struct, frozen=True, kw_only=True):
    product: Product
    place: int
    """In the catalogue; bit `1 << place` stands for it in every set of articles."""
    name: str
    """As it stands in the catalogue, folded."""
    text: str
    """Name and aliases, folded: all that may be said of it."""
    spec: str
    """As it stands in the catalogue, folded."""
    core: str
    """The name without brand, sizes and packing: its head stands last."""
    whole: str
    """The same with the brand, which may be all the name there is: 可口可乐."""
    aliases: tuple[str, ...]
    brands: tuple[str, ...]
    leaf: str
    """The second level of the category, the first where there is no second."""
    shelf: str
    """The first level of the category."""
    amounts: tuple[Amount, ...]
    """Read from spec, then name."""
    measures: frozenset[tuple[str, Decimal]]
    figures: frozenset[str]
    """Bare numbers of the name and spec, as written."""
    packs: frozenset[str]
    """The selling unit and what the name says of packing."""

    @property
    def bit(self) -> int:
        return 1 << self.place


def read_article(product: Product, place: int) -> Article:
    """Read the row; nothing is known of other rows."""
    name, spec = fold(product.name), fold(product.spec)
    aliases = tuple(fold(alias) for alias in product.aliases)
    brand = fold(product.brand)
    label, amounts = f"{name} {spec}", (*read_amounts(spec), *read_amounts(name))
    return Article(
        product=product,
        place=place,
        name=name,
        text=" ".join((name, *aliases)),
        spec=spec,
        core=_core(name.removeprefix(brand)) or _core(name),
        whole=_core(name),
        aliases=aliases,
        brands=tuple(dict.fromkeys(b for b in (brand, _BRAND_TAIL.sub("", brand)) if b)),
        leaf=fold(product.category).rpartition("/")[2],
        shelf=fold(product.category).partition("/")[0],
        amounts=amounts,
        measures=frozenset((*(amount.measure for amount in amounts), *_fitted(label), *_sides(label))),
        figures=frozenset(_FIGURES.findall(label)),
        packs=_packs(product.unit, " ".join((name, *aliases)), amounts),
    )


def _fitted(label: str) -> Iterator[tuple[str, Decimal]]:
    """The sizes of shoes within a span that a label tells."""
    for first, last in _SHOES.findall(label):
        yield from ((SHOE, Decimal(size)) for size in range(int(first), int(last) + 1))


def _sides(label: str) -> Iterator[tuple[str, Decimal]]:
    """The first side of what is so wide and so long, in the unit of the other: 1.8 metres of 1.8×2.2m."""
    for side, other in _BOTH_SIDES.findall(label):
        yield from (amount.measure for amount in read_amounts(side + other))


def _core(core: str) -> str:
    core = _SIDE.sub("", core)
    for amount in reversed(read_amounts(core)):
        if core[amount.start].isdigit() and amount.unit:
            core = core[: amount.start] + " " + core[amount.end :].removeprefix("装")
    return _LOOKS.sub("", _DRESS.sub(" ", core).strip())


def _packs(unit: str, name: str, amounts: Sequence[Amount]) -> frozenset[str]:
    said = {pack for match in _PACKED.finditer(name) for pack in match.groups() if pack}
    held = {amount.unit for amount in amounts if amount.value > 1 and amount.unit in _HELD}
    return frozenset({one_pack(fold(unit)), *map(one_pack, said | held)})


_SAME_PACK: dict[str, str] = read_yaml("lexicon/measures.yaml")["same_pack"]


def one_pack(word: str) -> str:
    """One word for packs that a shopkeeper does not tell apart: 听 is 罐, 包 is 袋."""
    return _SAME_PACK.get(word, word)


def holds(article: Article, amount: Amount) -> bool:
    """Whether a label tells just so many of these packs: 12瓶, and not 12罐."""
    held = (one for one in article.amounts if one.unit and one.value == amount.value)
    return any(one_pack(one.unit) == one_pack(amount.unit) for one in held)


def is_flavour(core: str, end: int) -> bool:
    """Whether the word that ends at `end` only names a taste: 草莓 in 草莓味."""
    return bool(_FLAVOUR.match(core, end))
