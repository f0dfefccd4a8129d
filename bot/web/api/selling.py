"""What villagers want to sell, and what the county makes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.events import Event, ListingInspected, ListingMoved
from bot.domain.ids import id_of
from bot.domain.listing import RULES, STATUSES, Listing, WrongState
from bot.storage.market import listings
from bot.storage.record import record
from bot.storage.sql.cursor import BadCursor
from bot.storage.sql.retake import Retake
from bot.web.api.asking import answer, body, limit, once, one_of
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.api.selling_shapes import InspectionAsked, ListingPage, ListingShape, listing_shape
from bot.web.keys import DATABASE, SEAL, WAKE, ZONE
from bot.web.problems import Problem

ONE = "/api/v1/listings/{id}"


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
        listing = find(conn, request)
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
        quantity=thousandths(asked.quantity or 0),
        price_fen=price or 0,
        until=now + timedelta(days=RULES.listed_days),
        at=now,
    )


def find(conn: Connection, request: web.Request) -> Listing:
    """The listing of the path. Raises Problem 404."""
    number = id_of(request.match_info["id"])
    listing = listings.by_id(conn, number) if number is not None else None
    if listing is None:
        raise Problem(404, "no listing has this number")
    return listing


def thousandths(value: float) -> Decimal:
    """As the database keeps it. Raises Problem 422 where that is nothing."""
    quantity = round(Decimal(str(value)), 3)
    if quantity <= 0:
        raise Problem(422, "a quantity has three decimals at most - at `$.quantity`")
    return quantity


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
            path=f"{ONE}/inspection",
            summary="Approve a listing as graded and weighed, or refuse it with a reason",
            answer=ListingShape,
            asked=InspectionAsked,
            refusals=(401, 404, 409, 422),
        ),
        inspect,
    ),
)
