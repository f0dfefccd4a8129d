"""我买的苹果呢, 村货到了没, 那苹果不要了: what somebody bought of other villagers, where it is, and giving it back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import is_question
from bot.dialogue.lexicon import said_in, said_whole
from bot.dialogue.market import saying
from bot.dialogue.market.called import in_signs, spoken
from bot.dialogue.market.questions import ChooseListing, ConfirmPurchase, HowMuchOf
from bot.dialogue.market.reading import plain
from bot.dialogue.saying import amount, short_day
from bot.domain.events import SaleCancelled
from bot.domain.listing import Sold
from bot.domain.money import yuan
from bot.domain.order import OPEN
from intents.text.normalise import normalise
from intents.typed.reading import decode

LONGEST = 30
MOST, MOST_SMS = 3, 1
COMING = ("pledged", "open")
KEPT_IN_MIND = timedelta(days=14)
"""For so long goods that were fetched, or did not come together, are told of."""
RETURNABLE = timedelta(days=7)
_LETTERS = re.compile(r"[A-Za-z]{2}")
_REFUSED = re.compile(r"不要(?:那|这)?(?:个|些|点)?(?P<goods>[一-鿿]{2,}?)(?:了|啊|吧)*$")
_SECTIONS = ("bought_asks", "bought_off", "bought_bad")


def told(ex: Exchange) -> bool:
    """Whether it was about goods of villagers that the person bought; False leaves it to be understood otherwise."""
    buys = isinstance(ex.talk.asking, ChooseListing | HowMuchOf | ConfirmPurchase)
    if buys or ex.talk.basket.lines or ex.talk.todo:
        return False
    text = _in_words(ex)
    if len(text) > LONGEST or not ("不要" in text or any(said_in(section, text) for section in _SECTIONS)):
        return False
    found = _named(ex, text)
    of_shop = bool(found) and not said_in("bought_of_villagers", text) and _ordered_of_the_shop(ex, found)
    if not found or of_shop:
        return False
    bad, off = said_in("bought_bad", text), said_in("bought_off", text) or _refuses(text, found)
    if off and is_question(text) and any(one.sale.status in COMING for one in found):
        show(ex, found)  # 苹果能退吗: how to call it off is said there
        return True
    if bad or off:
        return (bad and _complain(ex, found)) or (off and give_back(ex, found))
    if not said_in("bought_asks", text):
        return False
    show(ex, found)
    return True


def called_off(ex: Exchange) -> bool:
    """退村货: the last thing ordered that nobody brought yet."""
    if not said_whole("village_goods_off", ex.text):
        return False
    if not give_back(ex, _lately(ex)):
        ex.say("selling.nothing_bought")
    return True


def give_back(ex: Exchange, found: Sequence[Sold]) -> bool:
    """The newest that nobody brought yet is called off; of what was weighed already the manager is told. False where
    there is neither."""
    coming = [one for one in found if one.sale.status in COMING]
    if not coming:
        return _complain(ex, found)
    _call_off(ex, coming[0], [one for one in coming[1:] if one.listing.goods == coming[0].listing.goods])
    return True


def said_how_to_call_off(ex: Exchange) -> bool:
    """Whether something of villagers is coming, which 取消 alone does not take back: it may be meant of the shop."""
    one = next((one for one in _lately(ex) if one.sale.status in COMING), None)
    if one is not None:
        ex.say("selling.how_to_call_off", what=saying.weighed_of(one))
    return one is not None


def _complain(ex: Exchange, found: Sequence[Sold]) -> bool:
    """The manager looks at what was weighed together with the buyer: the seller's money is reckoned already."""
    since = ex.facts.at - RETURNABLE
    weighed = [one for one in found if one.sale.status == "handed"]
    one = next((one for one in weighed if (one.sale.fetched_at or ex.facts.at) >= since), None)
    if one is None:
        return False
    what, about = saying.weighed_of(one), f"{one.sale.key}:back"
    ex.say("selling.gives_back" if one.sale.fetched_at is None else "selling.gives_back_fetched", what=what)
    ex.alert("return_requested", "warning", "manager.sale_return", about=about, what=saying.whose(one.listing, what))
    return True


def under_way(ex: Exchange) -> Sequence[Sold]:
    """What is to come, or waits to be fetched, newest first."""
    return [one for one in _lately(ex) if _is_under_way(one)]


def kept(ex: Exchange) -> bool:
    """我过两天来拿, of what was weighed: False where nothing of villagers waits."""
    one = next((one for one in _lately(ex) if _waits(one)), None)
    if one is not None:
        ex.say("selling.kept", what=saying.weighed_of(one), due=yuan(one.sale.due_fen))
    return one is not None


def show(ex: Exchange, found: Sequence[Sold]) -> None:
    """Where these are; what is under way goes before what is over."""
    open_ones = [one for one in found if _is_under_way(one)]
    for one in (open_ones or found[:1])[: MOST_SMS if ex.sms else MOST]:
        _tell(ex, one)


def _call_off(ex: Exchange, one: Sold, others: Sequence[Sold]) -> None:
    ex.cause(SaleCancelled(sold=one, at=ex.facts.at))
    ex.say("selling.called_off", what=saying.ordered_of(one))
    if others:
        ex.say("selling.still_bought", what=saying.weighed_of(others[0]))


def _tell(ex: Exchange, one: Sold) -> None:
    sale, listing = one.sale, one.listing
    today = ex.facts.at.date()
    state = _state(ex, one)
    until = listing.group_until.astimezone(ex.facts.at.tzinfo).date() if listing.group_until else today
    ex.say(
        f"selling.bought_{state}",
        what=saying.weighed_of(one),
        day=short_day(sale.bring_by, today),
        station=_station(ex, listing.station),
        here=ex.station.name if ex.station else "站里",
        due=yuan(sale.due_fen),
        lacking=amount(listing.lacking, listing.unit),
        until=short_day(until),
    )
    if state == "late":
        _urge(ex, one)


def _urge(ex: Exchange, one: Sold) -> None:
    """The seller's station hears once that he is late."""
    listing, day = one.listing, short_day(one.sale.bring_by)
    said = {"seller": listing.seller_name or "卖家", "what": saying.weighed_of(one), "day": day}
    about = f"{one.sale.key}:late"
    ex.alert("listing", "warning", "manager.sale_late", about=about, station=listing.station, **said)


def _state(ex: Exchange, one: Sold) -> str:
    """The status and what it means here: `late` where it should be brought already, `handed_afar` where it still comes
    from another station, `fetched`."""
    sale = one.sale
    if sale.status == "open" and sale.bring_by < ex.facts.at.date():
        return "late"
    if sale.status != "handed" or sale.fetched_at:
        return "fetched" if sale.fetched_at else sale.status
    here = ex.station is not None and ex.station.code == one.listing.station
    return "handed" if here else "handed_afar"


def _lately(ex: Exchange) -> list[Sold]:
    since = ex.facts.at - KEPT_IN_MIND
    return [
        one
        for one in ex.facts.market.purchases()
        if _is_under_way(one) or (one.sale.status != "cancelled" and one.sale.created_at >= since)
    ]


def _named(ex: Exchange, text: str) -> list[Sold]:
    """What is named, 苹果 of 红富士苹果, or all of it where villagers' goods are spoken of."""
    found = _lately(ex)
    found = [one for one in found if one.listing.seller_name and f"{one.listing.seller_name}的" in text] or found
    meant = [one for one in found if spoken(one.listing.goods, text)]
    return meant or (found if said_in("bought_of_villagers", text) else [])


def _refuses(text: str, found: Sequence[Sold]) -> bool:
    """不要那苹果了, which 不要太小的苹果 is not."""
    refused = _REFUSED.search(text)
    return refused is not None and any(one.listing.goods.endswith(refused["goods"]) for one in found)


def _ordered_of_the_shop(ex: Exchange, found: Sequence[Sold]) -> bool:
    """Whether the same goods may be meant of an order of the shop."""
    names = [line.name for order in ex.facts.orders() if order.status in OPEN for line in order.lines]
    return any(spoken(one.listing.goods, name) for one in found for name in names)


def _in_words(ex: Exchange) -> str:
    """Pinyin in the words it stands for, where the person bought something."""
    text = plain(ex.text)
    if not text.isascii() or not _LETTERS.search(text) or not (mine := ex.facts.market.purchases()):
        return text
    return decode(normalise(in_signs(text, [one.listing.goods for one in mine])), ex.facts.shop).text


def _is_under_way(one: Sold) -> bool:
    return one.sale.status in COMING or _waits(one)


def _waits(one: Sold) -> bool:
    return one.sale.status == "handed" and one.sale.fetched_at is None


def _station(ex: Exchange, code: str) -> str:
    station = ex.facts.station(code)
    return station.name if station else "卖家那边的站"
