"""`/api/v1/campaigns`: merchants propose offers to villagers who asked for offers; the county decides, and both see what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta
from msgspec.structs import asdict
from sqlalchemy import Connection

from bot.domain.campaign import LONGEST_REASON, LONGEST_TEXT, MOST_COUNTIES, MOST_PIECES, Campaign, Effect, Status
from bot.storage.offers import campaigns
from bot.storage.offers import deciding as campaign_deciding
from bot.storage.offers import results as campaign_results
from bot.web.api.asking import answer, body, once
from bot.web.api.openapi import Operation, Operations
from bot.web.api.shapes import Asked, Shape
from bot.web.auth import is_api_token
from bot.web.insights import proposing
from bot.web.insights.access import merchant_asking
from bot.web.keys import DATABASE, ZONE
from bot.web.problems import Problem


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
    """Empty for all. An offer for one county alone is decided there, any other with the API token."""


class DecisionAsked(Asked, frozen=True, kw_only=True):
    decision: Literal["approve", "refuse", "stop"]
    """`stop` ends what was approved before its last day."""
    reason: Annotated[str, Meta(max_length=LONGEST_REASON)] = ""
    """Needed to refuse and to stop; the merchant reads it."""


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
    taken: float | None
    """Ordered at the offer's price and not cancelled; for a merchant's own token as it was counted when it ended, rounded
    down to five, and null where fewer than five people ordered."""
    status: Status
    reason: str
    decided_at: datetime | None
    """When it was approved, refused or stopped."""


class CampaignPage(Shape, frozen=True, kw_only=True):
    campaigns: list[CampaignShape]


class CampaignResults(CampaignShape, frozen=True, kw_only=True):
    effect: Effect | None
    """Counted once, when it ended, and where five people and more ordered and did not, both told and held out."""


TROUBLES = {
    "opens": "it must open today or within {days} days",
    "closes": "it lasts 1 to {days} days",
    "no_goods": "this merchant has no such article",
    "dear": "an offer costs no more than {most_fen}",
    "no_county": "no station is in {county}",
    "text": "a sentence is needed, without control characters",
    "too_many": "{most} offers of this merchant wait already",
    "not_now": "try again",
}


async def propose(request: web.Request) -> web.Response:
    merchant = await merchant_asking(request)
    if not merchant:
        raise Problem(400, "say whose offer it is: `merchant` in the query, or a merchant's own token")
    asked, now = body(await request.read(), CampaignAsked), datetime.now(request.app[ZONE])
    wish = proposing.Wish(**asdict(asked))

    def work(conn: Connection) -> CampaignShape:
        try:
            made = proposing.composed(conn, wish, merchant, now.date(), proposing.new_key())
            proposing.propose(conn, made, now)
        except proposing.CannotBe as trouble:
            said = TROUBLES[trouble.trouble].format_map(trouble.values)
            raise Problem(422, f"{said} - at `$.{trouble.field}`") from trouble
        return _shape(conn, made, whole=_is_shop(request))

    return await once(request, work, status=201)


async def list_campaigns(request: web.Request) -> web.Response:
    merchant, whole = await merchant_asking(request), _is_shop(request)

    def work(conn: Connection) -> CampaignPage:
        return CampaignPage(campaigns=[_shape(conn, one, whole=whole) for one in campaigns.of_merchant(conn, merchant)])

    return answer(await request.app[DATABASE].run(work))


async def results(request: web.Request) -> web.Response:
    merchant, whole = await merchant_asking(request), _is_shop(request)

    def work(conn: Connection) -> CampaignResults:
        of = _find(conn, request, merchant)
        shape = _shape(conn, of, whole=whole)
        return CampaignResults(**asdict(shape), effect=campaign_results.measured(conn, of.key))

    return answer(await request.app[DATABASE].run(work))


async def decide(request: web.Request) -> web.Response:
    """By the shop alone: a merchant's own token is not enough."""
    if not _is_shop(request):
        raise Problem(401, "the county decides: send the API token as `Authorization: Bearer …`")
    asked, now = body(await request.read(), DecisionAsked), datetime.now(request.app[ZONE])
    reason = " ".join(asked.reason.split())
    if asked.decision != "approve" and not reason:
        raise Problem(422, f"to {asked.decision}, a reason is needed - at `$.reason`")

    def work(conn: Connection) -> CampaignShape:
        key = _find(conn, request, None).key
        if asked.decision == "stop":
            done = campaign_deciding.stop(conn, key, reason=reason, at=now)
        else:
            done = campaign_deciding.decide(conn, key, approved=asked.decision == "approve", reason=reason, at=now)
        if not done:
            raise Problem(409, "this was decided before, or is over")
        return _shape(conn, _find(conn, request, None), whole=True)

    return await once(request, work)


def _is_shop(request: web.Request) -> bool:
    """Whether the API token asks, and no merchant's."""
    return is_api_token(request, request.headers.get("Authorization", "").partition(" ")[2])


def _find(conn: Connection, request: web.Request, merchant: str | None) -> Campaign:
    """Raises Problem 404, also where it is another merchant's."""
    found = campaigns.find(conn, request.match_info["campaign"])
    if found is None or merchant not in (None, found.merchant):
        raise Problem(404, "there is no such offer of this merchant")
    return found


def _shape(conn: Connection, of: Campaign, *, whole: bool) -> CampaignShape:
    """`whole`: with what was ordered, as it is."""
    taken = of.taken if whole else campaign_results.taken(conn, of.key)
    said = asdict(of) | {"counties": list(of.counties), "pieces": float(of.pieces)}
    said |= {"campaign": said.pop("key"), "taken": None if taken is None else float(taken)}
    return CampaignShape(**said)


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
            summary="The shop approves an offer, or refuses or stops it with a reason",
            answer=CampaignShape,
            asked=DecisionAsked,
            refusals=(401, 404, 409, 422),
        ),
        decide,
    ),
)
