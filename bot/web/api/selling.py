"""What villagers sell: looked at by the station, ordered by other marketplaces, settled with the seller."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from aiohttp import web
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.domain.events import Event, ListingInspected, ListingMoved, ListingOrdered
from bot.domain.listing import RULES, STATUSES, Listing, Sale, WrongState, bring_by
from bot.domain.settlement import total
from bot.storage import listing_sales, listings, settlements
from bot.storage.cursor import BadCursor
from bot.storage.record import record
from bot.storage.retake import Retake
from bot.web.api.asking import answer, body, limit, once, one_of
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.api.selling_shapes import (
    InspectionAsked,
    ListingPage,
    ListingShape,
    SaleAsked,
    SalePage,
    SaleShape,
    SettlementPage,
    Statement,
    listing_shape,
    sale_shape,
    settlement_shape,
)
from bot.web.keys import DATABASE, SEAL, WAKE, ZONE
from bot.web.problems import Problem

LONGEST_ID, TRIES = 18, 3


async def list_listings(request: web.Request) -> web.Response:
    most, query = limit(request), request.query
    status = one_of(request, "status", STATUSES)

    def work(conn: Connection) -> ListingPage:
        page = listings.page(conn, station=query.get("station"), status=status, limit=most, after=query.get("cursor"))
        return ListingPage(listings=[listing_shape(one) for one in page.rows], next=page.next)

    try:
        return answer(await request.app[DATABASE].run(work))
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad


async def inspect(request: web.Request) -> web.Response:
    """The county decides as a manager would by chat."""
    asked = body(await request.read(), InspectionAsked)

    def work(conn: Connection) -> ListingShape:
        now = datetime.now(request.app[ZONE])
        listing = _find(conn, request)
        try:
            record(conn, [_decided(listing, asked, now)], seal=request.app[SEAL], at=now)
        except (WrongState, Retake) as wrong:
            raise Problem(409, str(wrong)) from wrong
        return listing_shape(listings.by_id(conn, listing.id) or listing)

    said = await once(request, work)
    request.app[WAKE]()
    return said


def _decided(listing: Listing, asked: InspectionAsked, now: datetime) -> Event:
    if asked.decision == "refuse":
        if not asked.reason.strip():
            raise Problem(422, "to refuse, a reason is needed - at `$.reason`")
        return ListingMoved(listing=listing, to="refused", by="county", at=now, reason=asked.reason)
    price = asked.price_fen or (listing.price_fen if listing.price_unit == listing.unit else None)
    missing = {"grade": asked.grade, "quantity": asked.quantity, "price_fen": price}
    for name, value in missing.items():
        if value is None:
            raise Problem(422, f"to approve, {name} is needed - at `$.{name}`")
    return ListingInspected(
        listing=listing,
        grade=asked.grade or "",
        quantity=_thousandths(asked.quantity or 0),
        price_fen=price or 0,
        until=now + timedelta(days=RULES.listed_days),
        at=now,
    )


async def order(request: web.Request) -> web.Response:
    """Another marketplace sold some of it. The same reference again is the same order, whatever key comes with it."""
    asked = body(await request.read(), SaleAsked)

    def work(conn: Connection) -> SaleShape:
        now = datetime.now(request.app[ZONE])
        listing = _find(conn, request)
        sale = _sale(listing, asked, now)
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
        quantity=_thousandths(asked.quantity),
        unit=listing.unit,
        price_fen=asked.price_fen,
        status="open" if listing.group_min is None else "pledged",
        bring_by=bring_by(now.date(), listing),
        created_at=now,
        paid_fen=asked.paid_fen,
    )


async def list_orders(request: web.Request) -> web.Response:
    def work(conn: Connection) -> SalePage:
        listing = _find(conn, request)
        return SalePage(orders=[sale_shape(one, listing) for one in listing_sales.of_listing(conn, listing.key)])

    return answer(await request.app[DATABASE].run(work))


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


def _find(conn: Connection, request: web.Request) -> Listing:
    text = request.match_info["id"]
    known = text.isascii() and text.isdigit() and len(text) <= LONGEST_ID
    listing = listings.by_id(conn, int(text)) if known else None
    if listing is None:
        raise Problem(404, "no listing has this number")
    return listing


def _thousandths(value: float) -> Decimal:
    """As the database keeps it. Raises Problem 422 where that is nothing."""
    quantity = round(Decimal(str(value)), 3)
    if quantity <= 0:
        raise Problem(422, "a quantity has three decimals at most - at `$.quantity`")
    return quantity


_LISTING = "/api/v1/listings/{id}"
OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/listings",
            summary="What villagers want to sell, newest first",
            answer=ListingPage,
            query=(AT_STATION, ("status", "only in this state"), *PAGING),
        ),
        list_listings,
    ),
    (
        Operation(
            method="POST",
            path=f"{_LISTING}/inspection",
            summary="Approve a listing as graded and weighed, or refuse it with a reason",
            answer=ListingShape,
            asked=InspectionAsked,
            refusals=(401, 404, 409, 422),
        ),
        inspect,
    ),
    (
        Operation(
            method="POST",
            path=f"{_LISTING}/orders",
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
            path=f"{_LISTING}/orders",
            summary="What was ordered of a listing, newest first",
            answer=SalePage,
            refusals=(401, 404),
        ),
        list_orders,
    ),
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
