"""What is offered: what it lacks, and whether it was heard right."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from msgspec.structs import replace

from bot.dialogue.asking.telling import ENDS, LONGEST_ANSWER, ask_extra
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard, goods
from bot.dialogue.lexicon import said_in, without
from bot.dialogue.market import drafting, weights
from bot.dialogue.market.answers import only_counts, only_names
from bot.dialogue.market.pieces import told_each, weighed
from bot.dialogue.market.questions import ConfirmOffer, DescribeOffer, Draft, TellOfOffer
from bot.dialogue.market.reading import amount_in, number_alone, plain, price_in
from bot.domain.events import ListingDescribed, ListingMoved
from bot.domain.listing import MOST_PRICE_FEN, RULES
from intents.acts import Act, Sell
from intents.offers import read_amount, read_offer

LONGEST_NAME = 10
_MORE = re.compile("^(?:还能|还可以)?(?:再加|再添|再多|加|添|多加|另外加|再来)")
_COIN = re.compile("[块元]")


def ask_more(ex: Exchange, question: DescribeOffer) -> None:
    drafting.put(ex, question)


def answer_more(ex: Exchange, question: DescribeOffer, heard: Heard) -> tuple[Act, ...] | None:
    if _leaves(heard):
        ex.settled()
        ex.quiet = True
        ex.say("selling.left")
        return ()
    lacks = drafting.lacks(question.draft)
    if lacks == "price" and said_in("sell_advice", heard.text):
        drafting.advise(ex, question)
        return ()
    named = lacks == "goods" and only_names(heard)
    if (_shops(heard) and not named) or heard.names_nothing:
        return None
    told = _FILLS[lacks](question.draft, heard)
    if told == question.draft:
        return None
    drafting.take(ex, told)
    return ()


def _leaves(heard: Heard) -> bool:
    return heard.declines or said_in("sell_stops", heard.text)


def _shops(heard: Heard) -> bool:
    """Whether it is about goods of the shop, or a whole new offer."""
    if only_counts(heard.text):
        return False
    carried = any(item.skus for act in heard.acts for item in goods(act))
    return carried or any(isinstance(act, Sell) and act.goods not in RULES.vague for act in heard.acts)


def _with_amount(draft: Draft, text: str, *, bare: bool) -> Draft:
    told = amount_in(text, bare=bare)
    if told is None:
        return draft
    unit = told[1] or drafting.unit_of(draft)
    return replace(draft, quantity=told[0], unit=unit, pieces=draft.pieces if weights.weighs(unit) else "")


def _with_more(before: Draft, draft: Draft, text: str) -> Draft:
    """再加两百斤 comes beside what was offered."""
    if before.quantity is None or draft.quantity in (None, before.quantity) or not _MORE.search(plain(text)):
        return draft
    more = weights.reckoned(draft.quantity or Decimal(0), draft.unit, before.unit)
    return replace(draft, quantity=before.quantity + more, unit=before.unit) if more is not None else draft


def _with_weight(draft: Draft, heard: Heard) -> Draft:
    """So heavy is one of them, or all together; or one has its price after all: 两千块一头."""
    if _COIN.search(heard.text):
        return _with_price(draft, heard.text, bare=False)
    return weighed(draft, heard.text)


def _all_weighs(draft: Draft, heard: Heard) -> Draft:
    """两三千斤, of a cartload of which the price was asked."""
    told = amount_in(heard.text) if price_in(heard.text) is None else None
    if told is None or not weights.weighs(told[1]) or weights.weighs(drafting.unit_of(draft)):
        return draft
    each = told_each(heard.text, draft.unit)
    return weighed(draft, each or f"一共{plain(heard.text)}")


def _with_price(draft: Draft, text: str, *, bare: bool) -> Draft:
    """A price said for another unit than the goods are counted in is asked again."""
    told = price_in(text, bare=bare)
    return replace(draft, price_fen=told[0], price_unit=told[1] or draft.unit) if told else draft


def _name(draft: Draft, heard: Heard) -> Draft:
    """The goods, and how much for how much where that is said with them."""
    offer = read_offer(plain(heard.text).strip(ENDS)) if len(heard.text) <= LONGEST_ANSWER else None
    told = heard.puzzling or only_names(heard)
    if offer is None or heard.names_nothing or not told or not 0 < len(offer.goods) <= LONGEST_NAME:
        return draft
    whole = drafting.of(offer)
    return whole if whole.goods else draft


_FILLS: dict[str, Callable[[Draft, Heard], Draft]] = {
    "goods": _name,
    "quantity": lambda draft, heard: _with_price(_with_amount(draft, heard.text, bare=True), heard.text, bare=False),
    "weight": _with_weight,
    "price": lambda draft, heard: _with_price(_all_weighs(draft, heard), heard.text, bare=True),
}


def ask_right(ex: Exchange, question: ConfirmOffer) -> None:
    drafting.repeat(ex, question)


def answer_right(ex: Exchange, question: ConfirmOffer, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit == 1 or heard.yes:
        _offer(ex, question)
        return ()
    corrected = _each_weighs(_put_right(question.draft, heard), heard)
    if corrected == question.draft and not _shops(heard):
        corrected = _with_price(_with_amount(corrected, heard.text, bare=False), heard.text, bare=False)
        corrected = _with_more(question.draft, corrected, heard.text)
    if corrected != question.draft:
        _offer_anew(ex, question, corrected)
        return ()
    if _says_it_again(question.draft, heard):
        drafting.repeat(ex, question)
        return ()
    if heard.no and heard.digit != 0 and said_in("wrong", heard.text):
        ex.ask(question, "selling.whats_wrong")
        return ()
    if _leaves(heard):
        drafting.withdraw(ex, question.listing)
        ex.settled()
        ex.quiet = True
        ex.say("selling.withdrawn", goods=question.draft.goods)
        return ()
    return None


def _offer_anew(ex: Exchange, question: ConfirmOffer, corrected: Draft) -> None:
    """Its picture stays."""
    former = drafting.own(ex, question.listing)
    drafting.withdraw(ex, question.listing)
    drafting.take(ex, corrected)
    if former is not None and former.photo and isinstance(ex.talk.asking, ConfirmOffer):
        ex.cause(ListingDescribed(listing=ex.talk.asking.listing, photo=former.photo))


def _says_it_again(draft: Draft, heard: Heard) -> bool:
    """竹筐20块一个 of baskets at 20 yuan."""
    text = plain(heard.text)
    says_only_that = draft.goods in text or heard.puzzling
    return says_only_that and (price_in(text) or amount_in(text)) is not None and not heard.asks


def _put_right(draft: Draft, heard: Heard) -> Draft:
    """不是，是90: a number alone takes the place of the one it is nearer to."""
    said, rest = plain(heard.text), without("sell_corrects", plain(heard.text)).strip(ENDS)
    number = number_alone(rest) if rest != said else None
    if not number or draft.price_fen is None or draft.quantity is None:
        return draft
    apart = [max(number / one, one / number) for one in (draft.quantity, Decimal(draft.price_fen) / 100)]
    if apart[0] < apart[1]:
        return replace(draft, quantity=number)
    return replace(draft, price_fen=int(number * 100)) if number * 100 <= MOST_PRICE_FEN else draft


def _each_weighs(draft: Draft, heard: Heard) -> Draft:
    """不对，一只四斤半 of what was counted and is sold by weight."""
    counted = read_amount(draft.pieces, None)
    many, unit = counted[1], draft.pieces[slice(*counted[2])] if counted[2] else ""
    if many is None or not told_each(heard.text, unit):
        return draft
    return weighed(replace(draft, quantity=many, unit=unit), told_each(heard.text, unit))


def _offer(ex: Exchange, question: ConfirmOffer) -> None:
    ex.settled()
    listing = drafting.own(ex, question.listing)
    if listing is None:
        ex.say("selling.gone")
        return
    if listing.status == "draft":
        ex.cause(ListingMoved(listing=listing, to="offered", by="seller", at=ex.facts.at))
    ex.say("selling.offered" if ex.facts.person.name else "selling.offered_nameless")
    ask_extra(ex, TellOfOffer(listing=listing.key, topic="ready", at=ex.facts.at))
