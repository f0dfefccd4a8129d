"""What is offered: goods, how much, for how much. The spans are those of the words in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from intents.acts import Sell
from intents.text.words import said
from intents.values.numbers import Number, read_numbers
from intents.values.units import Unit, unit_at

Span = tuple[int, int]
Amount = tuple[Span | None, Decimal | None, Span | None]
"""The words of number and unit, the number, those of the unit; a span without a number is of words that tell none."""
_PER = "(?:千克|公?[斤头只个箱筐袋条担吨亩棵桶坛瓶盒车对双匹口捆株羽枚两])"
_NO_UNIT = f"(?!{_PER}|[十百千万])"
_PRICE = re.compile(
    rf"""(?P<lead>(?<![十百千万0-9])[一1每](?P<unit>{_PER}))?  # 一斤…
    (?:卖|要|价|算|收|得|就|是|给|按|想卖|大概|只要|来)*
    (?P<value>[0-9]+(?:[.][0-9]+)?万?
        |(?:[二两三四五六七八九十百]|一(?=[百千]))[零一二三四五六七八九十百千]+?(?=一{_PER})  # 两百一斤 is no 两百一
        |[零一二三四五六七八九十百千万两半]+)
    (?:(?P<coin>块钱|元钱|块|元|毛|角)
        (?:零?(?P<tail>[零一二三四五六七八九半0-9]{_NO_UNIT})(?:[毛角](?!钱))?  # 一块八…
            (?P<cents>[一二三四五六七八九0-9]{_NO_UNIT}(?![0-9]))?分?)?)?  # …毛五
    [毛角]?钱?(?:(?:/|一|1|每)(?P<per>{_PER}))?""",
    re.VERBOSE,
)
_WEIGHS = re.compile("公?斤|千克")
_MORE = re.compile("半(?![天年月个斤公里路])|(?P<liang>[1-9一二两三四五六七八九])两")
"""四斤半, 29斤8两"""
_JOINS = re.compile("[跟与]|和(?!田)")
"""鸭子20只和鸭蛋100个: what is counted stands before it."""
_DIMES = ("毛", "角")
_YIELDS = re.compile(
    r"(?:亩产量?|(?:每|[一1])亩(?:地|田)?(?:能|可以|大概)?(?:产|收|打|出))(?:能|有|大概|差不多|约|上)*$"
)
"""五亩玉米,亩产一千斤: what stands before a number that counts for one mu."""
_IS_RATE = re.compile(r"(?:地|田)?(?:能|可以|大概)?(?:产|收|打|出)")


def read_offer(text: str) -> Sell | None:
    """What is offered by words of which it is known that they offer something: 苹果五百斤,两块."""
    price_span, price, price_unit = read_price(text)
    amount_span, amount, unit = read_amount(text, price_span)
    goods = read_goods(text, amount_span, price_span)
    if goods is None:
        return None
    counted = text[slice(*unit)] if unit else ""
    of_price = text[slice(*price_unit)] if price_unit else counted
    per = of_price if price is not None else ""
    return Sell(goods=text[slice(*goods)], qty=amount, unit=counted, price=price, price_unit=per)


def read_price(text: str) -> tuple[Span | None, Decimal | None, Span | None]:
    """The words of the price, yuan, and those of the unit it is for: 一头一万三, 两块三一斤, 一块八毛五, 5毛."""
    for match in _PRICE.finditer(text):
        numbers = read_numbers(match["value"])
        if not numbers or not (match["coin"] or match["lead"] or match["per"]):
            continue
        if not match["coin"] and not match["per"] and _WEIGHS.match(text, match.end()):
            continue  # 一头三百斤 tells its weight
        if match["per"] and not match["coin"] and not match["value"].isdigit() and len(match["value"]) == 1:
            continue
        counted = match["lead"] and match["per"] and match["unit"] != match["per"]  # 一吨八毛一斤 is a ton
        start = match.start("value") if counted else match.start()
        unit = next((match.span(group) for group in ("per", "unit") if match[group]), None)
        return (start, match.end()), numbers[0].value / _coin(match) + _change(match), unit
    return None, None, None


def _coin(match: re.Match[str]) -> int:
    return 10 if match["coin"] in _DIMES else 1


def _change(match: re.Match[str]) -> Decimal:
    """What the smaller coins say: 两块五, 三毛五, 一块八毛五."""
    if not match["tail"]:
        return Decimal(0)
    change = read_numbers(match["tail"])[0].value
    if match["tail"] != "半":
        change /= 10 * _coin(match)
    if match["cents"] and match["coin"] not in _DIMES:
        change += read_numbers(match["cents"])[0].value / 100
    return change


def read_amount(text: str, price: Span | None) -> Amount:
    """How much; land is no amount of goods where something else is, but what grows on one mu is reckoned for all of it."""
    land: tuple[Decimal, Amount] | None = None
    yields: tuple[Decimal, Amount] | None = None
    for number, unit in _counted(text, price):
        end = number.end + len(unit.word)
        more = _MORE.match(text, end)
        end_of_all = more.end() if more else end
        found = (number.start, end_of_all), number.value + _more(more, unit), (number.end, end)
        if unit.word != "亩":
            if not _YIELDS.search(text[: number.start]):
                return found
            yields = yields or (number.value, found)
        elif not _IS_RATE.match(text, end):
            land = land or (number.value, found)
    if yields is None:
        return land[1] if land else (None, None, None)
    span, _, of_unit = yields[1]
    return (span, land[0] * yields[0], of_unit) if land else (span, None, None)


def _more(found: re.Match[str] | None, unit: Unit) -> Decimal:
    """What the words behind a unit add to it."""
    if found is None or (found["liang"] and unit.word != "斤"):
        return Decimal(0)
    return read_numbers(found["liang"])[0].value / 10 if found["liang"] else Decimal("0.5")


def _counted(text: str, price: Span | None) -> Iterator[tuple[Number, Unit]]:
    """The numbers with a unit behind them, but those of the price."""
    for number in read_numbers(text):
        unit = unit_at(text, number.end)
        if unit and not number.ordinal and unit.word != "块" and not (price and price[0] <= number.start < price[1]):
            yield number, unit


def read_goods(text: str, amount: Span | None, price: Span | None) -> Span | None:
    """The noun: right behind the amount (两头黄牛), else the first one that is left between the other words."""
    blank = text
    for span in (amount, price):
        if span:
            blank = blank[: span[0]] + " " * (span[1] - span[0]) + blank[span[1] :]
    nouns = _nouns(blank)
    behind = [span for span in nouns if amount and span[0] == amount[1] and not _JOINS.match(text, span[0])]
    return next(iter((*behind, *nouns)), None)


def _nouns(text: str) -> Sequence[Span]:
    """What is left of a text without the words of selling."""
    rest = said("sell_words", "sell").sub(lambda match: " " * len(match[0]), text)
    return [match.span() for match in re.finditer(r"[一-鿿A-Za-z]+", rest) if match[0] not in "的了地多来些点个"]
