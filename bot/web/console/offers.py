"""Merchants' offers to the county's villagers: approved, or refused and stopped with a reason that the merchant reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.dialogue.notices.campaigns import texts
from bot.domain.campaign import LONGEST_REASON, Campaign
from bot.storage.offers import campaigns
from bot.storage.offers import deciding as campaign_deciding
from bot.web.console.acting import Done, act_and_show
from bot.web.console.guard import field, seat
from bot.web.keys import DATABASE
from bot.web.pages import Refusal, render, words

PATH = "/console/county/offers"
LONGEST_KEY = 16
Decide = Callable[[Connection, Campaign, str, datetime], bool]


async def show(request: web.Request) -> web.Response:
    """Those that wait, those that run, and what became of the others."""

    def work(conn: Connection) -> tuple[list[Campaign], Callable[[Campaign], bool]]:
        return campaign_deciding.of_county(conn, seat(request).county), _deciding(conn, request)

    found, own = await request.app[DATABASE].run(work)
    return render(request, "console/county_offers.j2", offers=found, own=own, texts=texts, longest=LONGEST_REASON)


async def decide(request: web.Request) -> web.Response:
    """One deed, once. Raises Refusal 403 for an offer that is not this county's to decide, 409 where it changed meanwhile."""
    key, do = field(request, "offer", LONGEST_KEY), field(request, "do", LONGEST_KEY)
    reason = " ".join(field(request, "reason", LONGEST_REASON).split())
    if do not in DEEDS:
        raise Refusal(422)

    def action(ex: Exchange, conn: Connection) -> Done | None:
        of = campaigns.find(conn, key)
        if of is None or not _deciding(conn, request)(of):
            raise Refusal(403, "not_your_offer")
        if do != "approve" and not reason:
            ex.said.append(words("said.offer_why"))
            return None
        if not DEEDS[do](conn, of, reason, ex.facts.at):
            raise Refusal(409, "offer_changed")
        ex.said.append(words(f"said.offer_{do}", merchant=of.merchant, goods=of.name))
        return Done(f"offer_{do}", f"{of.merchant} {of.name}")

    return await act_and_show(request, action, PATH)


def _deciding(conn: Connection, request: web.Request) -> Callable[[Campaign], bool]:
    """Whether an offer is for this county to decide; a town's office only looks."""
    county, centre = seat(request).county, seat(request).station.level == "county"
    sole = centre and campaign_deciding.is_sole(conn, county)
    return lambda of: campaign_deciding.decides(of, county, sole=sole)


def _approve(conn: Connection, of: Campaign, _: str, at: datetime) -> bool:
    return campaign_deciding.decide(conn, of.key, approved=True, reason="", at=at)


def _refuse(conn: Connection, of: Campaign, reason: str, at: datetime) -> bool:
    return campaign_deciding.decide(conn, of.key, approved=False, reason=reason, at=at)


def _stop(conn: Connection, of: Campaign, reason: str, at: datetime) -> bool:
    return campaign_deciding.stop(conn, of.key, reason=reason, at=at)


DEEDS: dict[str, Decide] = {"approve": _approve, "refuse": _refuse, "stop": _stop}
