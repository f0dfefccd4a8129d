"""What managers do about what villagers sell: 收 苹果 老张 480斤 一等, 不收 有虫, 老张送来 苹果 52斤, 成团, 给老张结账."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in, said_whole
from bot.dialogue.market import called, failing, fetching, pausing, payout, saying, weights, whose
from bot.dialogue.market.called import spoken
from bot.dialogue.market.reading import amount_in, plain, price_in
from bot.dialogue.market.weighing import brought
from bot.dialogue.saying import amount, numbered, short_day
from bot.domain.events import GroupBegun, ListingInspected, ListingMoved
from bot.domain.listing import RULES, WAITING, Listing
from intents.offers import read_amount, read_price
from intents.people import looks_like_person

MOST_SHOWN = 8
LONGEST_REASON = 40
_ACCEPTED = re.compile(r"^(?P<rest>.{1,12}?(?:收了|收下|验了).{2,40})$")
_NOT_TAKEN = re.compile(r"^(?P<rest>.{1,16}?(?:不收|不行|不要).{0,40})$")
"""With the goods first: 苹果收了480斤一等, 老张的苹果不行，有虫."""
_ACCEPTS = re.compile(r"^(?:验收|收下|收)(?!到|钱|款|货款|现)\s*(?P<rest>.+)$")
_REFUSES = re.compile(r"^(?:不收|拒收)(?P<rest>.+)$")
_GROUPS = re.compile(r"^成团\s*(?P<rest>.+)$")
_GROUPED = re.compile(r"^(?P<rest>.{1,20}?成团.{0,8})$")
"""With the goods first: 脐橙满50斤成团，3天."""
_BROUGHT = re.compile(r"^(?P<rest>.{1,20}?(?:送来|拿来|拉来|背来|挑来).{0,30})$")
_DAYS = re.compile(r"(\d{1,2})\s*天")
_NO = re.compile("不(?:收|行|要)了?")
MOST_DAYS = 30


def told(ex: Exchange) -> bool:
    """Whether a manager dealt with a villager's goods; False leaves the message to be understood otherwise."""
    if not ex.facts.person.manages or ex.station is None:
        return False
    text = plain(ex.text)
    if said_whole("to_inspect", text) or said_in("desk_who_ordered", text):
        return _list(ex, text)
    matched = ((pattern.match(text), do) for pattern, do in _DEEDS)
    return (
        any(found is not None and do(ex, found["rest"]) for found, do in matched)
        or payout.told(ex)
        or fetching.told(ex)
        or fetching.refused(ex)
        or failing.told_by_manager(ex)
        or pausing.told(ex)
    )


def _list(ex: Exchange, text: str) -> bool:
    """All of it, or of goods that are named what is ordered: 木耳谁订了; False where nobody sells such."""
    if not said_whole("to_inspect", text):
        return _ordered(ex, text)
    waiting = _waiting(ex)
    rows = [f"{one.seller_name or saying.NOBODY} {saying.brief(one)}" for one in waiting[:MOST_SHOWN]]
    bring = [
        f"{saying.to_bring(one)}（{short_day(one.sale.bring_by)}前）" for one in ex.facts.market.to_bring(_code(ex))
    ]
    if rows:
        ex.say("selling.desk_waiting", rows=numbered(rows))
    if bring:
        ex.say("selling.desk_to_bring", rows="\n".join(bring[:MOST_SHOWN]))
    if not rows and not bring:
        ex.say("selling.desk_nothing")
    return True


def _ordered(ex: Exchange, text: str) -> bool:
    here = called.named(ex.facts.market.at_station(_code(ex)), text, lambda one: one.goods)
    bring = called.named(ex.facts.market.to_bring(_code(ex)), text, lambda one: one.listing.goods)
    if bring:
        rows = [f"{saying.to_bring(one)}（{short_day(one.sale.bring_by)}前）" for one in bring]
        ex.say("selling.desk_to_bring", rows="\n".join(rows[:MOST_SHOWN]))
    elif here:
        ex.say("selling.desk_none_ordered", what=f"{here[0].seller_name}的{here[0].goods}".removeprefix("的"))
    return bool(here or bring)


def _accept(ex: Exchange, words: str) -> bool:
    waiting = _waiting(ex)
    found, names = _meant(waiting, words), _names(waiting, words)
    if not found:
        return _nothing_waits(ex, words)
    if len(found) > 1 or whose.names_another(found, names):
        _which(ex, found)
        return True
    listing = found[0]
    grade = next((name for word, name in RULES.grades.items() if word in words), "")
    rest = words
    for word in (*RULES.grades, spoken(listing.goods, words), listing.seller_name, *names):
        rest = rest.replace(word, " ") if word else rest
    _inspect(ex, listing, grade, rest)
    return True


def _nothing_waits(ex: Exchange, words: str) -> bool:
    """Goods that are graded, or weighed for somebody, are no goods of the shop, whether or not he offered them."""
    here = ex.facts.market.at_station(_code(ex))
    names = _names(here, words)
    graded = any(grade in words for grade in RULES.grades)
    weighed = amount_in(words)
    if not (graded or (weighed and weights.weighs(weighed[1]) and any(map(looks_like_person, names)))):
        return False
    named = called.named(here, words, lambda one: one.goods)
    people = [name for name in names if looks_like_person(name)]
    if mine := whose.called_so(named, words, names) or ([] if people else named):
        ex.say("selling.desk_already", what=f"{mine[0].seller_name}的{saying.brief(mine[0])}".removeprefix("的"))
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
    what = f"{listing.seller_name} {listing.goods}（{grade}）{amount(quantity, listing.unit)}"
    ex.say("selling.desk_accepted", what=what.strip(), price=saying.priced(price_fen, listing.unit))


def _refuse(ex: Exchange, words: str) -> bool:
    waiting = _waiting(ex)
    found = _meant(waiting, words) or (waiting if words[0].isspace() else [])
    if not found:
        return _refuses_what_waits_not(ex)
    if len(found) > 1:
        _which(ex, found)
        return True
    listing = found[0]
    reason = (
        words.replace(spoken(listing.goods, words) or listing.goods, "")
        .replace(listing.seller_name or listing.goods, "")
        .strip(" ,，:：的")
    )
    reason = _NO.sub("", reason).strip(" ,，:：的")
    if not reason:
        ex.say("selling.desk_why", goods=listing.goods)
        return True
    turn_down(ex, listing, reason)
    return True


def _refuses_what_waits_not(ex: Exchange) -> bool:
    """不收 蜂蜜 orders no honey; 不收现金 is about something else."""
    refuses = _REFUSES.match(plain(ex.text)) is not None and not said_in("desk_money", ex.text)
    if refuses:
        ex.say("selling.desk_none_waits")
    return refuses


def turn_down(ex: Exchange, listing: Listing, reason: str) -> None:
    """The seller is told why."""
    reason = reason[:LONGEST_REASON]
    ex.cause(ListingMoved(listing=listing, to="refused", by="manager", at=ex.facts.at, reason=reason))
    ex.say("selling.desk_refused", what=f"{listing.seller_name} {listing.goods}".strip(), reason=reason)


def _group(ex: Exchange, words: str) -> bool:
    on_sale = [one for one in ex.facts.market.at_station(_code(ex)) if one.status == "approved" and not one.sold]
    found, told = _meant(on_sale, words), amount_in(_DAYS.sub(" ", words))
    if not found or told is None:
        return False
    listing = found[0]
    if len(found) > 1:
        _which(ex, found)
        return True
    minimum = weights.reckoned(*told, listing.unit)
    if minimum is None or minimum > listing.left:
        ex.say("selling.only_left", goods=listing.goods, left=amount(listing.left, listing.unit))
        return True
    said = _DAYS.search(words)
    days = min(max(int(said[1]), 1), MOST_DAYS) if said else RULES.group_days
    until = min(ex.facts.at + timedelta(days=days), listing.expires_at or ex.facts.at)
    ex.cause(GroupBegun(listing=listing, minimum=minimum, until=until))
    ex.say(
        "selling.desk_group",
        what=listing.goods,
        minimum=amount(minimum, listing.unit),
        until=short_day(until.date()),
    )
    return True


def _meant(found: Sequence[Listing], words: str) -> list[Listing]:
    """Those whose goods are named; of several only the named seller's."""
    named = called.named(found, words, lambda one: one.goods)
    return whose.called_so(named, words, _names(found, words)) or named


def _names(found: Sequence[Listing], words: str) -> list[str]:
    return whose.names_in(words, "desk_accepts", (spoken(one.goods, words) for one in found))


def _which(ex: Exchange, found: Sequence[Listing]) -> None:
    rows = [f"{one.seller_name or saying.NOBODY} {saying.brief(one)}" for one in found[:MOST_SHOWN]]
    ex.say("selling.desk_which", rows=numbered(rows))


def _waiting(ex: Exchange) -> list[Listing]:
    return [one for one in ex.facts.market.at_station(_code(ex)) if one.status in WAITING]


def _code(ex: Exchange) -> str:
    return ex.station.code if ex.station else ""


_DEEDS: tuple[tuple[re.Pattern[str], Callable[[Exchange, str], bool]], ...] = (
    (_REFUSES, _refuse),
    (_ACCEPTS, _accept),
    (_GROUPS, _group),
    (_GROUPED, _group),
    (_BROUGHT, brought),
    (_NOT_TAKEN, _refuse),
    (_ACCEPTED, _accept),
)
