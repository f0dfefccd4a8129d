"""What sellers' goods brought, and what sellers were paid."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.settlement import total
from bot.storage.market import listing_sales, settlements
from bot.storage.sql.cursor import BadCursor
from bot.web.api.asking import answer, limit
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.api.selling_shapes import SettlementPage, Statement, sale_shape, settlement_shape
from bot.web.keys import DATABASE
from bot.web.problems import Problem


async def statement(request: web.Request) -> web.Response:
    seller = request.match_info["seller"]

    def work(conn: Connection) -> Statement:
        handed = [one for one in listing_sales.of_seller(conn, seller) if one.sale.status == "handed"]
        sums = total(one.sale for one in handed)
        owed = total(one.sale for one in handed if not one.sale.settlement).net_fen
        return Statement(
            seller=seller,
            sales=[sale_shape(one.sale, one.listing) for one in handed],
            amount_fen=sums.amount_fen,
            freight_fen=sums.freight_fen,
            commission_fen=sums.commission_fen,
            net_fen=sums.net_fen,
            paid_fen=sums.net_fen - owed,
            owed_fen=owed,
        )

    return answer(await request.app[DATABASE].run(work))


async def list_settlements(request: web.Request) -> web.Response:
    most, query = limit(request), request.query

    def work(conn: Connection) -> SettlementPage:
        page = settlements.page(
            conn, seller=query.get("seller"), station=query.get("station"), limit=most, after=query.get("cursor")
        )
        return SettlementPage(settlements=[settlement_shape(one) for one in page.rows], next=page.next)

    try:
        return answer(await request.app[DATABASE].run(work))
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/sellers/{seller}/statement",
            summary="What a seller's goods brought, what it cost, what is paid and what is owed",
            answer=Statement,
            refusals=(401,),
        ),
        statement,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/settlements",
            summary="What sellers were paid, newest first",
            answer=SettlementPage,
            query=(("seller", "only this person's"), AT_STATION, *PAGING),
        ),
        list_settlements,
    ),
)
