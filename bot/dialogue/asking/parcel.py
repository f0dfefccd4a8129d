"""Which parcel arrived, or was fetched? A single one only wants a yes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue.counter import parcels, recipients
from bot.dialogue.counter.questions import WhichParcel
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_whole
from bot.domain.order import Order
from intents.acts import Act, Add, ParcelOf, Search
from intents.values.people import plain

_SLIP = re.compile(r"\s*(\d{1,3})\s*[号单]\D{0,6}")
_POINTS = re.compile(
    r"^(?:是|就是|那个)?(?:买|订|拿|要)?[^\d一二两三四五六七八九十来再给]{1,8}(?:的|那个|那单|的那个|的那单|的人)$|^(?:就)?是"
)
ask = parcels.put


def answer(ex: Exchange, question: WhichParcel, heard: Heard) -> tuple[Act, ...] | None:
    orders = parcels.still_there(ex, question)
    meant = _meant(ex, orders, heard)
    if meant:
        ex.settled()
        parcels.settle(ex, meant, gone=question.gone)
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        ex.settled()
        ex.say("parcel.none")
        return ()
    return None


def _points_at_goods(heard: Heard) -> bool:
    wishes = all(isinstance(act, Add | Search) for act in heard.acts)
    return wishes and not heard.asks and _POINTS.search(heard.text) is not None


def _meant(ex: Exchange, orders: Sequence[Order], heard: Heard) -> Sequence[Order]:
    """By its place on the list, its slip, its owner or what is in it; () where that is not plain."""
    if said_whole("all_parcels", heard.text):
        return orders
    if slip := _SLIP.fullmatch(heard.text):
        return [order for order in orders if str(order.slip) == slip[1]]
    if heard.digit:
        return orders[heard.digit - 1 : heard.digit]
    if heard.yes:
        return orders if len(orders) == 1 else ()
    if any(isinstance(act, ParcelOf) for act in heard.acts):
        return ()
    if not heard.description:  # 买花生的那个, 是花生: what is in it, though the shop has more of it
        held = recipients.holding(ex, heard.text, orders) if _points_at_goods(heard) else ()
        return held if len(held) == 1 else ()
    words = plain(heard.text.strip(" ，,。").removesuffix("的"))
    named = recipients.meant(ex, words, orders).orders
    found = named or recipients.holding(ex, heard.text, orders)
    return found if len(found) == 1 else ()
