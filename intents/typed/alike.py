"""Words that are typed alike and told apart by what stands beside them: 怎么买 and 怎么卖, 在家 and 再加, 买 and 卖."""

from __future__ import annotations

import re

from catalog.shop import Shop
from intents.goods.mentions import find_mentions
from intents.text.wording import Wording

_HOW = re.compile(r"(?P<goods>[一-鿿]{1,8})[ ,]?(?P<how>怎么买)")
_MORE = re.compile(r"(?:^|(?<=[,。;! ]))在?家(?= ?[0-9一两二三四五六七八九十半]{1,3} ?[一-鿿])")


_OFFERS = re.compile(
    r"(?<![一-鿿])(?:我|我们)?(?:要|想|想要)?(?P<sells>买)[一-鿿 ]{1,8}?[0-9一二两三四五六七八九十百千万]+ ?(?:斤|公斤|吨)[ ,]*(?:一斤)? ?"
    r"[0-9一二两三四五六七八九十.]+ ?[块毛元][0-9一二三四五六七八九]?(?: ?钱)?(?: ?一斤)?$"
)
"""Who buys is told the price; who names it by the pound sells."""


def told_apart(wording: Wording, shop: Shop) -> Wording:
    """The wording of a typed message, 怎么买 right behind goods as 怎么卖 and 在家 or 家 before a number as 再加 or 加, 买 with
    a price by the pound as 卖; the same object where there is none of it."""
    wording = wording.replace(_MORE, lambda match: "再加" if match[0] == "在家" else "加")
    if offer := _OFFERS.search(wording.text):
        place = re.compile(rf"(?s)(?<=\A.{{{offer.start('sells')}}})买")
        return wording.replace(place, "卖")
    match = _HOW.search(wording.text)
    if not match or not any(
        m.named and m.item.skus and m.end == len(match["goods"]) for m in find_mentions(match["goods"], shop)
    ):
        return wording
    return wording.replace(re.compile(f"(?<={re.escape(match['goods'])})怎么买"), "怎么卖")
