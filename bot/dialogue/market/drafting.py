"""我有五百斤苹果，两块一斤: what is missing is asked, the whole is read back, and the station looks at it."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from bot.dialogue.exchange import Exchange
from bot.dialogue.market import weights
from bot.dialogue.market.questions import ConfirmOffer, DescribeOffer, Draft
from bot.dialogue.market.saying import in_both, priced
from bot.dialogue.market.weights import Agreed
from bot.dialogue.questions import AnyQuestion, WhichStation
from bot.dialogue.replies import render
from bot.dialogue.saying import amount
from bot.domain.codes import draft_id
from bot.domain.events import ListingMoved, ListingOffered
from bot.domain.listing import MOST_PRICE_FEN, MOST_QUANTITY, RULES, WAITING, Listing, sold_by_weight, usual_unit
from bot.domain.money import yuan
from intents.acts import Sell

LONGEST_GOODS = 20
LATELY = timedelta(days=1)
_ASKS = {
    "goods": "selling.ask_goods",
    "quantity": "selling.ask_quantity",
    "weight": "selling.ask_weight",
    "price": "selling.ask_price",
}


def of(act: Sell) -> Draft:
    """What an offer says of itself; amounts nobody can mean are left out and asked."""
    price = None if act.price is None else int(act.price * 100)
    told = price is not None and 0 < price <= MOST_PRICE_FEN
    return Draft(
        goods="" if act.goods in RULES.vague else act.goods[:LONGEST_GOODS],
        quantity=act.qty if act.qty and 0 < act.qty <= MOST_QUANTITY else None,
        unit=act.unit,
        price_fen=price if told else None,
        price_unit=act.price_unit if told else "",
    )


def lacks(draft: Draft) -> str:
    """What is to be asked next: goods, quantity, price, the weight of one where pieces go by weight; '' where it is whole."""
    if not draft.goods:
        return "goods"
    if draft.quantity is None:
        return "quantity"
    if _agreed(draft):
        return ""
    by_weight = draft.price_fen is not None and weights.weighs(draft.price_unit)
    return "weight" if by_weight and not weights.weighs(unit_of(draft)) else "price"


def unit_of(draft: Draft) -> str:
    """What it is counted in, as far as it was told."""
    return draft.unit or draft.price_unit or usual_unit(draft.goods)


def take(ex: Exchange, draft: Draft) -> None:
    """Go on with an offer: ask for what it lacks, or write it down and read it back. A price for no unit is for the one
    that is counted in, or that can be meant."""
    unit = draft.unit or (draft.price_unit if draft.quantity is not None else "")
    per = weights.meant(draft.price_fen, draft.price_unit or unit) if draft.price_fen is not None else ""
    if draft.price_fen is not None and sold_by_weight(draft.goods, draft.price_fen):
        per = weights.JIN
    draft = replace(draft, unit=unit, price_unit=per)
    offer = _agreed(draft)
    if lacks(draft) or offer is None:
        put(ex, DescribeOffer(draft=draft))
    else:
        _read_back(ex, draft, offer)


def _agreed(draft: Draft) -> Agreed | None:
    """Amount and price in one unit; None where one is not told, or they do not go together."""
    if draft.quantity is None or draft.price_fen is None:
        return None
    unit = draft.unit or usual_unit(draft.goods)
    return weights.agreed(draft.quantity, unit, draft.price_fen, draft.price_unit or unit)


def take_up(ex: Exchange, question: AnyQuestion | None) -> None:
    """Go on with what was offered before the village was known, where it was just told when asked for."""
    draft = ex.talk.selling
    ex.change(selling=None)
    if draft is not None and isinstance(question, WhichStation):
        take(ex, draft)


def again(ex: Exchange) -> bool:
    """还是卖, of what the seller took back within the day: what was asked of it counts as told."""
    taken_back = [one for one in ex.facts.market.own() if one.status == "expired" and one.published_at is None]
    one = next((one for one in taken_back if ex.facts.at - one.created_at <= LATELY), None)
    on_sale = any(one.status != "expired" for one in ex.facts.market.own())
    if one is None or on_sale or one.quantity is None or one.price_fen is None:
        return False
    units = {"unit": one.unit, "price_unit": one.price_unit}
    take(ex, Draft(goods=one.goods, quantity=one.quantity, price_fen=one.price_fen, **units))
    return True


def left_open(ex: Exchange) -> DescribeOffer | ConfirmOffer | None:
    """What was asked of an offer before something was bought, unless the station looked at it meanwhile."""
    question = ex.talk.offer
    if question is None or ex.talk.basket.lines or ex.talk.todo:
        return None
    ex.change(offer=None)
    if isinstance(question, DescribeOffer):
        return question
    listing = own(ex, question.listing)
    return question if listing is not None and listing.status == "draft" else None


def put(ex: Exchange, question: DescribeOffer) -> None:
    draft = question.draft
    unit = unit_of(draft)
    if lacks(draft) == "price" and (weights.weighs(unit) or 0) >= weights.HEAVY:
        unit = weights.JIN
    ex.ask(question, _ASKS[lacks(draft)], goods=draft.goods, unit=unit, hint=hint(ex, draft.goods, unit))


def repeat(ex: Exchange, question: ConfirmOffer) -> None:
    draft, offer = question.draft, _agreed(question.draft)
    unit = offer.unit if offer else draft.unit
    ex.ask(question, "selling.readback", what=worded(draft), hint=hint(ex, draft.goods, unit))


def advise(ex: Exchange, question: DescribeOffer) -> None:
    """你看能卖多少钱: for how much it went lately, where that is known, and how one may reckon."""
    goods, unit = question.draft.goods, unit_of(question.draft)
    known = hint(ex, goods, unit) or render("selling.no_hint", ex.facts.channel)
    ex.say("selling.advice", hint=known)
    ex.ask(question, _ASKS["price"], goods=goods, unit=unit, hint="")


def hint(ex: Exchange, goods: str, unit: str) -> str:
    """For how much the same goods went lately; '' where too few were sold to tell."""
    prices = sorted(ex.facts.market.prices(goods, unit, ex.station)) if ex.station else []
    if len(prices) < RULES.hint_from_sales:
        return ""
    return render("selling.hint", ex.facts.channel, low=yuan(prices[0]), high=yuan(prices[-1]), unit=unit)


def worded(draft: Draft) -> str:
    """`苹果500斤，2元/斤`; in the seller's own units, with what they come to where they are others: `土豆1吨（2000斤），0.8元/斤`."""
    offer, unit = _agreed(draft), draft.unit or usual_unit(draft.goods)
    if draft.quantity is None or draft.price_fen is None or offer is None:
        return draft.goods
    per = draft.price_unit or unit
    count = in_both(amount(draft.quantity, unit), amount(offer.quantity, offer.unit))
    price = in_both(priced(draft.price_fen, per), priced(offer.price_fen, offer.unit))
    pieces = f"{draft.pieces}约" if draft.pieces else ""
    return f"{draft.goods}{pieces}{count}，{price}"


def withdraw(ex: Exchange, key: str) -> None:
    """The seller takes back what the station has not looked at yet."""
    listing = own(ex, key)
    if listing is not None and listing.status in WAITING:
        ex.cause(ListingMoved(listing=listing, to="expired", by="seller", at=ex.facts.at))


def own(ex: Exchange, key: str) -> Listing | None:
    return next((one for one in ex.facts.market.own() if one.key == key), None)


def _read_back(ex: Exchange, draft: Draft, offer: Agreed) -> None:
    station = ex.station
    if station is None:
        return
    key = draft_id(ex.facts.dice)
    ex.cause(
        ListingOffered(
            key=key,
            person=ex.facts.person.id,
            station=station.code,
            goods=draft.goods,
            quantity=offer.quantity,
            unit=offer.unit,
            price_fen=offer.price_fen,
            price_unit=offer.unit,
        )
    )
    once = f"{ex.facts.person.id}:{draft.goods}:{ex.facts.at:%Y%m%d}"  # however often it is put right
    ex.alert("listing", "info", "manager.listing", about=once, what=worded(draft), goods=draft.goods)
    repeat(ex, ConfirmOffer(listing=key, draft=draft))
