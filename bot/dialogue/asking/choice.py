"""Which of the offered goods an answer picks: by number (“2”, “1和3”, “第二个来三瓶”) or by words (“32的”, “便宜的来两袋”)."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import zip_longest

import msgspec

from bot.dialogue.asking.places import places_in
from bot.dialogue.basket.amounts import Said, closing_amount, opening_amount, said_amount
from bot.dialogue.basket.evidence import bought
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in, said_whole, without
from bot.dialogue.person import addresses
from bot.dialogue.stumbling import stumble
from intents.acts import Confirm, Remove, Reorder
from intents.goods.kinds import shares
from intents.understand import read_amount, read_choice
from intents.values.numbers import read_numbers

_BETWEEN = re.compile(r"\s*[,，、和跟与 ]\s*")
_LIMIT = re.compile(
    r"(?P<yuan>[\d.一二两三四五六七八九十百千]+)\s*[块元](?P<tail>[\d一二两三四五六七八九]{1,2}(?![\d瓶袋箱包桶条个提盒]))?"
)
MOST_AT_ONCE = 5
_NEAR = 4
"""十块钱左右 is within a quarter of it."""
LONGEST_QUOTE = 12
_WITH_AMOUNT = re.compile(
    r"\s*(?:就|那|还是|要|来|拿|选)*(第?\s*[一二三四五六七八九十两\d]{1,3}\s*[个号种])[，,、\s]*(\S.*)"
)
_AROUND = " ,，。！!吧啊呀哦"
_BARE = re.compile(r"[\d\s,，、.。)）和跟]+", re.ASCII)


class Picked(msgspec.Struct, frozen=True, kw_only=True):
    groups: tuple[tuple[str, ...], ...] = ()
    """One group for each number, in the order said; words make one group of all that fit. () where nothing was picked."""
    amounts: tuple[Said | None, ...] = ()
    """How many of each group, where that was said in the same breath."""

    @property
    def counted(self) -> list[tuple[tuple[str, ...], Said | None]]:
        """Each group with its amount."""
        return list(zip_longest(self.groups, self.amounts[: len(self.groups)]))


def pick(ex: Exchange, heard: Heard, skus: tuple[str, ...]) -> Picked:
    """What of the offered articles an answer picks. Words come before a number that has a word of its own: 5号 may be a
    battery's size, but 5 and 第五个 are places on the list."""
    if said_whole("all_of_them", heard.text) and len(skus) <= MOST_AT_ONCE:
        return Picked(groups=tuple((sku,) for sku in skus))
    if found := _as_before(ex, heard, skus) or _of_each_kind(ex, heard, skus) or _by_place(ex, heard, skus):
        return found
    numbers, amount, sure = _numbers(heard)
    if numbers and not all(1 <= n <= len(skus) for n in numbers):
        numbers = ()
    if not (numbers and sure) and (described := _described(ex, heard, skus)):
        return described
    return Picked(groups=tuple((skus[n - 1],) for n in dict.fromkeys(numbers)), amounts=(amount,))


def _as_before(ex: Exchange, heard: Heard, skus: tuple[str, ...]) -> Picked | None:
    """“还要上回那种来两瓶”: of the offered articles those the person bought; where they are several, these are asked about."""
    chooses = all(isinstance(act, Reorder | Confirm) for act in heard.acts) or heard.puzzling
    if not said_in("as_before", heard.text) or heard.asks or not chooses:
        return None
    beside = without("as_before_around", without("as_before", heard.text)).strip(_AROUND)
    amount = said_amount(beside) if beside else None
    known = bought(ex)
    meant = tuple(sku for sku in skus if sku in known)
    return Picked(groups=(meant,), amounts=(amount,)) if meant and (amount or not beside) else None


def _of_each_kind(ex: Exchange, heard: Heard, skus: tuple[str, ...]) -> Picked | None:
    """“一大一小” picks the large one and the small one."""
    kinds = shares(heard.text)
    groups = tuple(tuple(ex.facts.shop.narrow(kind, skus)) for kind, _ in kinds)
    if not kinds or not all(groups):
        return None
    return Picked(groups=groups, amounts=tuple(said_amount(count) for _, count in kinds))


def _by_place(ex: Exchange, heard: Heard, skus: tuple[str, ...]) -> Picked | None:
    """“最后那个来两袋”, “头两个”, “一样来一袋”, of what was listed so far."""
    last = ex.talk.shown[-1] if ex.talk.shown else ""
    listed = skus.index(last) + 1 if last in skus else len(skus)
    places = None if heard.asks else places_in(heard.text, listed, MOST_AT_ONCE)
    if places is None:
        return None
    return Picked(groups=tuple((skus[at],) for at in places.indices), amounts=(places.amount,) * len(places.indices))


def _numbers(heard: Heard) -> tuple[tuple[int, ...], Said | None, bool]:
    """Numbers said, the amount beside them, and whether they can only be places on the list."""
    ordinal = _BARE.fullmatch(heard.text) is not None or said_in("ordinals", heard.text)
    if several := _several(heard.text):
        return several, None, True
    if heard.digit is not None:
        amount = closing_amount(heard.text) if len(read_numbers(heard.text)) > 1 else None
        return (heard.digit,), amount, ordinal
    found = _WITH_AMOUNT.fullmatch(heard.text)
    number = read_choice(found[1]) if found else None
    amount = said_amount(found[2]) if found and number else None
    return ((number,), amount, ordinal) if number and amount else ((), None, False)


def _several(text: str) -> tuple[int, ...]:
    """1和3, 第一个和第三个."""
    parts = _BETWEEN.split(text.strip())
    numbers = tuple(number for part in parts if (number := read_choice(part)))
    return numbers if len(numbers) == len(parts) > 1 else ()


def _described(ex: Exchange, heard: Heard, skus: tuple[str, ...]) -> Picked | None:
    """Words that tell some of the articles from the others; the unit of an amount said with them tells too."""
    words = heard.description
    if not words:
        return None
    if affordable := _within_price(ex, words, skus):
        return Picked(groups=(affordable,))
    said = closing_amount(words) or opening_amount(words)
    unit = said.unit if said else ""
    sold_so = tuple(s for s in skus if unit and (p := ex.facts.shop.product(s)) and p.unit == unit) or skus
    fitting = tuple(ex.facts.shop.narrow(words, sold_so))
    if not fitting and said and len(sold_so) < len(skus):
        fitting = sold_so
    only_digits = _BARE.fullmatch(words) is not None
    return Picked(groups=(fitting,), amounts=(said,)) if fitting and not (only_digits and fitting == skus) else None


def _within_price(ex: Exchange, words: str, skus: tuple[str, ...]) -> tuple[str, ...]:
    """“30块以下的” keeps what costs no more; “19块9那个” what costs just that."""
    prices = {sku: product.price_fen for sku in skus if (product := ex.facts.shop.product(sku))}
    limit = _LIMIT.search(words)
    if limit is None or (named := _fen(limit["yuan"], limit["tail"] or "")) is None:
        return ()
    if said_in("about_price", words):
        return tuple(sku for sku, fen in prices.items() if abs(fen - named) * _NEAR <= named)
    if said_in("at_most", words):
        return tuple(sku for sku, fen in prices.items() if fen <= named)
    return tuple(sku for sku, fen in prices.items() if fen == named)


def _fen(yuan: str, tail: str) -> int | None:
    """19块9 and 19.9元 in fen; the tail is tenths or hundredths."""
    whole, rest = read_amount(yuan), read_amount(tail) if tail else Decimal(0)
    if not whole or rest is None:
        return None
    return int((whole + rest / 10 ** len(tail)) * 100)


def shows_again(ex: Exchange, heard: Heard) -> bool:
    """Whether only what there is of these goods is asked, “都有啥”; then the list is put once more."""
    return ex.talk.asking is not None and said_whole("what_of_it", heard.text)


def none_fits(ex: Exchange, heard: Heard) -> bool:
    """Say that words describe none of what is offered; False where they were no description."""
    if not heard.description or heard.digit is not None or said_amount(heard.text):
        return False
    if addresses.answers_late(ex, heard.text):
        return True
    if said_in("bargains", heard.text):
        ex.say("ask.too_dear")
    elif said_in("undecided", heard.text):
        ex.say("ask.undecided")
    elif said_in("as_before", heard.text):
        ex.say("ask.none_bought")
    else:
        stumble(ex, "ask.none_fits", words=heard.description[:LONGEST_QUOTE])
    return True


def left_of(heard: Heard, skus: tuple[str, ...]) -> tuple[str, ...]:
    """What of the offered articles is left where some of them are refused, “不要海天的”; () where none or all are."""
    refused = {sku for act in heard.acts if isinstance(act, Remove) for item in act.items for sku in item.skus}
    left = tuple(sku for sku in skus if sku not in refused)
    only = all(isinstance(act, Remove) for act in heard.acts)
    return left if only and len(left) < len(skus) else ()
