"""收 苹果 老张 480斤 一等, 不收 有虫: the station looks at what is offered, and publishes or refuses it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.market import called, saying, weights, whose
from bot.dialogue.market.called import spoken
from bot.dialogue.market.reading import amount_in, plain, price_in
from bot.dialogue.saying import amount, numbered
from bot.domain.events import ListingInspected, ListingMoved
from bot.domain.listing import RULES, WAITING, Listing
from intents.offers import read_amount, read_price
from intents.values.people import looks_like_person

MOST_SHOWN = 8
LONGEST_REASON = 40
_NO = re.compile("不(?:收|行|要)了?")
_AROUND = " ,，:：的"


def accept(ex: Exchange, words: str) -> bool:
    waiting = waiting_at(ex)
    found, names = meant(waiting, words), _names(waiting, words)
    if not found:
        return _nothing_waits(ex, words)
    if len(found) > 1 or whose.names_another(found, names):
        which(ex, found)
        return True
    listing = found[0]
    grade = next((name for word, name in RULES.grades.items() if word in words), "")
    said = (*RULES.grades, spoken(listing.goods, words), listing.seller_name, *names)
    _inspect(ex, listing, grade, called.blanked(words, said))
    return True


def _nothing_waits(ex: Exchange, words: str) -> bool:
    """Goods that are graded, or weighed for somebody, are no goods of the shop, whether or not he offered them."""
    here = ex.facts.market.at_station(code_of(ex))
    names = _names(here, words)
    graded = any(grade in words for grade in RULES.grades)
    weighed, people = amount_in(words), [name for name in names if looks_like_person(name)]
    of_somebody = bool(people) and price_in(words) is None  # 收 李大爷 85块 is money
    if not (graded or (of_somebody and (weighed is None or weights.weighs(weighed[1])))):
        return False
    named = called.named(here, words, lambda one: one.goods)
    if mine := whose.called_so(named, words, names) or ([] if people else named):
        ex.say("selling.desk_already", what=saying.whose(mine[0], saying.brief(mine[0])))
    else:
        ex.say("selling.desk_not_offered")
    return True


def _inspect(ex: Exchange, listing: Listing, grade: str, words: str) -> None:
    """Published only with a grade, a weight in the unit of the offer and a price for that unit."""
    unit = listing.unit or weights.JIN
    weighed = amount_in(words)
    priced = _price_in(words) or (listing.price_fen, listing.price_unit)
    quantity = weights.reckoned(*weighed, unit) if weighed else None
    price = weights.priced(priced[0], priced[1], unit) if priced[0] is not None else None
    if grade and quantity is not None and price is not None:
        publish(ex, listing, grade, quantity, price)
        return
    count = amount(quantity or listing.quantity or Decimal(480), unit)
    example = " ".join(filter(None, ("收", listing.goods, listing.seller_name, count, grade or "一等")))
    if weighed and quantity is None:
        ex.say("selling.desk_unit", goods=listing.goods, unit=unit, example=example)
    elif not grade and quantity is not None:
        ex.say("selling.desk_grade", example=example)
    else:
        ex.say("selling.desk_how", example=example)


def _price_in(words: str) -> tuple[int, str] | None:
    """The price beside the weight; a number that stands there alone is one: 9.5斤 85."""
    weight = read_amount(plain(words), price_span := read_price(plain(words))[0])[0]
    rest = plain(words)[: weight[0]] + plain(words)[weight[1] :] if weight else words
    return price_in(words) if price_span else price_in(rest.strip(" ,，。的"), bare=bool(weight))


def publish(ex: Exchange, listing: Listing, grade: str, quantity: Decimal, price_fen: int) -> None:
    """From now on it is for sale: so much, for so much a unit."""
    until = ex.facts.at + timedelta(days=RULES.listed_days)
    at = ex.facts.at
    ex.cause(ListingInspected(listing=listing, grade=grade, quantity=quantity, price_fen=price_fen, until=until, at=at))
    what = f"{listing.seller_name} {saying.graded(listing.goods, grade)}{amount(quantity, listing.unit)}"
    ex.say("selling.desk_accepted", what=what.strip(), price=saying.priced(price_fen, listing.unit))


def refuse_said(ex: Exchange, words: str) -> bool:
    """With 不收 first it is never an order, 不收 蜂蜜; only 不收现金 is about something else."""
    if refuse(ex, words):
        return True
    of_goods = not said_in("desk_money", ex.text)
    if of_goods:
        ex.say("selling.desk_none_waits")
    return of_goods


def refuse(ex: Exchange, words: str) -> bool:
    """False where no such goods wait."""
    waiting = waiting_at(ex)
    found = meant(waiting, words) or (waiting if words[0].isspace() else [])
    if not found:
        return False
    if len(found) > 1:
        which(ex, found)
        return True
    listing = found[0]
    reason = called.blanked(words, (spoken(listing.goods, words), listing.seller_name)).strip(_AROUND)
    reason = _NO.sub("", reason).strip(_AROUND)
    if not reason:
        ex.say("selling.desk_why", goods=listing.goods)
        return True
    turn_down(ex, listing, reason)
    return True


def turn_down(ex: Exchange, listing: Listing, reason: str) -> None:
    """The seller is told why."""
    reason = reason[:LONGEST_REASON]
    ex.cause(ListingMoved(listing=listing, to="refused", by="manager", at=ex.facts.at, reason=reason))
    ex.say("selling.desk_refused", what=f"{listing.seller_name} {listing.goods}".strip(), reason=reason)


def meant(found: Sequence[Listing], words: str) -> list[Listing]:
    """Those whose goods are named; of several only the named seller's."""
    named = called.named(found, words, lambda one: one.goods)
    return whose.called_so(named, words, _names(found, words)) or named


def _names(found: Sequence[Listing], words: str) -> list[str]:
    return whose.names_in(words, "desk_accepts", (spoken(one.goods, words) for one in found))


def which(ex: Exchange, found: Sequence[Listing]) -> None:
    ex.say("selling.desk_which", rows=numbered([saying.offered_by(one) for one in found[:MOST_SHOWN]]))


def waiting_at(ex: Exchange) -> list[Listing]:
    return [one for one in ex.facts.market.at_station(code_of(ex)) if one.status in WAITING]


def code_of(ex: Exchange) -> str:
    return ex.station.code if ex.station else ""
