"""The same goods of another sort or size, said without their name."""

from __future__ import annotations

import re
from decimal import Decimal

from catalog.shop import Shop
from intents.goods.mentions import find_mentions
from intents.text.words import said
from intents.values.units import same_pack
from intents.wishes import Wish

_SIZED = re.compile(r"^(?:[大中小]?(?:瓶|桶|袋|箱|罐|听|包|盒|号)装?的?|[大小](?=[一-鿿]{2}))")


def other_size(last: Wish, words: str, shop: Shop) -> Wish | None:
    """雨靴38码的换成43码的: what comes in the place of `last`; None where `words` tell no other article."""
    noun = _SIZED.sub("", last.mention.words) or last.mention.words
    named = find_mentions(f"{noun}{words}", shop)
    if len(named) != 1 or not named[0].item.skus or set(named[0].item.skus) & set(last.skus):
        return None
    return Wish(named[0], named[0].item, "add", listed=True)


def other_pack(last: Wish, words: str, amount: tuple[Decimal, str] | None, shop: Shop) -> list[Wish]:
    """红牛一箱,再拿两罐: the goods before once more, in another pack; [] where the words tell no other."""
    counted = last.frame == "add" and last.counted and amount is not None and said("other_pack").search(words)
    if not counted or (amount and same_pack(amount[1], last.mention.unit)):
        return []
    other = other_size(last, words.rstrip("的"), shop)
    return [other] if other and other.mention.quantity is not None else []


def other_sort(refused: Wish, words: str, amount: tuple[Decimal, str] | None, shop: Shop) -> list[Wish]:
    """不要红笔,黑的来三盒: the goods refused, of another sort; [] where that is not clear."""
    sort = said("other_sort").match(words.strip())
    if not sort or amount is None:
        return []
    number, unit = amount
    named = find_mentions(f"{sort['sort']}{refused.mention.words[-1]}{number.normalize():f}{unit}", shop)
    return [Wish(one, one.item, "add", listed=True) for one in named[:1] if set(one.item.skus) - set(refused.skus)]
