"""Which kind of goods an article is: the noun that its name ends with, its aliases and its category."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from catalog.article import Article, is_flavour
from catalog.nouns import Noun, read_nouns
from catalog.speech import common_words
from config.data import read_yaml

LONGEST = 10
"""Characters of a name of goods at most."""
_REMADE = frozenset("面粉酱饼糕糖油汁露霜膏酥料") | frozenset(read_yaml("lexicon/goods_frames.yaml")["tails"])
"""What ends a word of a name behind a noun makes another thing of it: 番茄牛腩面 is no 牛腩."""
_LABELS = read_yaml("lexicon/labels.yaml")
PARTS: tuple[str, ...] = tuple(_LABELS["parts"])
_KINDS: tuple[str, ...] = (*_LABELS["led"], *_LABELS["solid"])
_A_KIND, _A_FLUID = (re.compile("|".join(words)) for words in (_KINDS, _LABELS["led"]))
_KEPT = "酱腌泡咸卤熏腊糟"
"""What is kept so is another thing: 酱黄瓜 is no 黄瓜."""
_OTHERWISE = "电"
"""What begins so is another thing than its tail names: 电褥子 is no 褥子."""


def noun_heads(articles: Sequence[Article], nouns: dict[str, Noun]) -> dict[str, int]:
    """Which articles each kind of goods names, as sets of bits."""
    by_mark: dict[str, list[Noun]] = defaultdict(list)
    for noun in nouns.values():
        for mark in noun.marks:
            by_mark[mark].append(noun)
    heads: dict[str, int] = defaultdict(int)
    for article in articles:
        tails = _marks(article, by_mark)
        named = [noun for mark in tails for noun in by_mark.get(mark, ())]
        filed = [noun for noun in by_mark.get(article.leaf, ()) if not named or article.leaf == noun.word]
        meant = (*named, *_wider(named, nouns), *filed)
        for noun in (*meant, *_narrower(meant, article, nouns)):
            if not any(word in article.name for word in noun.without):
                heads[noun.word] |= article.bit
    return heads


def _marks(article: Article, by_mark: Mapping[str, list[Noun]]) -> Iterable[str]:
    """The nouns that a name ends with. A brand is not cut (六个核桃 is no 核桃), and an alias that ends with another noun
    than the name does not make that of it: 卤豆腐 is no 豆腐."""
    mark = _leading(article, by_mark) or _head_mark(article.core, by_mark) or _head_mark(article.whole, by_mark)
    called = (alias for alias in article.aliases if alias in by_mark or not alias.startswith(_OTHERWISE))
    ended = ((alias, _head_mark(alias, by_mark) or "?") for alias in called)
    also = (end for alias, end in ended if alias.endswith(end) and end in (mark or end, alias))
    return dict.fromkeys((*((mark,) if mark in article.brands else _tails(mark)), *also))


def _leading(article: Article, by_mark: Mapping[str, list[Noun]]) -> str:
    """The kind that a name goes on behind with its filling, taste or scent: 汤圆 of 汤圆黑芝麻; '' where none does,
    as in 巧克力饼干, where one kind only tells the taste of the other."""
    core, fluid = article.core, any(amount.measure[0] == "volume" for amount in article.amounts)
    for found in (_A_FLUID if fluid else _A_KIND).finditer(core):
        end = found.end()
        tail = core[end:].partition(" ")[0]
        goes_on = len(tail) > 1 and tail[-1] not in _REMADE and not tail.endswith((*PARTS, *_KINDS))
        if goes_on and not is_flavour(core, end):
            return _head_mark(core[:end], by_mark)
    return ""


def _is_remade(rest: str) -> bool:
    """Whether what follows a noun in a name belongs to its word and is the thing itself."""
    tail = rest.partition(" ")[0]
    if tail.endswith(PARTS):
        return True
    return bool(tail) and tail[-1] in _REMADE and (len(tail) == 1 or tail not in common_words())


def _tails(mark: str) -> Iterator[str]:
    """The mark and what it ends with, 酱油 of 生抽酱油; not 米粉 of 玉米粉, which would cut a word in two."""
    nouns = read_nouns()
    for start in range(max(1, len(mark) - 1)):
        if not start or (mark[start - 1 : start + 1] not in nouns and mark[start - 1] not in _KEPT):
            yield mark[start:]


def _wider(named: list[Noun], nouns: dict[str, Noun]) -> Iterator[Noun]:
    """Nouns that list a head among their marks: what is a 生抽 is a 酱油 too."""
    words = {noun.word for noun in named}
    return (noun for noun in nouns.values() if noun not in named and words.intersection(noun.name))


def _narrower(meant: Sequence[Noun], article: Article, nouns: dict[str, Noun]) -> Iterator[Noun]:
    """Kinds of what the article is that its name tells before the head: 毛尖 in 信阳毛尖绿茶."""
    kinds = {word for noun in meant for word in noun.name if len(word) > 1 and word in nouns and word in article.core}
    return (nouns[word] for word in kinds if nouns[word] not in meant)


def _head_mark(text: str, by_mark: Mapping[str, list[Noun]]) -> str:
    """The noun that ends last in a name, the longest of these: 玉米种子, not 玉米."""
    for end in range(len(text), 0, -1):
        for start in range(max(0, end - LONGEST), end):
            mark = text[start:end]
            if mark in by_mark and (len(mark) > 1 or end == len(text)) and not is_flavour(text, end):
                return "" if _is_remade(text[end:]) else mark
    return ""
