"""Goods into the basket: what is clear at once, what is not is asked about, what is not carried is said plainly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice

import msgspec

from bot.dialogue.basket import at_once
from bot.dialogue.basket.evidence import likely_first, marks
from bot.dialogue.counter import counting
from bot.dialogue.counter.shelf import book
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_whole
from bot.dialogue.merchants import interest
from bot.dialogue.pages import size
from bot.dialogue.questions import Aim, Offer, Wanted
from bot.dialogue.saying import amount, called, numbered, priced
from bot.domain import cart
from bot.domain.events import DemandHeard
from catalog.product import Product
from intents.item import Item

LONGEST_MENTION = 40
MOST_UNCLEAR = 12
"""Goods of one talk that wait to be asked about; nobody answers more questions than that."""
PAGE = 5
"""Articles shown at once."""
SMS_ROOM = 92
"""Units of an SMS answer that rows may fill; the rest is the question around them."""


def products(ex: Exchange, skus: Iterable[str]) -> list[Product]:
    return [product for sku in skus if (product := ex.facts.shop.product(sku))]


def page(ex: Exchange, skus: Sequence[str], start: int = 0) -> list[Product]:
    """The articles from `start` on that are shown at once: five, by SMS as many as one answer holds, one at least."""
    found = products(ex, skus[start : start + PAGE])
    if not ex.sms:
        return found
    room = SMS_ROOM
    for count, product in enumerate(found):
        room -= size(priced(product, city=False), "sms") + len("1. \n")
        if room < 0:
            return found[: max(count, 1)]
    return found


def rows(ex: Exchange, shown: Sequence[Product], start: int = 0) -> str:
    """Numbered lines with prices; the city's price, and what speaks for an article, where there is room for it."""
    marked = marks(ex, [product.sku for product in shown])
    return numbered((priced(p, city=not ex.sms) + marked.get(p.sku, "") for p in shown), start + 1)


def sold_by(ex: Exchange, skus: tuple[str, ...], unit: str) -> tuple[str, ...]:
    """Of bags and bottles, 两袋 are bags; all of them where the unit tells nothing."""
    return tuple(product.sku for product in products(ex, skus) if product.unit == unit) or skus


def next_start(ex: Exchange, skus: Sequence[str], start: int) -> int:
    """Where the next page begins; after the last comes the first."""
    following = start + max(len(page(ex, skus, start)), 1)
    return following if following < len(skus) else 0


def page_key(ex: Exchange, key: str, skus: Sequence[str], start: int) -> str:
    """The reply's name for this page of a list: as it is where all fits, `_more`, or `_last` after which the first comes."""
    if len(page(ex, skus, start)) == len(skus):
        return key
    return f"{key}_more" if next_start(ex, skus, start) else f"{key}_last"


def wish_for(ex: Exchange, items: Sequence[Item], aim: Aim) -> None:
    """What was named is wanted: each article clearly meant is taken, the rest will be asked about one by one."""
    missing = [item for item in items if not item.skus]
    wanted = [as_wanted(item, aim) for item in items if item.skus]
    if aim in ("stock_in", "walk_in_sale"):  # a booking says how it is taken back, which differs while something waits
        wanted.sort(key=lambda one: len(one.skus) == 1 and one.quantity is not None)
    for one in wanted:
        take(ex, one)
    not_carried(ex, missing, offer=len(missing) == len(items) and not ex.talk.todo and not ex.talk.basket.lines)


def as_wanted(item: Item, aim: Aim) -> Wanted:
    return Wanted(mention=item.mention, skus=item.skus, quantity=item.quantity, unit=item.unit, aim=aim)


def take(ex: Exchange, wish: Wanted) -> None:
    """Do what is wanted where article and amount are clear; else let it be asked."""
    if len(wish.skus) != 1 or wish.quantity is None:
        _ask_later(ex, wish)
    elif not divisible(ex, wish.skus[0]) and wish.quantity % 1:
        _ask_later(ex, msgspec.structs.replace(wish, quantity=None))
    elif wish.aim in ("stock_in", "walk_in_sale"):
        book(ex, wish.skus[0], wish.quantity, wish.aim)
    elif wish.aim == "count":
        counting.note(ex, wish.skus[0], wish.quantity)
    else:
        if wish.aim == "add":
            interest.named(ex, wish.skus[0], wish.mention)
        _into_basket(ex, wish.skus[0], wish.quantity, wish.aim)


def _ask_later(ex: Exchange, wish: Wanted) -> None:
    if wish.aim not in ("add", "set", "remove"):  # said once more it is the same sale, not a second one
        said = tuple(one for one in ex.talk.todo if (one.mention, one.aim) != (wish.mention, wish.aim))
        ex.change(todo=said)
    if len(ex.talk.todo) < MOST_UNCLEAR:
        ex.want(msgspec.structs.replace(wish, skus=likely_first(ex, wish.skus)))
    else:
        ex.say("goods.too_many_unclear", goods=called(wish.mention, products(ex, wish.skus)))


def divisible(ex: Exchange, sku: str) -> bool:
    """Whether half a unit can be sold: half a pound of sugar, but no half bottle."""
    product = ex.facts.shop.product(sku)
    return product is not None and said_whole("divisible", product.unit)


def _into_basket(ex: Exchange, sku: str, quantity: Decimal, aim: Aim) -> None:
    product = ex.facts.shop.product(sku)
    if product is None:
        return
    basket = ex.talk.basket
    before = basket.quantity_of(sku)
    total = {"set": quantity, "remove": before - quantity}.get(aim, before + quantity)
    left = _most(ex, sku)
    if left is not None and left < total and total > before:
        key = "goods.only_left" if left > 0 else "goods.sold_out"
        ex.say(key, goods=product.name, left=amount(left, product.unit))
        ex.sold_out += [] if left else [sku]
        total = left
    ex.change(shown=(sku,))
    if before == 0 and len(basket.lines) >= cart.MOST_LINES:
        ex.say("goods.too_many", goods=product.name, most=cart.MOST_LINES)
    elif total > 0 or sku in basket.skus:
        ex.touch(cart.put(basket, sku, total))


def _most(ex: Exchange, sku: str) -> Decimal | None:
    """The most that can be ordered of an article, from the county or from the shelf."""
    left = _left(ex, sku)
    return None if left is None else max(left, at_once.free(ex, ex.station, sku))


def _left(ex: Exchange, sku: str) -> Decimal | None:
    """What can still be ordered; what the replaced order holds comes free with it."""
    left, replaced = ex.facts.left(sku), ex.talk.basket.replaces
    order = ex.facts.order(replaced) if replaced and left is not None else None
    return left if order is None or left is None else left + sum(x.quantity for x in order.lines if x.sku == sku)


def not_carried(ex: Exchange, items: Sequence[Item], *, offer: bool) -> None:
    """Say plainly what the shop has not, remember it as demand, and offer the nearest it has."""
    if not items:
        return
    note_demand(ex, items)
    names = "、".join(item.mention for item in items)[:60]
    near = page(ex, tuple(dict.fromkeys(sku for item in items for sku in item.near[:3])))
    if not near:
        ex.say("goods.none", goods=names)
    elif offer and ex.talk.asking is None:
        question = Offer(skus=tuple(product.sku for product in near))
        ex.ask(question, "goods.none_but", goods=names, rows=rows(ex, near))
    else:
        ex.say("goods.none_near", goods=names, near="、".join(priced(product, city=False) for product in near[:2]))


def offer_like_it(ex: Exchange) -> bool:
    """Offer what else there is of a kind that is sold out, where nothing is left to order. False: there is nothing."""
    like = (other for sku in ex.sold_out for other in ex.facts.shop.like(sku))
    left = (sku for sku in dict.fromkeys(like) if _left(ex, sku) != 0)
    others = page(ex, tuple(islice(left, PAGE)))  # each is asked of the database: no more than are shown
    if others:
        ex.ask(Offer(skus=tuple(product.sku for product in others)), "goods.others", rows=rows(ex, others))
    return bool(others)


def note_demand(ex: Exchange, items: Sequence[Item]) -> None:
    """Remember goods that are asked for and not carried."""
    facts = ex.facts
    code = ex.station.code if ex.station else ""
    for item in items:
        ex.cause(DemandHeard(person=facts.person.id, station=code, mention=item.mention[:LONGEST_MENTION], at=facts.at))


def in_basket(ex: Exchange, item: Item) -> tuple[str, ...]:
    """Which articles of the basket are meant: by what the words can be, else by the words among these alone."""
    skus = ex.talk.basket.skus
    known = tuple(sku for sku in skus if sku in item.skus)
    if known or item.skus or not item.mention:
        return known
    return tuple(ex.facts.shop.narrow(item.mention[:LONGEST_MENTION], skus))


def weed(ex: Exchange) -> None:
    """Take out of the basket what the shop no longer has, or has less of, and say so."""
    station = ex.station
    if station is not None and (at_once.whole_basket(ex, station) or at_once.may_choose(ex, station)):
        return
    for line in ex.talk.basket.lines:
        product = ex.facts.shop.product(line.sku)
        left = Decimal(0) if product is None else _left(ex, line.sku)
        if left is None or left >= line.quantity:
            continue
        if product is None:  # nothing tells its name any more
            ex.say("goods.withdrawn")
        else:
            alone = not left and at_once.free(ex, ex.station, line.sku) >= line.quantity
            key = "goods.alone" if alone else "goods.only_left" if left > 0 else "goods.sold_out"
            ex.say(key, goods=product.name, left=amount(left, product.unit))
        ex.change(basket=cart.put(ex.talk.basket, line.sku, left))


def remember(wanted: Wanted, item: Item) -> Wanted:
    """The choice as narrowed by a later word: an amount said now counts, “一瓶” by default does not undo “来两瓶”."""
    unsaid = item.quantity is None or (item.quantity == 1 and not item.unit)
    both = tuple(sku for sku in wanted.skus if sku in item.skus)
    quantity = wanted.quantity if unsaid and wanted.quantity is not None else item.quantity
    return msgspec.structs.replace(wanted, skus=both or wanted.skus, quantity=quantity)
