"""What other marketplaces order of villagers' goods."""

from __future__ import annotations

from datetime import datetime

from aiohttp import web
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.domain.events import ListingOrdered
from bot.domain.listing import Listing, Sale, bring_by
from bot.domain.money import amount_fen
from bot.storage.market import listing_sales
from bot.storage.record import record
from bot.storage.sql.retake import Retake
from bot.web.api.asking import answer, body, once
from bot.web.api.openapi import Operation, Operations
from bot.web.api.selling import ONE, find, thousandths
from bot.web.api.selling_shapes import SaleAsked, SalePage, SaleShape, sale_shape
from bot.web.keys import DATABASE, SEAL, WAKE, ZONE
from bot.web.problems import Problem

TRIES = 3


async def order(request: web.Request) -> web.Response:
    """Another marketplace sold some of it. The same reference again is the same order, whatever key comes with it."""
    asked = body(await request.read(), SaleAsked)

    def work(conn: Connection) -> SaleShape:
        now = datetime.now(request.app[ZONE])
        listing = find(conn, request)
        sale = _sale(listing, asked, now)
        if sale.paid_fen > (cost_fen := amount_fen(sale.quantity, sale.price_fen)):
            raise Problem(422, f"paid_fen: more than {cost_fen}, which it costs")
        known = listing_sales.find(conn, sale.key)
        if known is not None:
            if (known.listing.id, known.sale.quantity) != (listing.id, sale.quantity):
                raise Problem(409, "this reference is another order's")
            return sale_shape(known.sale, known.listing)
        try:
            record(conn, [ListingOrdered(listing=listing, sale=sale)], seal=request.app[SEAL], at=now)
        except Retake as short:
            raise Problem(409, f"not on sale at this price, or only {listing.left} left") from short
        return sale_shape(sale, listing)

    for _ in range(TRIES):
        try:
            said = await once(request, work, status=201)
        except IntegrityError:
            continue  # the same reference came twice at the same moment: the second look finds the first
        request.app[WAKE]()
        return said
    raise Problem(409, "this reference is being ordered by others; try again")


def _sale(listing: Listing, asked: SaleAsked, now: datetime) -> Sale:
    return Sale(
        key=f"{asked.market}:{asked.reference}",
        listing=listing.key,
        market=asked.market,
        reference=asked.reference,
        quantity=thousandths(asked.quantity),
        unit=listing.unit,
        price_fen=asked.price_fen,
        status="open" if listing.group_min is None else "pledged",
        bring_by=bring_by(now.date(), listing),
        created_at=now,
        paid_fen=asked.paid_fen,
    )


async def list_orders(request: web.Request) -> web.Response:
    def work(conn: Connection) -> SalePage:
        listing = find(conn, request)
        return SalePage(orders=[sale_shape(one, listing) for one in listing_sales.of_listing(conn, listing.key)])

    return answer(await request.app[DATABASE].run(work))


OPERATIONS: Operations = (
    (
        Operation(
            method="POST",
            path=f"{ONE}/orders",
            summary="Order of a listing for another marketplace; never more than is left",
            answer=SaleShape,
            asked=SaleAsked,
            refusals=(401, 404, 409, 422),
            status=201,
        ),
        order,
    ),
    (
        Operation(
            method="GET",
            path=f"{ONE}/orders",
            summary="What was ordered of a listing, newest first",
            answer=SalePage,
            refusals=(401, 404),
        ),
        list_orders,
    ),
)
