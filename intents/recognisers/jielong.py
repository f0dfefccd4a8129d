"""A 接龙 list pasted by a manager: a head line with what is sold, then a line a person."""

from __future__ import annotations

import re

from msgspec.structs import replace

from intents.acts import Entry, Item, Jielong
from intents.clauses import split
from intents.frames import counted_item, read_wishes
from intents.mentions import find_mentions
from intents.message import Made, Message
from intents.numbers import read_numbers

_HEAD = re.compile(r"#?接龙|团购|拼团")
_LINE = re.compile(r"^\s*(?P<no>[0-9]{1,3})\s*[.、．)）:,号]\s*(?P<rest>.+)$")
_EXAMPLE = re.compile(r"^\s*(?:例|示例|格式|样例|比如)")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NAME = re.compile(
    r"^(?P<name>[^\s:,,0-9]{1,10}?)(?:\s+|:|,|(?=[0-9]|[一二两三四五六七八九十半各](?=[^\s一-鿿]|[箱袋瓶桶斤份个件盒包提]))|$)"
)
_WITHDRAWN = re.compile(r"不要了?|取消|退出|不参加|不订了|作废|算了吧?$|删")
_SAME_AS = re.compile(r"(?:同|跟|和|照)(?:着)?(?P<who>[^\s,一样]{1,8}?)(?:一样|的|$|,)")
_EACH = re.compile(r"各|每样|每种|都(?=[一二两三四五六七八九十0-9])")
_MIN_LINES = 2


def recognise(message: Message) -> tuple[Made, ...]:
    lines = [line for line in message.text.split("\n") if line.strip()]
    numbered = [match for line in lines if (match := _LINE.match(line))]
    if len(numbered) < _MIN_LINES or not (_HEAD.search(lines[0]) or _LINE.match(lines[0]) is None):
        return ()
    first = next(i for i, line in enumerate(lines) if _LINE.match(line))
    head = [line for line in lines[:first] if not _EXAMPLE.match(line)]
    goods = _goods_of("\n".join(head), message)
    entries: list[Entry] = []
    for match in numbered:
        if not _EXAMPLE.match(match["rest"]) and (entry := _entry(match["rest"], goods, entries, message)):
            entries.append(entry)
    return (Made(Jielong(entries=tuple(entries)), "jielong"),) if entries else ()


def _goods_of(head: str, message: Message) -> tuple[str, ...]:
    """The names of the goods in the head."""
    return tuple(mention.words for mention in find_mentions(head, message.shop) if mention.item.skus)


def _entry(line: str, goods: tuple[str, ...], before: list[Entry], message: Message) -> Entry | None:
    plain = _BRACKETS.sub(" ", line).strip()
    name = _NAME.match(plain)
    if not name:
        return None
    person, rest = name["name"], plain[name.end() :].strip()
    if same := _SAME_AS.match(rest):
        copied = next((entry.items for entry in reversed(before) if entry.person == same["who"]), ())
        return Entry(person=person, items=copied) if copied else None
    if _WITHDRAWN.search(rest) and not read_numbers(_WITHDRAWN.split(rest)[-1]):
        return None
    items = _items(rest, goods, message)
    return Entry(person=person, items=items) if items else None


def _items(rest: str, goods: tuple[str, ...], message: Message) -> tuple[Item, ...]:
    wishes = read_wishes(rest, split(rest), message.shop, frame="add")
    items = tuple(counted_item(wish) for wish in wishes if wish.frame == "add")
    if not goods or any(item.skus for item in items):
        return items
    numbers = read_numbers(rest)
    if not numbers:
        return tuple(replace(item, quantity=None) for item in items)
    amount = rest[numbers[-1].start :]
    wanted = goods if _EACH.search(rest) else goods[:1]
    found = [find_mentions(f"{name}{amount}", message.shop) for name in wanted]
    return tuple(mentions[0].item for mentions in found if mentions)
