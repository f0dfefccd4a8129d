"""给老张结账, 张有田结账 现金: a seller is paid what was handed over and is owed to him."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import is_question
from bot.dialogue.lexicon import said_in, said_whole
from bot.dialogue.market import called, saying, whose
from bot.dialogue.market.reading import plain
from bot.dialogue.saying import numbered
from bot.domain.codes import draft_id
from bot.domain.events import SellerPaid
from bot.domain.listing import RULES, Sold
from bot.domain.money import yuan
from bot.domain.settlement import Settlement, total
from intents.values.people import looks_like_person

LONGEST = 24
MOST_SHOWN = 8


def told(ex: Exchange) -> bool:
    """False where it is about other money, 老张付了85块, or names nobody. Whoever asks, or says that it is not done, pays nobody."""
    text = plain(ex.text)
    if said_whole("desk_owed", text):
        _list(ex)
        return True
    if len(text) > LONGEST or not said_in("desk_pays", text) or any(char.isdigit() for char in text):
        return False
    owed = ex.facts.market.owed(ex.station.code) if ex.station else ()
    names = whose.names_in(text, "desk_paying", (called.spoken(one.listing.goods, text) for one in owed))
    mine = whose.called_so(owed, text, names) or _nameless(owed, text)
    if not mine:
        return _nothing_owed(ex, owed, names)
    if said_in("desk_not_paid", text) or is_question(text):
        _list(ex)  # 老张的货款结了吗, 先别给老张结账
        return True
    if not whose.one_seller(mine):
        rows = dict.fromkeys(f"{one.listing.seller_name} {one.listing.goods}" for one in mine)
        ex.say("selling.desk_pay_whom", rows=numbered(list(rows)[:MOST_SHOWN]))
        return True
    how = next((how for word, how in RULES.paid_by.items() if word in text), "cash")
    pay(ex, mine, how)
    return True


def _list(ex: Exchange) -> None:
    """Who is owed how much."""
    owed = ex.facts.market.owed(ex.station.code) if ex.station else ()
    sellers = {one.listing.seller: one.listing.seller_name or saying.NOBODY for one in owed}
    sums = {who: total(one.sale for one in owed if one.listing.seller == who) for who in sellers}
    rows = [f"{name} {yuan(sums[who].net_fen)}元" for who, name in sellers.items()]
    if rows:
        ex.say("selling.desk_owed", rows="\n".join(rows[:MOST_SHOWN]), first=next(iter(sellers.values())))
    else:
        ex.say("selling.desk_all_paid")


def _nameless(owed: Sequence[Sold], text: str) -> list[Sold]:
    """Of one without a name where only he can be meant, or his goods are named: 结账 卖苹果的."""
    found = [one for one in owed if not one.listing.seller_name]
    named = called.named(found, text, lambda one: one.listing.goods)
    return named or (found if whose.one_seller(found) else [])


def _nothing_owed(ex: Exchange, owed: Sequence[Sold], names: Sequence[str]) -> bool:
    """Said where somebody is to be paid to whom nothing is owed; a basket is checked out with the same word."""
    who = next((name for name in names if looks_like_person(name)), "")
    if not who or ex.talk.basket.lines:
        return False
    waiting = dict.fromkeys(one.listing.seller_name or saying.NOBODY for one in owed)
    others = "、".join(list(waiting)[:MOST_SHOWN])
    ex.say("selling.desk_owes_others" if others else "selling.desk_owes_nothing", who=who, others=others)
    return True


def pay(ex: Exchange, owed: Sequence[Sold], how: str) -> None:
    """Pay one seller all of this."""
    sales, seller = [one.sale for one in owed], owed[0].listing
    settlement = Settlement(
        key=draft_id(ex.facts.dice),
        seller=seller.seller,
        station=seller.station,
        sums=total(sales),
        how=how,
        by=ex.facts.person.id,
        at=ex.facts.at,
    )
    ex.cause(SellerPaid(settlement=settlement, sales=tuple(sale.key for sale in sales)))
    ex.say("selling.desk_paid", who=seller.seller_name or saying.NOBODY, **saying.sums(settlement.sums))
    ex.say("selling.desk_pay_out", net=yuan(settlement.sums.net_fen), count=len(sales))
