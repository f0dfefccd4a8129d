"""Which of the villagers' goods, how much, and really?"""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.dialogue.market import buying, saying, weights
from bot.dialogue.market.answers import only_counts
from bot.dialogue.market.facts import OnSale
from bot.dialogue.market.questions import ChooseListing, ConfirmPurchase, HowMuchOf
from bot.dialogue.market.reading import amount_in
from bot.dialogue.saying import amount, short_day
from bot.domain.codes import draft_id
from bot.domain.events import ListingOrdered
from bot.domain.listing import Listing, Sale, bring_by
from bot.domain.money import amount_fen, yuan
from intents.acts import Act, DeliveryMode


def ask_which(ex: Exchange, question: ChooseListing) -> None:
    if found := _still(ex, question):
        buying.put(ex, found, question.start)
    else:
        ex.settled()


def more(ex: Exchange, question: ChooseListing) -> None:
    if found := _still(ex, question):
        buying.next_page(ex, question, found)
    else:
        ex.settled()
        ex.say("selling.sold_out_meanwhile")


def _still(ex: Exchange, question: ChooseListing) -> Sequence[OnSale]:
    return [one for one in buying.on_sale(ex) if one.listing.key in question.keys]


def answer_which(ex: Exchange, question: ChooseListing, heard: Heard) -> tuple[Act, ...] | None:
    if _left(ex, heard):
        return ()
    chosen = heard.digit
    if chosen is not None and 1 <= chosen <= len(question.keys):
        ask_amount(ex, HowMuchOf(listing=question.keys[chosen - 1]))
        return ()
    if chosen is not None or not only_counts(heard.text):
        return None
    if len(question.keys) > 1:
        ask_which(ex, question)  # 十斤 of which; never of what the shop sells in tens
        return ()
    return answer_amount(ex, HowMuchOf(listing=question.keys[0]), heard)


def ask_amount(ex: Exchange, question: HowMuchOf) -> None:
    listing = _find(ex, question.listing)
    if listing is None:
        ex.settled()
        ex.say("selling.sold_out_meanwhile")
    else:
        ex.ask(question, "selling.how_much", what=saying.brief(listing), unit=listing.unit)


def answer_amount(ex: Exchange, question: HowMuchOf, heard: Heard) -> tuple[Act, ...] | None:
    if _left(ex, heard):
        return ()
    if _asked_how(ex, heard, question.listing):
        ask_amount(ex, question)
        return ()
    told, listing = amount_in(heard.text, bare=True), _find(ex, question.listing)
    if listing and said_in("all_of_them", heard.text) and not heard.rest:
        told = listing.left, listing.unit
    quantity = weights.reckoned(*told, listing.unit) if told and listing else None
    if told and listing and quantity is None and heard.puzzling:
        ex.ask(question, "selling.by_unit", goods=listing.goods, unit=listing.unit)
        return ()
    if quantity is None or listing is None:
        return None
    if not buying.enough(listing, quantity):
        ex.ask(question, "selling.only_left", goods=listing.goods, left=amount(listing.left, listing.unit))
        return ()
    ask_really(ex, ConfirmPurchase(listing=listing.key, quantity=quantity, price_fen=listing.price_fen or 0))
    return ()


def ask_really(ex: Exchange, question: ConfirmPurchase) -> None:
    listing = _find(ex, question.listing)
    if listing is None or not buying.enough(listing, question.quantity) or listing.price_fen != question.price_fen:
        ex.settled()
        ex.asked = True
        ex.say("selling.sold_out_meanwhile")
        return
    grouped = listing.group_min is not None
    ex.ask(
        question,
        "selling.really_group" if grouped else "selling.really",
        what=f"{saying.goods(listing)}{amount(question.quantity, listing.unit)}",
        price=saying.priced(question.price_fen, listing.unit),
        total=yuan(amount_fen(question.quantity, question.price_fen)),
        group=buying.group(ex, listing) if grouped else "",
    )


def answer_really(ex: Exchange, question: ConfirmPurchase, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit == 1 or heard.yes:
        ex.settled()
        _order(ex, question)
        return ()
    if _left(ex, heard):
        return ()
    if _asked_how(ex, heard, question.listing):
        ask_really(ex, question)
        return ()
    told = amount_in(heard.text) if heard.puzzling or heard.no else None
    return answer_amount(ex, HowMuchOf(listing=question.listing), heard) if told else None


def _order(ex: Exchange, question: ConfirmPurchase) -> None:
    listing = _find(ex, question.listing)
    if listing is None or not buying.enough(listing, question.quantity) or listing.price_fen != question.price_fen:
        ex.say("selling.sold_out_meanwhile")
        return
    grouped = listing.group_min is not None
    sale = Sale(
        key=draft_id(ex.facts.dice),
        listing=listing.key,
        buyer=ex.facts.person.id,
        quantity=question.quantity,
        unit=listing.unit,
        price_fen=question.price_fen,
        status="pledged" if grouped else "open",
        bring_by=bring_by(ex.facts.at.date(), listing),
        created_at=ex.facts.at,
    )
    ex.cause(ListingOrdered(listing=listing, sale=sale))
    what = f"{listing.goods}{amount(sale.quantity, sale.unit)}"
    if grouped:
        ex.say("selling.pledged", what=what)
    else:
        day, station = short_day(sale.bring_by, ex.facts.at.date()), ex.facts.station(listing.station)
        ex.say("selling.ordered", what=what, day=day, station=station.name if station else "站里")


def _asked_how(ex: Exchange, heard: Heard, key: str) -> bool:
    """送到家行吗, 能不能微信付, 新鲜不: told, and the question is put once more."""
    if any(isinstance(act, DeliveryMode) for act in heard.acts) or said_in("paying", heard.text):
        ex.say("selling.at_station")
        return True
    one = _on_sale(ex, key) if not heard.rest and said_in("of_goods", heard.text) else None
    if one is not None:
        ex.say("selling.of_goods", station=one.station, grade=one.listing.grade or "等级")
    return one is not None


def _left(ex: Exchange, heard: Heard) -> bool:
    if not heard.declines:
        return False
    ex.settled()
    ex.quiet = True
    ex.say("selling.not_bought")
    return True


def _find(ex: Exchange, key: str) -> Listing | None:
    one = _on_sale(ex, key)
    return one.listing if one else None


def _on_sale(ex: Exchange, key: str) -> OnSale | None:
    return next((one for one in buying.on_sale(ex) if one.listing.key == key), None)
