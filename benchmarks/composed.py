"""A composed catalogue of up to a million articles, and what people would write for them, with rule-made noise by kind."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

import yaml
from engines import Mention
from opencc import OpenCC

from catalog.product import Product
from catalog.sound import near, near_sound, syllable

GOODS = yaml.safe_load(Path(__file__).with_name("goods.yaml").read_text(encoding="utf-8"))
BRANDS = 3000
KINDS_A_BRAND = 2
LARGEST = 1_000_000
ENDED, SAID_ATTRIBUTE, SAID_SIZE, SAID_SIZE_WITHOUT_BRAND = 0.3, 0.6, 0.3, 0.5
"""How often a brand has a third sign, and how often people say the lesser terms."""
_SEED = 20_180_601
_TRADITIONAL = OpenCC("s2t")
_FILLERS = ("那个{}有没有", "麻烦给我来两瓶{}", "{}给我留一份吧", "老板我想要{}", "你们有{}卖不", "帮我拿个{}谢谢")


class Article(NamedTuple):
    brand: str
    attribute: str
    good: str
    size: str

    @property
    def name(self) -> str:
        return "".join(self)


def articles(size: int) -> Iterator[Product]:
    """The first articles of the catalogue: each size holds the smaller ones."""
    for number, one in enumerate(islice(_shuffled(), size)):
        kind = one_kind(one)
        yield Product(sku=sku_of(number), name=one.name, brand=one.brand, category=kind, unit="件", price_fen=1000)


@cache
def _shuffled() -> tuple[Article, ...]:
    chance = random.Random(_SEED)  # noqa: S311 - a catalogue, no secret
    ends = GOODS["brand_ends"]
    names = dict.fromkeys(head + tail for head, tail in product(*_brand_signs()) if head != tail)
    brands = [
        name + (chance.choice(ends) if chance.random() < ENDED else "") for name in chance.sample([*names], BRANDS)
    ]
    made: list[Article] = []
    for brand in brands:
        for kind in chance.sample([*GOODS["kinds"]], KINDS_A_BRAND):
            lists = GOODS["kinds"][kind]
            whole = [Article(brand, *rest) for rest in product(lists["attributes"], lists["products"], lists["sizes"])]
            made += chance.sample(whole, min(len(whole), chance.randint(20, 360)))
    made = [*dict.fromkeys(made)]
    chance.shuffle(made)
    assert len(made) >= LARGEST, len(made)
    return tuple(made[:LARGEST])


@cache
def _kinds() -> dict[str, str]:
    return {good: kind for kind, lists in GOODS["kinds"].items() for good in lists["products"]}


def one_kind(article: Article) -> str:
    return _kinds()[article.good]


def mentions(size: int, count: int, seed: int) -> dict[str, list[Mention]]:
    """So many mentions of every kind of noise, all of articles that a catalogue of this size has."""
    chance = random.Random(seed)  # noqa: S311 - as above
    wanted = [_shuffled()[row] for row in chance.sample(range(size), count)]
    return {kind: [make(one, chance) for one in wanted] for kind, make in NOISE.items()}


def absent(size: int, count: int, seed: int) -> dict[str, list[Mention]]:
    """Mentions of goods by brands that no article has, nor one that sounds alike; no filler and always with the brand."""
    chance = random.Random(seed)  # noqa: S311 - as above
    there = {near_sound(one.brand[:2]) for one in _shuffled()}
    names = [head + tail for head, tail in product(*_brand_signs())]
    free = [name for name in names if near_sound(name) not in there]
    wanted = chance.sample(_shuffled()[:size], count)
    kinds = {kind: make for kind, make in NOISE.items() if kind not in {"filler", "nobrand", "combo"}}
    return {k: [make(one._replace(brand=chance.choice(free)), chance) for one in wanted] for k, make in kinds.items()}


def _brand_signs() -> tuple[str, str]:
    return GOODS["brand_heads"], GOODS["brand_tails"]


def station(size: int, count: int, seed: int, goods: int) -> list[str]:
    """The skus of a station that has so many goods, all that are mentioned among them."""
    chance = random.Random(seed)  # noqa: S311 - as above
    mentioned = chance.sample(range(size), count)  # the first draw of this seed, as for the mentions
    return [sku_of(row) for row in {*mentioned, *chance.sample(range(size), goods - count)}]


def sku_of(row: int) -> str:
    return f"S{row:07d}"


def _terms(article: Article, chance: random.Random) -> list[str]:
    terms = [article.brand]
    if chance.random() < SAID_ATTRIBUTE:
        terms.append(article.attribute)
    terms.append(article.good)
    if chance.random() < SAID_SIZE:
        terms.append(article.size)
    return terms


def _over(change: Callable[[list[str], random.Random], str]) -> Callable[[Article, random.Random], Mention]:
    def make(article: Article, chance: random.Random) -> Mention:
        terms = _terms(article, chance)
        return Mention(change([*terms], chance), tuple(terms))

    return make


def _nobrand(article: Article, chance: random.Random) -> Mention:
    terms = [article.attribute, article.good, *([article.size] if chance.random() < SAID_SIZE_WITHOUT_BRAND else [])]
    return Mention("".join(terms), tuple(terms))


@cache
def _alike(*, folded: bool) -> dict[str, list[str]]:
    """The common characters (first level of GB 2312) by sound."""
    groups: dict[str, list[str]] = {}
    for row, cell in product(range(0xB0, 0xD8), range(0xA1, 0xFF)):
        try:
            character = bytes((row, cell)).decode("gb2312")
        except UnicodeDecodeError:
            continue
        spoken = syllable(character)
        groups.setdefault(near(spoken) if folded else spoken, []).append(character)
    return groups


def _swapped(text: str, chance: random.Random, others: Callable[[str], list[str]]) -> str:
    """One character in three, at least one, is replaced by one that sounds alike."""
    places = [place for place, character in enumerate(text) if others(character)]
    for place in chance.sample(places, max(1, len(places) // 3)) if places else ():
        text = text[:place] + chance.choice(others(text[place])) + text[place + 1 :]
    return text


def _same(character: str) -> list[str]:
    return [c for c in _alike(folded=False).get(syllable(character), ()) if c != character]


def _near(character: str) -> list[str]:
    spoken = syllable(character)
    return [c for c in _alike(folded=True).get(near(spoken), ()) if syllable(c) != spoken] if spoken else []


def _homophone(terms: list[str], chance: random.Random) -> str:
    return _swapped("".join(terms), chance, _same)


def _nearly(terms: list[str], chance: random.Random) -> str:
    return _swapped("".join(terms), chance, _near)


def _drop(terms: list[str], chance: random.Random) -> str:
    text = "".join(terms)
    place = chance.choice([place for place, character in enumerate(text) if syllable(character)])
    return text[:place] + text[place + 1 :]


def _reorder(terms: list[str], chance: random.Random) -> str:
    chance.shuffle(terms)
    return "".join(terms)


def _pinyin(terms: list[str], chance: random.Random) -> str:
    between = chance.choice(["", " "])
    return between.join(syllable(character) or character for character in "".join(terms))


def _mixed(terms: list[str], chance: random.Random) -> str:
    typed = chance.randrange(len(terms))
    terms[typed] = _pinyin([terms[typed]], chance)
    return "".join(terms)


def _traditional(terms: list[str], _: random.Random) -> str:
    return str(_TRADITIONAL.convert("".join(terms)))


def _filler(terms: list[str], chance: random.Random) -> str:
    return chance.choice(_FILLERS).format("".join(terms))


def _combo(terms: list[str], chance: random.Random) -> str:
    _reorder(terms, chance)
    first = [chance.choice([_homophone, _nearly])(terms, chance)]
    return chance.choice([_drop, _traditional, _filler])(first, chance)


NOISE: dict[str, Callable[[Article, random.Random], Mention]] = {
    "clean": _over(lambda terms, _: "".join(terms)),
    "homophone": _over(_homophone),
    "near": _over(_nearly),
    "drop": _over(_drop),
    "reorder": _over(_reorder),
    "pinyin": _over(_pinyin),
    "mixpy": _over(_mixed),
    "trad": _over(_traditional),
    "filler": _over(_filler),
    "nobrand": _nobrand,
    "combo": _over(_combo),
}
