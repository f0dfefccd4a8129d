"""What villagers sell: to be looked at, weighed when it is brought, and paid for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.dialogue.market import fetching, inspecting, payout, weighing
from bot.domain.listing import MOST_PRICE_FEN, MOST_QUANTITY, RULES, WAITING, Listing, Sold
from bot.domain.settlement import Sums, total
from bot.storage.market import listing_sales, listings
from bot.web.console import goods
from bot.web.console.acting import Done, act_and_show
from bot.web.console.guard import field, seat
from bot.web.console.parts import CONSOLE
from bot.web.keys import DATABASE, ZONE
from bot.web.pages import Refusal, render, see_other, words

PATH = "/console/station/market"
GRADES = tuple(dict.fromkeys(RULES.grades.values()))
LONGEST, LONGEST_KEY = 12, 120


class Owed(msgspec.Struct, frozen=True):
    """What one seller is to be paid."""

    seller: Listing
    sums: Sums


async def show(request: web.Request) -> web.Response:
    code = seat(request).station.code

    since = datetime.now(request.app[ZONE]).date() - timedelta(days=RULES.fetch_within_days)

    def work(conn: Connection) -> tuple[list[Listing], list[Sold], list[Sold], list[Sold]]:
        here, bring = listings.at_station(conn, code), listing_sales.to_bring(conn, code)
        return here, bring, listing_sales.to_fetch(conn, code, since), listing_sales.owed(conn, code)

    here, bring, lying, unpaid = await request.app[DATABASE].run(work)
    return render(
        request,
        "console/market.j2",
        waiting=[one for one in here if one.status in WAITING],
        on_sale=[one for one in here if one.status == "approved"],
        bring=bring,
        lying=lying,
        owed=_by_seller(unpaid),
        grades=GRADES,
        ways=RULES.paid_by,
    )


def _by_seller(unpaid: list[Sold]) -> list[Owed]:
    rows = sorted(unpaid, key=lambda one: one.listing.seller)
    grouped = (list(rows) for _, rows in groupby(rows, key=lambda one: one.listing.seller))
    return [Owed(sales[0].listing, total(one.sale for one in sales)) for sales in grouped]


async def act_on(request: web.Request) -> web.Response:
    """One of the page's buttons."""
    do = DEEDS.get(field(request, "do", LONGEST))
    if do is None:
        raise Refusal(422)
    return await do(request)


async def _publish(request: web.Request) -> web.Response:
    grade, quantity, price = (field(request, name, LONGEST) for name in ("grade", "quantity", "price"))
    weighed, yuan = goods.quantity(quantity), goods.quantity(price)
    good = weighed and yuan and 0 < weighed <= MOST_QUANTITY and 0 < yuan * 100 <= MOST_PRICE_FEN
    if grade not in GRADES or not good:
        return await _say(request, "said.bad_quantity")

    def publish(ex: Exchange, listing: Listing) -> Done:
        inspecting.publish(ex, listing, grade, weighed or Decimal(0), int((yuan or 0) * 100))
        return Done("goods_published", listing.goods)

    return await _on_waiting(request, publish)


async def _refuse(request: web.Request) -> web.Response:
    reason = field(request, "reason", inspecting.LONGEST_REASON).strip()
    if not reason:
        return await _say(request, "said.why")

    def refuse(ex: Exchange, listing: Listing) -> Done:
        inspecting.turn_down(ex, listing, reason)
        return Done("goods_refused", listing.goods)

    return await _on_waiting(request, refuse)


async def _on_waiting(request: web.Request, do: Callable[[Exchange, Listing], Done]) -> web.Response:
    key = field(request, "key", LONGEST_KEY)

    def action(ex: Exchange, conn: Connection) -> Done:
        listing = listings.find(conn, key)
        if listing is None or listing.station != ex.facts.person.station or listing.status not in WAITING:
            raise Refusal(409, "goods_changed")
        return do(ex, listing)

    return await act_and_show(request, action, PATH)


async def _weigh(request: web.Request) -> web.Response:
    key, weight = field(request, "key", LONGEST_KEY), goods.quantity(field(request, "quantity", LONGEST))
    if not weight:
        return await _say(request, "said.bad_quantity")

    def action(ex: Exchange, conn: Connection) -> Done:
        sold = listing_sales.find(conn, key)
        if sold is None or sold.listing.station != ex.facts.person.station or sold.sale.status != "open":
            raise Refusal(409, "goods_changed")
        weighing.hand_over(ex, [sold], weight)
        return Done("goods_weighed", sold.listing.goods)

    return await act_and_show(request, action, PATH)


async def _fetch(request: web.Request) -> web.Response:
    key = field(request, "key", LONGEST_KEY)

    def action(ex: Exchange, _: Connection) -> Done:
        lying = ex.facts.market.to_fetch(ex.facts.person.station)
        mine = [one for one in lying if one.sale.key == key]
        if not mine:
            raise Refusal(409, "goods_changed")
        fetching.take(ex, mine)
        return Done("goods_fetched", mine[0].buyer_name)

    return await act_and_show(request, action, PATH)


async def _pay(request: web.Request) -> web.Response:
    seller, how = field(request, "key", LONGEST_KEY), field(request, "how", LONGEST)
    if how not in RULES.paid_by.values():
        raise Refusal(422)

    def action(ex: Exchange, _: Connection) -> Done:
        unpaid = ex.facts.market.owed(ex.facts.person.station)
        mine = [one for one in unpaid if one.listing.seller == seller]
        if not mine:
            raise Refusal(409, "goods_changed")
        payout.pay(ex, mine, how)
        return Done("seller_paid", mine[0].listing.seller_name)

    return await act_and_show(request, action, PATH)


async def _say(request: web.Request, key: str) -> web.Response:
    await request.app[CONSOLE].sessions.say(seat(request).session, words(key))
    return see_other(PATH, at=seat(request).station.code)


DEEDS = {"publish": _publish, "refuse": _refuse, "weigh": _weigh, "fetch": _fetch, "pay": _pay}
