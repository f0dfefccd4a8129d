"""`/insights/offers`: a merchant proposes offers to villagers, sees what they will read, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiohttp import web
from sqlalchemy import Connection

from bot.channels.sms import parts
from bot.dialogue.notices.campaigns import texts
from bot.domain.campaign import LONGEST_TEXT, MOST_DAYS, Campaign
from bot.storage.offers import campaigns
from bot.storage.offers import results as campaign_results
from bot.storage.trade import products
from bot.web.forms import form_of
from bot.web.insights import proposing
from bot.web.insights.effect_charts import effect_charts, effect_said
from bot.web.insights.offer_form import Typed, read_wish, typed
from bot.web.insights.signing_in import ROOT, signed_in
from bot.web.keys import DATABASE, ZONE
from bot.web.pages import Refusal, render, see_other, words
from catalog.product import Product

PATH = f"{ROOT}/offers"
MOST_GOODS, LONGEST_WORDS = 200, 40


async def show(request: web.Request, merchant: str) -> web.Response:
    """The merchant's offers, the newest first."""
    found = await request.app[DATABASE].run(lambda conn: campaigns.of_merchant(conn, merchant))
    return render(request, "insights/offers.j2", offers=found)


async def begin(request: web.Request, merchant: str) -> web.Response:
    """An empty form; with `q` only of goods with these words."""
    asked = request.query.get("q", "").strip()[:LONGEST_WORDS]
    today = datetime.now(request.app[ZONE]).date()
    blank = typed({"key": proposing.new_key(), "opens": f"{today}", "q": asked})
    return await _form(request, merchant, blank)


async def propose(request: web.Request, merchant: str) -> web.Response:
    """What was typed is looked at first, as villagers will read it, and only then proposed; nothing typed is lost."""
    given, now = typed(await form_of(request)), datetime.now(request.app[ZONE])
    if given["do"] == "edit":
        return await _form(request, merchant, given)

    def work(conn: Connection) -> Campaign:
        made = proposing.composed(conn, read_wish(given), merchant, now.date(), given["key"] or proposing.new_key())
        if given["do"] == "propose":
            proposing.propose(conn, made, now)
        return made

    try:
        made = await request.app[DATABASE].run(work)
    except proposing.CannotBe as trouble:
        said = words(f"offer_troubles.{trouble.trouble}", **trouble.values)
        return await _form(request, merchant, given, said, trouble.field)
    if given["do"] == "propose":
        return see_other(f"{PATH}/{made.key}")
    return render(request, "insights/offer_read.j2", offer=made, typed=given, **_seen(made))


async def show_one(request: web.Request, merchant: str) -> web.Response:
    """How an offer stands, and what it brought once it is over."""

    def work(conn: Connection) -> web.Response:
        of = campaigns.find(conn, request.match_info["offer"])
        if of is None or of.merchant != merchant:
            raise Refusal(404)
        effect = campaign_results.measured(conn, of.key)
        return render(
            request,
            "insights/offer.j2",
            offer=of,
            taken=campaign_results.taken(conn, of.key),
            said=effect_said(effect, over=campaign_results.is_counted(conn, of.key)),
            charts=effect_charts(effect) if effect else [],
            **_seen(of),
        )

    return await request.app[DATABASE].run(work)


def _seen(of: Campaign) -> dict[str, Any]:
    """What villagers read of it."""
    wechat, sms = texts(of)
    return {"wechat": wechat, "sms": sms, "sms_parts": parts(sms)}


async def _form(request: web.Request, merchant: str, given: Typed, trouble: str = "", field: str = "") -> web.Response:
    def goods(conn: Connection) -> list[Product]:
        found = products.of_merchant(conn, merchant, words=given["q"], limit=MOST_GOODS + 1)
        chosen = [] if given["sku"] in {one.sku for one in found} else products.some(conn, [given["sku"]])
        return [*(one for one in chosen if one.merchant == merchant), *found]

    found = await request.app[DATABASE].run(goods)
    return render(
        request,
        "insights/offer_form.j2",
        goods=found[:MOST_GOODS],
        more=len(found) > MOST_GOODS or bool(given["q"]),
        typed=given,
        trouble=trouble,
        field=field,
        longest_text=LONGEST_TEXT,
        most_days=MOST_DAYS,
    )


def offer_pages() -> list[web.RouteDef]:
    return [
        web.get(PATH, signed_in(show)),
        web.get(f"{PATH}/new", signed_in(begin)),
        web.post(f"{PATH}/new", signed_in(propose)),
        web.get(f"{PATH}/{{offer}}", signed_in(show_one)),
    ]
