"""A 接龙 list pasted by a manager: a head line with what is sold, then a line a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest

from msgspec.structs import replace

from catalog.shop import Shop
from intents.acts import Jielong
from intents.goods.mentions import Mention, find_mentions
from intents.item import Entry, Item
from intents.reader import read_wishes
from intents.recognisers.jielong_lines import lines_of
from intents.text.clauses import split
from intents.text.message import Made, Message
from intents.values.numbers import read_numbers
from intents.wishes import counted_item

_LINE = re.compile(r"^\s*(?P<no>[0-9]{1,3})\s*(?:[.、．)）:,号]\s*|\s(?=[^\s0-9]))(?P<rest>.+)$")
_EXAMPLE = re.compile(r"^\s*(?:例|示例|格式|样例|比如)")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NAME = re.compile(
    r"^(?P<name>[^\s:,0-9]{1,10}?)(?:\s*[:,+]\s*|\s+|$)"
    r"|^(?P<short>[^\s:,0-9]{1,10}?)(?=[0-9]|[一二两三四五六七八九十半各][箱袋瓶桶斤份个件盒包提条只双把])"
)
_HEAD_WORDS = re.compile(
    r"#?接龙|团购|拼团|开团|报名|今日|特价|秒杀|预[订定]|[0-9]+(?:[.][0-9]+)?元(?:[/一每].)?|(?<=[0-9斤箱])团|团(?=$|[,。!\s])"
)
_WITHDRAWN = re.compile(r"不要(?:了|$|[\s,。])|取消|退出|不参加|不订了|作废|算了吧?$|删")
_SAME_AS = re.compile(r"(?:同|跟|和|照)(?:着)?(?P<who>[^\s,一样]{1,8}?)(?:一样|的|$|,)")
_AS_BEFORE = re.compile(r"(?:同|跟|和|照)?(?:上|前)(?:面|一?个|一?位)?(?:一样|的)?|同样|一样|照样")
_BARE = re.compile(r"[+xX×*]?[0-9]+")
_EACH = re.compile(r"各|每样|每种|都(?=[一二两三四五六七八九十0-9])")
_MIN_LINES = 2
_NAMED = re.compile(
    r"(?<![0-9一二两三四五六七八九十半])((?:(?![一二两三四五六七八九十半各])[一-鿿]){1,8})\s*((?:[0-9.]+|[一二两三四五六七八九十半]+)[一-鿿]?(?:半)?)(?=$|[\s,、。和+])"
)
"""Goods and how many of them, as lines of a list put it: 饺子2袋."""
_SAID_BESIDE = re.compile(r"[改换要来订加共再还各每都就付拿取送给了总]|我|家|下午|上午|明天|后天|今天")


def recognise(message: Message) -> tuple[Made, ...]:
    lines = lines_of(message.text)
    numbered = [match for line in lines if (match := _LINE.match(line))]
    if len(numbered) < _MIN_LINES:
        return ()
    first = next(place for place, line in enumerate(lines) if _LINE.match(line))
    head = "\n".join(line for line in lines[:first] if not _EXAMPLE.match(line))
    if not head and any(_is_goods(match["rest"], message.shop) for match in numbered):
        return ()
    goods = _goods_of(head, message.shop)
    entries: list[Entry] = []
    for match in numbered:
        if not _EXAMPLE.match(match["rest"]) and (entry := _entry(match["rest"], goods, entries, message.shop)):
            entries.append(entry)
    return (Made(Jielong(entries=tuple(entries)), "jielong"),) if entries else ()


def _goods_of(head: str, shop: Shop) -> tuple[Mention, ...]:
    """What the head line sells. A number in it (24罐, 10斤) tells the pack."""
    plain = _HEAD_WORDS.sub(" ", head)
    goods = []
    mentions = find_mentions(plain, shop)
    for mention, ahead in zip_longest(mentions, mentions[1:]):
        named = shop.resolve(mention.words).skus or mention.item.skus
        told = plain[mention.start : ahead.start if ahead else None]
        fitting = shop.narrow(told, named) if len(named) > 1 else named
        if skus := fitting or mention.item.skus:
            goods.append(replace(mention, item=replace(mention.item, skus=skus)))
    return tuple(goods)


def _is_goods(line: str, shop: Shop) -> bool:
    """Whether a line begins with goods rather than with a name: then it is a list of one's own."""
    name = _NAME.match(line)
    return not name or any(mention.item.skus for mention in find_mentions(_called(name), shop))


def _called(name: re.Match[str]) -> str:
    return name["name"] or name["short"]


def _entry(line: str, goods: Sequence[Mention], before: Sequence[Entry], shop: Shop) -> Entry | None:
    plain = _BRACKETS.sub(" ", line).strip()
    name = _NAME.match(plain)
    if not name:
        return None
    person, rest = _called(name), plain[name.end() :].strip()
    if before and _AS_BEFORE.fullmatch(rest.strip(" ,。!")):
        return Entry(person=person, items=before[-1].items)
    if same := _SAME_AS.match(rest):
        copied = next((entry.items for entry in reversed(before) if entry.person == same["who"]), ())
        return Entry(person=person, items=copied) if copied else None
    if _WITHDRAWN.search(rest) and not read_numbers(_WITHDRAWN.split(rest)[-1]):
        return None
    items = _items(rest, goods, shop)
    return Entry(person=person, items=items) if items else None


def _items(rest: str, goods: Sequence[Mention], shop: Shop) -> tuple[Item, ...]:
    """The goods of a line; where it names none, those of the head with the line's number."""
    named = _NAMED.findall(rest)
    if goods and len(named) == len(read_numbers(rest)) and any(_is_part(words, goods) for words, _ in named):
        return tuple(item for words, amount in named for item in _named(words, amount, goods, shop))
    bare = goods and _BARE.fullmatch(rest)  # 10 is no model here
    wishes = [] if bare else read_wishes(rest, split(rest), shop, frame="add")
    if (
        goods
        and not any(wish.skus for wish in wishes)
        and len(named) == 1 < len(named[0][0])
        and not _SAID_BESIDE.search(named[0][0])
    ):
        return (Item(mention=named[0][0], quantity=read_numbers(named[0][1])[0].value),)
    items = tuple(_as_in_head(counted_item(wish), goods) for wish in wishes if wish.frame == "add")
    if not goods or any(item.skus for item in items):
        return tuple(item for item in items if item.skus) if goods else items
    numbers = read_numbers(rest)
    if not numbers:
        return items
    wanted = goods if _EACH.search(rest) else goods[:1]
    last = numbers[-2] if len(numbers) > 1 and rest[numbers[-1].start] == "半" else numbers[-1]  # 一盘半
    return tuple(_counted(mention, rest[last.start :], last.value, shop) for mention in wanted)


def _is_part(words: str, goods: Sequence[Mention]) -> bool:
    """Whether words are the end of a name in the head, 饼 of 手抓饼, and no goods by themselves."""
    return any(mention.words != words and mention.words.endswith(words) for mention in goods)


def _named(words: str, amount: str, goods: Sequence[Mention], shop: Shop) -> tuple[Item, ...]:
    """One of several goods in a line; part of a name in the head means that."""
    short = [mention for mention in goods if mention.words.endswith(words)]
    if len(short) == 1:
        return (_counted(short[0], amount, read_numbers(amount)[0].value, shop),)
    return tuple(_as_in_head(item, goods) for item in _items(words + amount, (), shop))


def _as_in_head(item: Item, goods: Sequence[Mention]) -> Item:
    """苹果 in a line means the apples of the head."""
    offered = {sku for mention in goods for sku in mention.item.skus}
    both = tuple(sku for sku in item.skus if sku in offered)
    return replace(item, skus=both) if both else item


def _counted(mention: Mention, amount: str, number: Decimal, shop: Shop) -> Item:
    """The goods of the head with the number of a line, in selling units."""
    for again in find_mentions(f"{mention.words}{amount}", shop)[:1]:
        if both := tuple(sku for sku in again.item.skus if sku in mention.item.skus):
            uncounted = again.quantity is None
            return replace(again.item, skus=both, quantity=number if uncounted else again.item.quantity)
    return replace(mention.item, quantity=number)
