"""`/api/v1/campaigns`: merchants propose offers to villagers who asked for offers; the county decides, and both see what came of it."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta
from msgspec.structs import asdict
from sqlalchemy import Connection

from bot.domain.campaign import (
    LONGEST_REASON,
    LONGEST_TEXT,
    MOST_COUNTIES,
    MOST_DAYS,
    MOST_PIECES,
    Campaign,
    Effect,
    Status,
)
from bot.storage import campaigns, products
from bot.web.api.asking import answer, body, once
from bot.web.api.openapi import Operation, Operations
from bot.web.api.shapes import Asked, Shape
from bot.web.auth import is_api_token
from bot.web.insights.access import merchant_asking
from bot.web.keys import DATABASE, ZONE
from bot.web.problems import Problem
from catalog.product import Product

KEY_BYTES = 6
FARTHEST = timedelta(days=90)


class CampaignAsked(Asked, frozen=True, kw_only=True):
    sku: Annotated[str, Meta(min_length=1, max_length=60)]
    price_fen: Annotated[int, Meta(ge=1)]
    """For one selling unit; at most what the article costs."""
    text: Annotated[str, Meta(min_length=1, max_length=LONGEST_TEXT)]
    opens: date
    closes: date
    """The last day."""
    pieces: Annotated[int, Meta(ge=1, le=MOST_PIECES)]
    counties: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=40)], ...], Meta(max_length=MOST_COUNTIES)
    ] = ()
    """Empty for all."""


class DecisionAsked(Asked, frozen=True, kw_only=True):
    decision: Literal["approve", "refuse"]
    reason: Annotated[str, Meta(max_length=LONGEST_REASON)] = ""
    """Needed to refuse; the merchant reads it."""


class CampaignShape(Shape, frozen=True, kw_only=True):
    campaign: str
    merchant: str
    sku: str
    name: str
    unit: str
    usual_fen: int
    price_fen: int
    text: str
    opens: date
    closes: date
    counties: list[str]
    pieces: float
    taken: float
    """Ordered at the offer's price and not cancelled."""
    status: Status
    reason: str


class CampaignPage(Shape, frozen=True, kw_only=True):
    campaigns: list[CampaignShape]


class CampaignResults(CampaignShape, frozen=True, kw_only=True):
    effect: Effect | None
    """Once it is over, and where five people and more ordered and did not, both told and held out."""


async def propose(request: web.Request) -> web.Response:
    merchant = await merchant_asking(request)
    if not merchant:
        raise Problem(400, "say whose offer it is: `merchant` in the query, or a merchant's own token")
    asked, now = body(await request.read(), CampaignAsked), datetime.now(request.app[ZONE])
    _check_days(asked, now.date())

    def work(conn: Connection) -> CampaignShape:
        made = _made(asked, merchant, _own(conn, asked, merchant))
        campaigns.propose(conn, made, now)
        return _shape(made)

    return await once(request, work, status=201)


def _check_days(asked: CampaignAsked, today: date) -> None:
    if not today <= asked.opens <= today + FARTHEST:
        raise Problem(422, "it must open today or within 90 days - at `$.opens`")
    if not timedelta(0) <= asked.closes - asked.opens < timedelta(days=MOST_DAYS):
        raise Problem(422, f"it lasts 1 to {MOST_DAYS} days - at `$.closes`")


def _own(conn: Connection, asked: CampaignAsked, merchant: str) -> Product:
    product = next(iter(products.some(conn, [asked.sku])), None)
    if product is None or product.merchant != merchant:
        raise Problem(422, "this merchant has no such article - at `$.sku`")
    if asked.price_fen > product.price_fen:
        raise Problem(422, f"an offer costs no more than {product.price_fen} - at `$.price_fen`")
    return product


def _made(asked: CampaignAsked, merchant: str, product: Product) -> Campaign:
    return Campaign(
        key=secrets.token_hex(KEY_BYTES),
        merchant=merchant,
        sku=product.sku,
        name=product.name,
        unit=product.unit,
        usual_fen=product.price_fen,
        price_fen=asked.price_fen,
        text=" ".join(asked.text.split()).rstrip("。"),
        opens=asked.opens,
        closes=asked.closes,
        counties=tuple(dict.fromkeys(" ".join(one.split()) for one in asked.counties)),
        pieces=Decimal(asked.pieces),
    )


async def list_campaigns(request: web.Request) -> web.Response:
    merchant = await merchant_asking(request)
    found = await request.app[DATABASE].run(lambda conn: campaigns.of_merchant(conn, merchant))
    return answer(CampaignPage(campaigns=[_shape(one) for one in found]))


async def results(request: web.Request) -> web.Response:
    merchant, now = await merchant_asking(request), datetime.now(request.app[ZONE])

    def work(conn: Connection) -> CampaignResults:
        of = _find(conn, request, merchant)
        return CampaignResults(**asdict(_shape(of)), effect=campaigns.measured(conn, of, now))

    return answer(await request.app[DATABASE].run(work))


async def decide(request: web.Request) -> web.Response:
    """By the county alone: a merchant's own token is not enough."""
    _, _, token = request.headers.get("Authorization", "").partition(" ")
    if not is_api_token(request, token):
        raise Problem(401, "the county decides: send the API token as `Authorization: Bearer …`")
    asked, now = body(await request.read(), DecisionAsked), datetime.now(request.app[ZONE])
    approved, reason = asked.decision == "approve", asked.reason.strip()
    if not (approved or reason):
        raise Problem(422, "to refuse, a reason is needed - at `$.reason`")

    def work(conn: Connection) -> CampaignShape:
        of = _find(conn, request, None)
        if not campaigns.decide(conn, of.key, approved=approved, reason=reason, at=now):
            raise Problem(409, "this was decided before")
        return _shape(_find(conn, request, None))

    return await once(request, work)


def _find(conn: Connection, request: web.Request, merchant: str | None) -> Campaign:
    """Raises Problem 404, also where it is another merchant's."""
    found = campaigns.find(conn, request.match_info["campaign"])
    if found is None or merchant not in (None, found.merchant):
        raise Problem(404, "there is no such offer of this merchant")
    return found


def _shape(of: Campaign) -> CampaignShape:
    said = asdict(of)
    said |= {"campaign": said.pop("key"), "counties": list(of.counties)}
    return CampaignShape(**said | {"pieces": float(of.pieces), "taken": float(of.taken)})


_MERCHANT = (("merchant", "with the API token alone: of this merchant"),)
_ONE = "/api/v1/campaigns/{campaign}"
OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/campaigns",
            summary="A merchant's offers to villagers, newest first",
            answer=CampaignPage,
            query=_MERCHANT,
        ),
        list_campaigns,
    ),
    (
        Operation(
            method="POST",
            path="/api/v1/campaigns",
            summary="Propose an offer of an own article to villagers who asked for offers",
            answer=CampaignShape,
            asked=CampaignAsked,
            query=_MERCHANT,
            refusals=(400, 401, 422),
            status=201,
        ),
        propose,
    ),
    (
        Operation(
            method="GET",
            path=_ONE,
            summary="An offer, and once it is over what it brought against those not told",
            answer=CampaignResults,
            query=_MERCHANT,
            refusals=(401, 404),
        ),
        results,
    ),
    (
        Operation(
            method="POST",
            path=f"{_ONE}/decision",
            summary="The county approves an offer, or refuses it with a reason",
            answer=CampaignShape,
            asked=DecisionAsked,
            refusals=(401, 404, 409, 422),
        ),
        decide,
    ),
)
