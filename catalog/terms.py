"""All words that can name goods in one shop, and which articles each can mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

import msgspec

from catalog.article import NEGATES, Article
from catalog.heads import LONGEST, noun_heads
from catalog.measure import DIMENSIONS, read_amounts
from catalog.nouns import read_nouns
from catalog.speech import common_words, cut, small_words

_MODEL = re.compile(r"(?<![\d.×*-])\d{3,}(?![\d.])|(?<=[一-鿿])\d\d(?![\d.×-])|(?<![\d.×*-])\d\d(?=[一-鿿])")
"""Numbers that name an article: 3537, 济麦22, 84消毒液."""
_SCRIPTS = re.compile(r"[^\W\d_a-z]+|[a-z0-9]+")
_LATIN = re.compile(r"[a-z][a-z0-9-]*[a-z0-9]")
_LONGEST_PART = 6
_SHORT = 2
"""Pieces of so few characters from within a name must be words: 家老 of 好人家老坛 is none."""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A word and the articles it stands for, as sets of bits."""

    word: str
    fits: int
    """Every article of which the word may be said: 玉米 also of 玉米油."""
    heads: int = 0
    """The articles that it names by itself: 玉米 only what is maize."""
    noun: bool = False
    """It is a kind of goods, so alone it means `heads` only; with none of these, the shop does not carry it."""
    brand: bool = False
    does: bool = False
    """It tells a use, not a name; a name beside it is stronger."""
    literal: bool = False
    """It stands in the catalogue itself, so of words that sound alike it is the likelier."""
    part: bool = False
    """It is any piece of a name; too weak to be listened for by sound."""


def build_terms(articles: Sequence[Article]) -> dict[str, Term]:
    """Learn the words of this shop: parts of its names, its brands and what the world calls its goods."""
    parts, headed = _parts(articles), _headed(articles)
    terms = {
        word: Term(word=word, fits=bits, heads=headed.get(word, 0), literal=True, part=True)
        for word, bits in parts.items()
    }
    for word, bits in _pieces(articles).items():
        terms[word] = Term(word=word, fits=bits | parts.get(word, 0), heads=headed.get(word, 0), literal=True)
    for term in _nouns(articles, parts):
        _put(terms, term)
    for word, bits in _brands(articles).items():
        _put(terms, Term(word=word, fits=bits | parts.get(word, 0), heads=bits, brand=True, literal=True))
    return terms


def _put(terms: dict[str, Term], new: Term) -> None:
    """A word with several meanings keeps them all: 小米 is millet, and a brand beside something electronic."""
    old = terms.get(new.word)
    if old is None or not (old.noun or old.brand):
        fits = new.fits | (old.fits if old else 0)
        terms[new.word] = msgspec.structs.replace(new, fits=fits, literal=new.literal or old is not None)
        return
    noun = old.noun or new.noun
    heads = (old.heads if old.noun else 0) | (new.heads if new.noun else 0) if noun else new.heads
    if noun and not heads:
        noun, heads = False, old.fits | new.fits
    terms[new.word] = Term(
        word=new.word, fits=old.fits | new.fits, heads=heads, noun=noun, brand=old.brand or new.brand,
        does=old.does and new.does, literal=old.literal or new.literal,
    )  # fmt: skip  # a table, a row a line


def _bits(articles: Iterable[Article]) -> int:
    bits = 0
    for article in articles:
        bits |= article.bit
    return bits


def _parts(articles: Sequence[Article]) -> dict[str, int]:
    """Every piece of two to six characters of a name: whoever quotes the label is understood."""
    parts: dict[str, int] = defaultdict(int)
    for article in articles:
        for words in {*article.text.split(), *article.core.split()}:
            known = set(cut(words))
            for start in range(len(words) - 1):
                if start and words[start - 1] in NEGATES:
                    continue  # 未加碘 is not 加碘
                for end in range(start + 2, min(start + _LONGEST_PART, len(words)) + 1):
                    piece = words[start:end]
                    edge = not start or end == len(words) or words[end].isdigit()  # 卫衣 of 儿童卫衣110
                    a_word = edge or piece in common_words() or piece in known
                    if a_word or end - start > _SHORT:
                        parts[piece] |= article.bit
    whole = {word for article in articles for word in _LATIN.findall(article.text)}
    small = {word for word, kind in small_words().items() if kind not in ("brand", "trait", "cheap", "dear")}
    return {
        word: bits
        for word, bits in parts.items()
        if (
            word in whole
            if word.isascii()
            else _wordlike(word) and word not in small and not _is_pack(word) and not _is_count(word)
        )
    } | {word: _bits(a for a in articles if word in _LATIN.findall(a.text)) for word in whole if len(word) > 1}


def _is_pack(word: str) -> bool:
    """Whether a piece only says a pack and its size: the 大桶 of an alias."""
    return word[0] in "大小" and small_words().get(word[1:]) == "pack"


def _is_count(word: str) -> bool:
    """Whether a piece counts the goods, as in 大红灯笼一对."""
    return any(amount.unit and amount.end == len(word) for amount in read_amounts(word))


def _wordlike(word: str) -> bool:
    """Whether a piece may be a word: not cut out of a size, and no lone letter or figure among Hanzi."""
    if word.isascii():
        return word.isalnum() and not word.isdigit()
    return all(c >= "一" for c in word)


def _pieces(articles: Sequence[Article]) -> dict[str, int]:
    """What remains of a name between brand, sizes and known nouns: 金标 in 海天金标生抽酱油; and aliases, models."""
    marks = {mark for noun in read_nouns().values() for mark in noun.marks if len(mark) > 1}
    known = re.compile("|".join(sorted(map(re.escape, marks), key=len, reverse=True)))
    pieces: dict[str, int] = defaultdict(int)
    for article in articles:
        sizes = {f"{amount.value.normalize():f}" for amount in article.amounts if amount.unit}
        models = (model for model in _MODEL.findall(article.text) if model not in sizes)
        rest = known.sub(" ", article.core)
        for piece in (*rest.split(), *_SCRIPTS.findall(rest), *article.core.split(), *article.aliases):
            sizing = small_words().get(piece) in ("big", "small", "biggest")  # 大号 of 背篓大号
            if 1 < len(piece) <= LONGEST and _wordlike(piece) and not (sizing or _is_count(piece)):
                pieces[piece] |= article.bit
        for model in models:
            pieces[model] |= article.bit
    return pieces


def _headed(articles: Sequence[Article]) -> dict[str, int]:
    """Which articles a word names because their name ends with it, or their alias or category is it."""
    headed: dict[str, int] = defaultdict(int)
    for article in articles:
        core = article.core.replace(" ", "").rstrip("0123456789")
        for word in {core[-size:] for size in range(2, LONGEST)} | {*article.aliases, article.leaf}:
            headed[word] |= article.bit
    return headed


def _brands(articles: Sequence[Article]) -> dict[str, int]:
    """Brands, and those of one character with the end of the name: 淮盐 of 淮牌加碘盐."""
    brands: dict[str, int] = defaultdict(int)
    for article in articles:
        for brand in article.brands:
            brands[brand] |= article.bit
            if len(brand) == len("淮牌") and brand.endswith("牌"):
                brands[brand[0] + article.core[-1:]] |= article.bit
    return brands


def _nouns(articles: Sequence[Article], parts: dict[str, int]) -> Iterator[Term]:
    nouns = read_nouns()
    heads = noun_heads(articles, nouns)
    named, fitting = defaultdict[str, int](int), defaultdict[str, int](int)
    for noun in nouns.values():
        own = reduce(or_, (heads[other] for other in noun.also), heads[noun.word])
        spoken_of = reduce(or_, (_mentioning(word, articles, parts) for word in noun.words), own)
        for word in noun.words:
            if word != noun.word and word in nouns and heads[word]:
                continue  # a word with goods of its own, 雪花膏, is not widened to 擦脸油
            named[word] |= own
            fitting[word] |= spoken_of
        for word in noun.does:
            yield Term(word=word, fits=own, heads=own, noun=True, does=True)
        for word, pack in noun.packed:
            bits = _bits(
                a for a in articles if a.bit & own and (pack in a.packs or (pack not in DIMENSIONS and pack in a.text))
            )
            yield Term(word=word, fits=bits, heads=bits, noun=True)
    for word, own in named.items():
        yield Term(word=word, fits=fitting[word], heads=own, noun=True)


def _mentioning(word: str, articles: Sequence[Article], parts: dict[str, int]) -> int:
    """The articles whose text contains a word; of one character too, as the 面 of 酸菜面."""
    return parts.get(word, 0) if len(word) > 1 else _bits(a for a in articles if word in a.text)
