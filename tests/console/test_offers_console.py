"""The county decides about merchants' offers to its own villagers, once, with a reason where it says no; others only look."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.domain.campaign import Campaign
from bot.domain.events import CampaignTold
from bot.domain.people import Station
from bot.storage.network import stations
from bot.storage.offers import campaigns
from bot.storage.persons import people
from bot.storage.schema import audit, campaign_people, outbox

PATH = "/console/county/offers"
PINE = {"province": "山西省", "city": "临汾市", "county": "松岭县"}
NEAR = (
    Station(code="S0", name="松岭县服务中心", level="county", manager_phone="+8613900000300", **PINE),
    Station(code="S1", name="松树站", town="松镇", level="town", manager_phone="+8613900000301", **PINE),
)
"""A county whose name no other has."""


@pytest.fixture
async def offer(county):
    """`await offer("c1", counties=…)`: proposed by 香禾 for a week from today."""
    await county.database.run(lambda conn: stations.save(conn, county.seal, NEAR, at=county.now))

    async def offer(key: str = "c1", **changes) -> Campaign:
        today = county.now.date()
        usual = {
            "merchant": "香禾", "sku": "S1", "name": "<b>食盐", "unit": "袋", "usual_fen": 250, "price_fen": 200,
            "text": "腌菜正好", "opens": today, "closes": today + timedelta(days=6), "counties": ("松岭县",),
            "pieces": Decimal(50),
        }  # fmt: skip  # a table, a row a line
        made = Campaign(key=key, **usual | changes)
        await county.database.run(lambda conn: campaigns.propose(conn, made, county.now))
        return made

    return offer


@pytest.fixture
async def pine(offer, open_browser):
    browser = await open_browser("S0")
    await browser.get(PATH)
    return browser


async def status(county, key: str = "c1") -> tuple[str, str]:
    found = await county.database.run(lambda conn: campaigns.find(conn, key))
    return found.status, found.reason


async def test_an_offer_is_shown_as_villagers_will_read_it_and_approved_once(pine, offer, county):
    await offer()
    page = await pine.get(PATH)
    for shown in ("香禾", "2元一袋（平时2.5元）", "腌菜正好", "等着批", "要就回“要”"):
        assert shown in page.text
    assert "<b>食盐" not in page.text
    assert "批了：香禾的" in (await pine.post(PATH, offer="c1", do="approve")).said
    assert await status(county) == ("approved", "")
    assert (await pine.post(PATH, offer="c1", do="approve")).status == 409
    assert (await pine.post(PATH, offer="c1", do="refuse", reason="晚了")).status == 409
    assert "批优惠" in (await pine.get("/console/county/audit")).text


async def test_a_refusal_needs_a_reason_which_is_kept(pine, offer, county):
    await offer()
    assert "缘由" in (await pine.post(PATH, offer="c1", do="refuse", reason=" ")).said
    assert await status(county) == ("proposed", "")
    assert "没批" in (await pine.post(PATH, offer="c1", do="refuse", reason="没有便宜")).said
    assert await status(county) == ("refused", "没有便宜")


async def test_a_running_offer_is_stopped_and_who_has_not_heard_never_will(pine, offer, county, seal):
    made = await offer()
    await pine.post(PATH, offer="c1", do="approve")
    who = await county.database.run(lambda conn: people.find_or_make(conn, seal, "wechat:oOne", county.now))
    await county.record(CampaignTold(person=who.id, campaign=made, told=True, at=county.now))
    assert "缘由" in (await pine.post(PATH, offer="c1", do="stop", reason="")).said
    assert "停了" in (await pine.post(PATH, offer="c1", do="stop", reason="货有毛病")).said
    assert await status(county) == ("stopped", "货有毛病")
    assert (await pine.post(PATH, offer="c1", do="stop", reason="再停")).status == 409
    letters = await county.database.run(lambda conn: conn.execute(select(outbox.c.status, outbox.c.notice)).all())
    assert ("cancelled", "campaign") in letters
    assert await county.database.run(lambda conn: conn.execute(select(campaign_people)).all()) == []
    assert "停优惠" in (await pine.get("/console/county/audit")).text


@pytest.mark.parametrize("counties", [("松岭县", "青石县"), ()])
async def test_what_is_for_several_counties_or_for_all_is_seen_and_left_to_the_shop(pine, offer, county, counties):
    await offer(counties=counties)
    page = await pine.get(PATH)
    assert "由总店定" in page.text
    assert page.hidden("offer") == []
    assert (await pine.post(PATH, offer="c1", do="approve")).status == 403
    assert await status(county) == ("proposed", "")


async def test_another_countys_offer_is_neither_seen_nor_decided(centre, offer, county):
    await offer()
    assert "香禾" not in (await centre.get(PATH)).text
    for do in ("approve", "refuse", "stop"):
        assert (await centre.post(PATH, offer="c1", do=do, reason="不归我")).status == 403
    assert await status(county) == ("proposed", "")


async def test_a_county_does_not_decide_for_its_namesake(centre, offer, county):
    await offer(counties=("河湾县",))
    assert "由总店定" in (await centre.get(PATH)).text
    assert (await centre.post(PATH, offer="c1", do="approve")).status == 403


async def test_a_towns_office_looks_and_a_station_does_not(offer, open_browser, manager, county):
    await offer()
    town = await open_browser("S1")
    assert "香禾" in (await town.get(PATH)).text
    assert (await town.post(PATH, offer="c1", do="approve")).status == 403
    assert (await manager.get(PATH)).status == 403
    assert (await manager.post(PATH, offer="c1", do="approve")).status == 403


async def test_forged_and_meaningless_forms_do_nothing(pine, offer, county):
    await offer()
    assert (await pine.post(PATH, offer="c1", do="approve", token="forged")).status == 403
    assert (await pine.post(PATH, offer="c1", do="approve", origin="https://evil.example")).status == 403
    assert (await pine.post(PATH, offer="c1", do="delete")).status == 422
    assert (await pine.post(PATH, offer="none", do="approve")).status == 403
    assert await status(county) == ("proposed", "")
    assert (
        await county.database.run(lambda conn: conn.execute(select(audit).where(audit.c.action.like("offer%"))).all())
        == []
    )


async def test_an_offer_whose_days_passed_is_not_approved_any_more(pine, offer, county):
    yesterday = county.now.date() - timedelta(days=1)
    await offer(opens=yesterday, closes=yesterday)
    page = await pine.get(PATH)
    assert "没批就过了日子" in page.text
    assert page.hidden("offer") == []
    assert (await pine.post(PATH, offer="c1", do="approve")).status == 409
