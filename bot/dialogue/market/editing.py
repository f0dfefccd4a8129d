"""What sellers say of what they sell: 我卖的, 改价一块八, 还剩两百斤, 先不卖了, 接着卖, 卖了多少钱."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in, said_whole, without
from bot.dialogue.market import saying, statement, weights
from bot.dialogue.market.questions import ConfirmOffer, DescribeOffer, TellOfOffer
from bot.dialogue.market.reading import amount_in, plain, price_in
from bot.dialogue.saying import amount, numbered
from bot.domain.events import ListingChanged, ListingMoved
from bot.domain.listing import LIVE, WAITING, Listing, Status

MOST_SHOWN = 5
_AROUND = " 都全已经我的家了也。！!，,"
LONGEST = 30
"""Longer messages say something else."""


def told(ex: Exchange) -> bool:
    """Whether the message was about what the person sells; False leaves it to be understood otherwise."""
    section = next((name for name in _DEEDS if _says(name, ex.text)), None)
    if section is None:
        return False
    if not ex.facts.market.own():
        return section in _WHOLE and _nothing_yet(ex)
    done = _DEEDS[section](ex)
    if done and isinstance(ex.talk.asking, TellOfOffer):
        ex.settled()  # what was still to be told of an offer is overtaken
    return done


def _nothing_yet(ex: Exchange) -> bool:
    """A manager who asks how much was sold means his station."""
    if not ex.facts.person.manages:
        ex.say("selling.none_yet")
    return not ex.facts.person.manages


def _says(section: str, text: str) -> bool:
    """Questions, and longer messages, say something else: 酱油不卖了吗."""
    if section in _WHOLE:
        return said_whole(section, text)
    return len(text) <= LONGEST and not Heard(text=text, acts=()).asks and said_in(section, plain(text))


def _show(ex: Exchange) -> bool:
    rows = [f"{saying.brief(one)}，{saying.status(one, ex.facts.channel)}" for one in ex.facts.market.own()]
    ex.say("selling.mine", rows=numbered(rows[:MOST_SHOWN]))
    return True


def _statement(ex: Exchange) -> bool:
    statement.told(ex)
    return True


def _reprice(ex: Exchange) -> bool:
    price = price_in(plain(ex.text).partition("改")[2].lstrip("价钱格成为到") or ex.text, bare=True)
    return _on_one(ex, LIVE, lambda one: _new_price(ex, one, price)) if price else False


def _new_price(ex: Exchange, listing: Listing, price: tuple[int, str]) -> None:
    said, unit = price
    per = weights.meant(said, unit or listing.unit)
    fen = weights.priced(said, per, listing.unit)
    if fen is None:
        ex.say("selling.price_unit", unit=listing.unit)
        return
    ex.cause(ListingChanged(listing=listing.key, price_fen=fen))
    now = saying.in_both(saying.priced(said, per), saying.priced(fen, listing.unit))
    ex.say("selling.repriced", goods=listing.goods, price=now)


def _price_now(ex: Exchange) -> bool:
    price = None if ex.talk.basket.lines else price_in(ex.text)
    return _on_one(ex, LIVE, lambda one: _new_price(ex, one, price)) if price else False


def _recount(ex: Exchange) -> bool:
    left = amount_in(ex.text)
    return _on_one(ex, LIVE, lambda one: _new_count(ex, one, left)) if left else False


def _new_count(ex: Exchange, listing: Listing, left: tuple[Decimal, str]) -> None:
    said, unit = left
    quantity = weights.reckoned(said, unit, listing.unit)
    if quantity is None:
        ex.say("selling.price_unit", unit=listing.unit)
        return
    ex.cause(ListingChanged(listing=listing.key, left=quantity))
    now = saying.in_both(amount(said, unit or listing.unit), amount(quantity, listing.unit))
    ex.say("selling.recounted", goods=listing.goods, left=now)


def _pause(ex: Exchange) -> bool:
    """Said of what is being offered just now, it is that question's answer."""
    if isinstance(ex.talk.asking, DescribeOffer | ConfirmOffer):
        return False
    return _on_one(ex, ("approved", "sold_out", *WAITING), lambda one: _stop(ex, one))


def _stop(ex: Exchange, listing: Listing) -> None:
    waiting = listing.status in WAITING
    to: Status = "expired" if waiting else "paused"
    ex.cause(ListingMoved(listing=listing, to=to, by="seller", at=ex.facts.at))
    ex.say("selling.withdrawn" if waiting else "selling.paused", goods=listing.goods)


def _gone(ex: Exchange) -> bool:
    """All of it went elsewhere; 酱油卖完了 is about something else."""
    rest = without("sell_gone", plain(ex.text)).strip(_AROUND)
    if rest and not any(one.goods in rest for one in ex.facts.market.own()):
        return False
    return _pause(ex)


def _resume(ex: Exchange) -> bool:
    on_sale = "approved" in {one.status for one in ex.facts.market.own()}
    if _on_one(ex, ("paused",), lambda one: _go_on(ex, one)):
        return True
    ex.say("selling.still_on" if on_sale else "selling.say_again")
    return True


def _go_on(ex: Exchange, listing: Listing) -> None:
    ex.cause(ListingMoved(listing=listing, to="approved", by="seller", at=ex.facts.at))
    ex.say("selling.resumed", what=saying.brief(listing))


def _on_one(ex: Exchange, statuses: Sequence[Status], do: Callable[[Listing], None]) -> bool:
    """Do it to the one listing that is meant; ask where several may be."""
    found = [one for one in ex.facts.market.own() if one.status in statuses]
    found = [one for one in found if one.goods in ex.text] or found
    if not found:
        return False
    if len({one.goods for one in found}) > 1:
        ex.say("selling.which", goods="、".join(dict.fromkeys(one.goods for one in found)), first=found[0].goods)
    else:
        do(found[0])
    return True


_DEEDS: dict[str, Callable[[Exchange], bool]] = {
    "sell_mine": _show,
    "sell_earned": _statement,
    "sell_stops": _pause,
    "sell_gone": _gone,
    "sell_goes_on": _resume,
    "sell_reprices": _reprice,
    "sell_price_now": _price_now,
    "sell_left": _recount,
}
_WHOLE = ("sell_mine", "sell_earned")
