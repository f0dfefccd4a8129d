"""A villager offers what he grew, reared or made: goods, how much, for how much."""

from __future__ import annotations

import re
from decimal import Decimal

from intents.acts import Sell
from intents.message import Made, Message
from intents.numbers import Number, read_numbers
from intents.units import unit_at

_HAVE = r"(?:我们?(?:家|屋|这|村|合作社|队)?|家里?|俺|屋(?:头|里)|自家|自己|合作社|地里|院里|棚里|圈里|山上|塘里|村里|邻居|手里|手头)"
_OFFERS = re.compile(
    r"(?:想|要|打算|准备|急|可以|能|拿来|也|都|好|低价|便宜)(?:出)?卖(?:了|掉|给|些|点|一|两|$|[,。?!吗,几0-9])|出手|出售|出栏|甩卖|贱卖|求(?:个)?(?:销路|买家|收购)|找(?:个)?(?:销路|买家|买主|下家)|销路|卖不(?:掉|动|出|完)|愁卖|滞销"
    r"|(?:你们?|有(?:没有)?人|站里|店里|这里|村口|谁)?(?:还|也)?(?:收不收|收购|要不要收|收吗|收么|来收|收不|能收|帮(?:我|忙)?卖|代卖|帮销|帮着卖|卖给你)|(?:挂|发|登)(?:个|一下|出去|上)?(?:卖|出售|农产品)"
)
_HAS = re.compile(rf"{_HAVE}[^,。]{{0,6}}(?:有|种|养|产|收|下|打|摘|挖|杀|晒|做|熬|酿|攒|存|剩)")
_HAVE_TO_SELL = re.compile(rf"{_HAVE}[^。]{{0,30}}(?:卖|买)(?!的|了|过|回)")
_BUYS = re.compile(
    r"^.{0,6}(?:有没有|有)[^,。]{0,12}卖(?:吗|不|没|的|$)|卖不卖|(?:我|想|要)(?:买|订|下单)|^.{0,4}你们?.{0,4}卖|卖(?:多少|几|完)|怎么卖"
)
_PRICE = re.compile(
    r"(?P<lead>一|1|每|毎)?(?P<unit>[斤头只个箱筐袋条担吨亩棵公桶坛瓶盒车对双石匹口捆株两羽枚][斤]?)?(?:卖|要|价|算|收|得|就|是|给|按|想卖|大概|只要)*(?P<value>[0-9]+(?:[.][0-9]+)?万?|[零一二两三四五六七八九十百千万半]+)(?P<coin>块钱|元钱|块|元|毛|角)?(?P<tail>[零一二两三四五六七八九半0-9])?(?:钱)?(?:/|一|1|每)?(?P<per>[斤头只个箱筐袋条担吨亩棵公桶坛瓶盒车对双石匹口捆株羽枚]斤?)?"
)
_GOODS_STOP = re.compile(
    r"(?:我们?|俺|家里?|屋(?:里|头)|自家|合作社|的|有|种|养|了|想|要|卖|出|今年|去年|刚|大概|大约|约|还|些|点|一批|收|下|打|摘|挖|把|丰收|新|产|,|。|你们|收不收|请问|喂|着|不少|多的|好多|很多|几|在|吗|不|地里|院里|自己|都|拿来|什么|能|可以|帮|卖|把|那|就|这)+"
)


def recognise(message: Message) -> tuple[Made, ...]:
    text = message.text
    if _BUYS.search(text) and not _HAS.search(text):
        return ()
    selling = _OFFERS.search(text) and (
        _HAS.search(text) or "卖" in text or "销" in text or "出手" in text or "收" in text
    )
    if not selling and not (message.pinyin and _HAVE_TO_SELL.search(text)):
        return ()
    price_span, price, price_unit = _price(text)
    amount = _amount(text, price_span)
    unit_span = None
    unit = ""
    if amount and (word := unit_at(text, amount.end)):
        unit_span = (amount.end, amount.end + len(word.word))
        unit = message.said(*unit_span)
    goods_span = _goods(text, amount, unit_span, price_span)
    if not goods_span:
        return ()
    act = Sell(
        goods=message.said(*goods_span),
        qty=amount.value if amount else None,
        unit=unit,
        price=price,
        price_unit=(price_unit or unit) if price is not None else "",
    )
    return (Made(act, "sell", goods_span[0]),)


def _amount(text: str, price_span: tuple[int, int] | None) -> Number | None:
    for number in read_numbers(text):
        inside = price_span and price_span[0] <= number.start < price_span[1]
        if not inside and not number.ordinal and unit_at(text, number.end) and text[number.end] not in "块元":
            return number
    return None


def _price(text: str) -> tuple[tuple[int, int] | None, Decimal | None, str]:
    """The words of the price, yuan, and the unit it is for ('' where none was said): 一头一万三, 两块三一斤, 5毛."""
    for match in _PRICE.finditer(text):
        if not match["coin"] and not (match["lead"] and match["unit"]):
            continue
        numbers = read_numbers(match["value"])
        if not numbers:
            continue
        value = numbers[0].value
        if match["coin"] in ("毛", "角"):
            value /= 10
        if match["tail"] and match["coin"]:
            tail = read_numbers(match["tail"])
            step = 100 if match["coin"] in ("毛", "角") else 10
            value += tail[0].value / (1 if match["tail"] == "半" else step) if tail else 0
        return match.span(), value, (match["unit"] if match["lead"] else "") or match["per"] or ""
    return None, None, ""


def _goods(
    text: str, amount: Number | None, unit_span: tuple[int, int] | None, price_span: tuple[int, int] | None
) -> tuple[int, int] | None:
    """The words after the amount, else before it, else between the verbs."""
    ends = [m.start() for m in re.finditer(r"[,。?!;\s]|要卖|想卖|想出|出手|卖|收不收|收吗|你们|大概|大约|$", text)]
    starts = [unit_span[1]] if unit_span else []
    starts += [
        m.end() for m in re.finditer(r"有|种了?|养了?|收了?|产|卖|打了|晒了|做了|攒了|摘了|下了|的|把", text)
    ] + [0]
    for start in starts:
        end = min((e for e in ends if e >= start), default=len(text))
        stop = min(
            (
                x
                for x in (amount.start if amount else len(text), price_span[0] if price_span else len(text))
                if x > start
            ),
            default=len(text),
        )
        piece = text[start : min(end, stop)]
        lead = _GOODS_STOP.match(piece)
        inner = (start + (lead.end() if lead else 0), start + len(piece))
        words = text[inner[0] : inner[1]].rstrip("的了 ")
        if len(words) >= 1 and words not in ("多", "来", "左右") and not words.isdigit():
            return inner[0], inner[0] + len(words)
    return None
