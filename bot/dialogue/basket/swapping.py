"""“大的”, when one article is read back: the same thing in another size, for the one that is there."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from bot.dialogue.basket import goods
from bot.dialogue.basket.amounts import closing_amount, said_amount, units_of
from bot.dialogue.basket.replacing import just_ordered, take_up
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.questions import Wanted
from bot.domain import cart
from catalog.product import Product
from intents.acts import Search, Unknown
from intents.item import Item

_OTHER_SORT = re.compile(
    r"(?:算了|哎呀?|不对|不是|错了|不[,，]?|还是|那就?|就|换成?|改成?|要|来|拿|给我|我|想|[,，\s])*"
    r"(?P<sort>[一-鿿A-Za-z0-9.]{1,8}?(?:的|[大小][瓶桶袋箱包盒罐号份]))(?:那个|那种|那袋|那瓶)?[吧呢啊了。!！]*"
)
_IS_IT = re.compile(r"(?:这个?|它|是不是|是)*(?P<sort>[一-鿿A-Za-z0-9]{1,6}的)(?:不是?|吗|么|没|不咯)[啊呀]*[?？]*")


def swap(ex: Exchange, heard: Heard) -> bool:
    """Take the same article in the size that the words tell. False: they tell nothing, or more than one article is read
    back."""
    if len(ex.talk.basket.lines) != 1 or not heard.hint:
        return False
    line = ex.talk.basket.lines[0]
    kin = _kin(ex, line.sku)
    meant = tuple(sku for sku in ex.facts.shop.narrow(heard.hint, kin) if sku != line.sku) or _of_its_kind(ex, line.sku)
    if not meant:
        return False
    _put_in_its_place(ex, heard, meant)
    return True


def another_sort(ex: Exchange, heard: Heard) -> bool:
    """“不对，要一段的”: another of its kind, as the words describe it."""
    meant = _of_its_kind(ex, ex.talk.basket.skus[0]) if len(ex.talk.basket.lines) == 1 else ()
    if meant:
        _put_in_its_place(ex, heard, meant)
    return bool(meant)


def _put_in_its_place(ex: Exchange, heard: Heard, meant: tuple[str, ...]) -> None:
    line = ex.talk.basket.lines[0]
    ex.change(basket=cart.put(ex.talk.basket, line.sku, Decimal(0)))
    said = None if "的" in heard.text else said_amount(heard.text) or closing_amount(heard.text)
    count = units_of(ex, said, *meant) if said else None
    goods.take(ex, Wanted(mention="这样的", skus=meant, quantity=count or line.quantity))


def swap_for(ex: Exchange, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """“换成生抽”: the one thing in the basket, or ordered just now, goes for what is named; as many where no number is
    said. The items are given back as they are wanted then."""
    if len(items) != 1 or not items[0].skus:
        return items
    if just_ordered(ex):
        take_up(ex)
    lines = ex.talk.basket.lines
    changed_already = ex.before.basket.lines not in ((), lines)
    if len(lines) != 1 or lines[0].sku in items[0].skus or changed_already:
        return items
    ex.change(basket=cart.put(ex.talk.basket, lines[0].sku, Decimal(0)))
    ex.say("ask.dropped", goods="、".join(product.name for product in goods.products(ex, (lines[0].sku,))))
    return items if items[0].unit else (msgspec.structs.replace(items[0], quantity=lines[0].quantity),)


def _of_its_kind(ex: Exchange, sku: str) -> tuple[str, ...]:
    """Other goods of its kind, of its own brand first, that words like “还是要小袋的” or “换成没碘的” describe."""
    said, own = _OTHER_SORT.fullmatch(ex.text.strip()), ex.facts.shop.product(sku)
    if said is None or own is None:
        return ()
    of_a_kind = ex.facts.shop.like(sku)
    branded = [other.sku for other in goods.products(ex, of_a_kind) if own.brand and other.brand == own.brand]
    for among in (branded, of_a_kind):
        meant = ex.facts.shop.narrow(said["sort"], among)
        if len(meant) < len(among) and (meant := tuple(other for other in meant if other != sku)):
            return meant
    return ()


def tells_of_it(ex: Exchange, heard: Heard) -> bool:
    """“带碘的不” of the one thing read back: that it is so, or which of its kind are."""
    said = _IS_IT.fullmatch(ex.text.strip())
    if (
        said is None
        or len(ex.talk.basket.lines) != 1
        or not all(isinstance(act, Unknown | Search) for act in heard.acts)
    ):
        return False
    own = ex.talk.basket.skus[0]
    among = ex.facts.shop.like(own)
    fitting = ex.facts.shop.narrow(said["sort"], among)
    if not fitting or len(fitting) == len(among):
        return False
    named = goods.products(ex, (own,) if own in fitting else fitting[:1])
    ex.say("readback.it_is" if own in fitting else "readback.other_is", sort=said["sort"], goods=named[0].name)
    return True


def _kin(ex: Exchange, sku: str) -> tuple[str, ...]:
    own = ex.facts.shop.product(sku)
    return tuple(
        product.sku for product in ex.facts.shop.products if own and _but_for_size(product) == _but_for_size(own)
    )


def _but_for_size(product: Product) -> tuple[str, str, str]:
    name = product.name.replace(product.spec, "") if product.spec else product.name
    return product.brand, product.category, name.strip()
