"""What is there at all, or of a kind: answered by a category of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from catalog.shop import Shop
from config.data import read_yaml
from intents.acts import Browse
from intents.goods.mentions import find_mentions
from intents.text.message import Made, Message

_ASKS = re.compile(
    r"""
    # tell me, show me
      说来听听
    | (?:拣|捡|选)?几样(?:说说|报报)
    | (?:柜台|货柜)
    # what have you, how many kinds
    | (?:有|卖)(?:一)?(?:些|点)?(?:什么|哪些|哪几)
    | 都?有(?:些)?(?:什么|哪些|哪几|几)(?:款|种|样|个牌子|牌子|个)?
    | (?:什么|哪些|哪几|几)(?:款|种|样|个牌子|牌子|品牌)
    | 卖(?:些|点)?(?:什么|哪些)
    # let me look at the goods
    | (?:看|瞧|逛)(?:一?看|一?下|瞧|逛)?(?:你们)?(?:的)?(?:货|商品|东西|目录|菜单|货架|有什么)
    # parts of a shop
    | 专柜
    | 专区
    | 目录
    | 商品(?:列表|清单)
    | 货架
    # what do you recommend, what is new
    | 推荐
    | 新货
    # have a look, but not at an order
    | (?:看|瞧|逛)(?:一?看|一?下|瞧|逛)(?!.{0,4}(?:买了|订单|多少|到))
    # things like that
    | 类(?:的)?(?:有|$)
    | 一类
    | 之类
    """,
    re.VERBOSE,
)
_NOT = re.compile(
    r"""
    # a price is asked
      价
    | 钱
    # any will do
    | (?:随便|管他|不管|不拘|不论)(?:是)?(?:什么|哪)
    | (?:什么|哪个|哪种|哪样)(?:牌子|品牌|牌|样|种|款)?的?(?:都|也)(?:行|中|好|成|可以|得|要得|没关系|无所谓)
    | (?:牌子|品牌|款式?)(?:都|全)?(?:你|随|由)
    # what was bought already
    | (?:我|咱)们?(?:买|订|要|下|点)的
    # one certain thing is asked for
    | 有没有(?!什么|哪些|好|推荐)
    | 有吗
    | 多少钱
    | 什么价
    # something about goods, or no goods at all
    | 信息
    | 什么时候
    | 买了什么
    | 要了什么
    | 点了什么
    | 什么意思
    | 什么用
    | 有什么功能
    | 凭什么
    | 什么质量
    | 什么玩意
    | 什么(?:不一样|不同|区别|差别|分别|讲究)
    """,
    re.VERBOSE,
)
_LOOKS_FOR = re.compile(
    "^(?:你们?|店里|这里|请问)*(?:还)?(?:有没有|有不有|卖不卖|有)|(?:还)?(?:有没有|有吗|有不|有没|有么|卖不卖|卖吗|卖不|有)$"
)
_SORTS = re.compile(r"(?:你们?|店里?|家|站里?|这里?|那里?|都|现在)*(?:有|卖)些?(?:什么|哪些)(?P<goods>[一-鿿]{2,8})$")
_EVERYTHING = re.compile(
    r"(?:你们?|店里?|这里?|那里?|站里?|家|都|现在|最近|请问|有|卖|些|点|什么|哪些|东西|货|商品|好|新|看|一下|可以|能|买|的|吗|呢|啊|目录|菜单|推荐|逛|发|我|给|个|上|到|全部|所有|列表|清单|来|下|卖|逛|今个儿|今儿个?|今天|嘛|说来听听|听听|说说|,)*"
)
_SYNONYMS: dict[str, str] = read_yaml("lexicon/categories.yaml")
_SYNONYM = re.compile("|".join(f"(?:{pattern})" for pattern in _SYNONYMS))
SHORTEST = 2


def recognise(message: Message) -> tuple[Made, ...]:
    text = message.core
    exact = _bare_category(text, message.shop) or _looked_for(text, message.shop)
    if exact:
        return (Made(Browse(category=exact), "browse.bare"),)
    if not _ASKS.search(message.text) or _NOT.search(message.text):
        return ()
    category = category_of(message.text, message.shop)
    if category and _asks_for_goods(message, category):
        return ()
    if category or _EVERYTHING.fullmatch(text):
        return (Made(Browse(category=category), "browse.asks"),)
    return ()


def _asks_for_goods(message: Message, category: str) -> bool:
    """Whether goods are asked for that are only some of their category: 有什么洗衣粉 of 清洁/洗衣, where there are soaps."""
    asked = _SORTS.match(message.core)
    named = [one for one in find_mentions(asked["goods"], message.shop) if one.item.skus] if asked else []
    if not asked or len(named) != 1 or named[0].words != asked["goods"] or asked["goods"] in _kinds(message.shop):
        return False
    whole = {p.sku for p in message.shop.products if p.category == category or p.category.startswith(f"{category}/")}
    return set(named[0].item.skus) < whole


def category_of(text: str, shop: Shop) -> str:
    """The category that the words of a question mean: its name, a word for it, or that of the goods named. '' if none."""
    first = re.split(r"[?,。]", text)[0]
    if named := [part for part in _kinds(shop) if part in first]:
        return _kinds(shop)[max(named, key=lambda part: (len(part), _kinds(shop)[part].category.count("/")))].category
    for pattern, wanted in _SYNONYMS.items():
        if re.search(pattern, first) and (category := _called(wanted, shop)):
            return category
    skus = [sku for mention in find_mentions(first, shop) for sku in mention.item.skus]
    return _common(product.category for sku in skus if (product := shop.product(sku)))


def _bare_category(text: str, shop: Shop) -> str:
    """A category word alone. One that goods bear in their names (酱油) is the goods rather than the category."""
    kind = _kinds(shop).get(text)
    if kind:
        return "" if kind.goods else kind.category
    if len(text) < SHORTEST or not _SYNONYM.fullmatch(text):
        return ""
    return next(_called(wanted, shop) for pattern, wanted in _SYNONYMS.items() if re.fullmatch(pattern, text))


def _looked_for(text: str, shop: Shop) -> str:
    """The category that somebody looks for (电动车配件有没有), where the word names no goods by itself (农药有没有)."""
    asked = _LOOKS_FOR.sub("", text)
    kind = _kinds(shop).get(asked) if asked != text else None
    if kind is None or any(one.words == asked and one.item.skus for one in find_mentions(asked, shop)):
        return ""
    return kind.category


class _Kind(NamedTuple):
    category: str
    goods: bool
    """Whether goods bear the word in their names."""


@lru_cache(maxsize=2)
def _kinds(shop: Shop) -> dict[str, _Kind]:
    """The words of the categories: whole last parts, and their pieces (米面 of 米面和粮油); the narrower category wins."""
    kinds: dict[str, _Kind] = {}
    for category in shop.categories:
        last = category.rpartition("/")[2]
        for part in (last, *re.split(r"[、和与/·]", last)):
            if len(part) > 1:
                kinds[part] = _Kind(category, any(part in product.name for product in shop.products))
    return kinds


def _called(wanted: str, shop: Shop) -> str:
    """The first category whose last part is called like the first alternative that any is called."""
    parts = wanted.split("|")
    return next((c for part in parts for c in shop.categories if re.search(part, c.rpartition("/")[2])), "")


def _common(categories: Iterable[str]) -> str:
    found = list(categories)
    if not found:
        return ""
    if len(set(found)) == 1:
        return found[0]
    tops = {category.partition("/")[0] for category in found}
    return tops.pop() if len(tops) == 1 else ""
