"""What is said of goods in several kinds as a whole: how many they are together, and which brand or name is that of all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from catalog.judge import Judge, Said
from catalog.tokens import Token
from intents.goods.group import Group
from intents.goods.shares import kind_of


def tell_all(groups: Sequence[Group], tokens: Sequence[Token], place: int) -> None:
    """Let a brand behind 都要 tell of all goods before it: 红笔两盒黑笔三盒,都要真彩的."""
    brand = tokens[place]
    if place and tokens[place - 1].kind == "each" and brand.term is not None and brand.term.brand:
        for group in groups[:-1]:
            if group.named and group.bits & brand.term.fits:
                group.said.terms.append((brand.term, brand.exact))


def without_totals(groups: Sequence[Group]) -> list[Group]:
    """Leave out a total that the kinds behind it add up to: 袜子三双,男的两双,女的一双."""
    kept: list[Group] = []
    for place, group in enumerate(groups):
        heirs: list[Group] = []
        for other in groups[place + 1 :]:
            within = (
                other.named and group.has_noun and not other.bits & ~(kind_of(group) if other.has_noun else group.bits)
            )
            if not other.heir and not within:
                break
            heirs.append(other)
        total = sum((heir.quantity.value for heir in heirs if heir.quantity), Decimal(0))
        said = group.said
        shared = len(heirs) > 1 and not (group.heir or said.traits or said.grade or said.sizes)
        if shared and group.quantity and group.quantity.value == total:
            _pass_brand(group, heirs)
        else:
            kept.append(group)
    return kept


def pass_names_on(groups: Sequence[Group], text: str, judge: Judge) -> None:
    """Let a flavour that is no goods here be one of the brand, or of the goods, before: 老干妈鸡油的两瓶豆豉的三瓶,
    方便面红烧的一提酸菜的一提."""
    for before, group in pairwise(groups):
        flavour = group.quantity is not None and text.startswith(("的", "味"), group.last_term)
        if not flavour or not before.quantity or group.has_brand or judge.fitting(group.said):
            continue
        own = [one for one in group.said.terms if not one[0].fits & before.bits] or group.said.terms
        brands = [one for one in before.said.terms if one[0].brand and not one[0].noun]
        nouns = [one for one in before.said.terms if one[0].noun]
        for names in (brands, nouns, *([one] for one in nouns)):  # 种子,萝卜的两包菠菜的一包: of seeds, none of radish
            both = Said(terms=[*names, *own], sizes=list(group.said.sizes), unit=group.said.unit)
            if names and judge.fitting(both):
                group.said = both
                break


def _pass_brand(group: Group, heirs: Sequence[Group]) -> None:
    """Let the brand of a total be that of the kinds behind it: 海天酱油两瓶,一瓶生抽一瓶老抽."""
    brands = [(term, exact) for term, exact in group.said.terms if term.brand and not term.noun]
    for heir in heirs:
        if not heir.has_brand:
            heir.said.terms += brands
