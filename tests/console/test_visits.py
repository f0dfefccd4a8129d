"""The county puts a fitter's visit on another half-day, or calls it off."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.events import InstallationMoved
from bot.domain.installation import Team
from bot.domain.order import Installation
from bot.storage import audit
from bot.storage.delivery import installations, teams
from bot.storage.network import alerts
from bot.storage.network.county import County
from bot.storage.schema import installation_bookings, order_lines, outbox
from bot.storage.trade import orders

VISIT = "/console/county/visit"
SLOT = re.compile(r'<option value="(\d{4}-\d\d-\d\d:\w+)"')
HERE = County("山西省", "临汾市", "河湾县")


@pytest.fixture
async def visit(county):
    """A television of a villager who can be written to, on a morning; the team takes one visit each half-day."""

    def a_small_team(conn) -> None:
        team = Team(county="河湾县", phone="+8613900000009", half_day_capacity=1)
        teams.save(conn, county.seal, [team])

    await county.database.run(a_small_team)
    return await a_visit(county, contact="wechat:oVillager")


async def a_visit(county, *, ahead=5, contact="") -> str:
    number = await county.place("V1", contact=contact)
    await county.database.run(lambda conn: conn.execute(update(order_lines).values(sku="S4", name="创维电视")))
    day = county.now.date() + timedelta(days=ahead)
    await county.record(InstallationMoved(number=number, date=day, period="morning"))
    return number


async def agreed(county, number) -> Installation | None:
    return (await county.database.run(lambda conn: orders.find(conn, county.seal, number))).installation


async def heard(county, notice):
    query = select(outbox.c.recipient, outbox.c.text).where(outbox.c.notice == notice)
    return await county.database.run(lambda conn: [tuple(row) for row in conn.execute(query)])


async def test_a_visit_is_moved_and_villager_fitter_and_station_hear_why(visit, centre, county):
    listed = await centre.get("/console/county/installations")
    assert f"number={visit}" in listed.text
    page = await centre.get(VISIT, number=visit)
    slot = SLOT.findall(page.text)[-1]
    said = (await centre.post(VISIT, at="C0", number=visit, slot=slot, reason="师傅病了", do="move")).said
    assert f"{visit}改好了" in said
    moved = await agreed(county, visit)
    assert f"{moved.date}:{moved.period}" == slot
    [(_, text)] = await heard(county, "order_fitting_moved_because")
    assert text.startswith("师傅病了，")
    assert await heard(county, "fitter_moved")
    [alert] = await county.database.run(lambda conn: alerts.unseen(conn, county.seal, "V1"))
    assert "师傅病了" in alert.text
    assert "捎个话" not in alert.text
    deeds = (await county.database.run(lambda conn: audit.page(conn, HERE))).rows
    assert (deeds[0].action, deeds[0].subject.split()[0]) == ("visit_moved", visit)


async def test_full_half_days_days_past_and_days_before_the_goods_are_not_offered(visit, centre, county):
    other = await a_visit(county, ahead=6)
    taken = await agreed(county, other)
    offered = SLOT.findall((await centre.get(VISIT, number=visit)).text)
    assert f"{taken.date}:morning" not in offered
    assert f"{taken.date}:afternoon" in offered
    order = await county.database.run(lambda conn: orders.find(conn, county.seal, visit))
    assert min(offered) >= str(min(order.promised_by, county.now.date() + timedelta(days=1)))
    for slot in (f"{taken.date}:morning", "2020-01-01:morning", f"{taken.date}:night", "soon"):
        page = await centre.post(VISIT, at="C0", number=visit, slot=slot, reason="师傅病了", do="move")
        assert (page.status, "满了，另挑一个" in page.text) == (422, True), slot
        assert 'value="师傅病了"' in page.text
    assert (await agreed(county, visit)).date == county.now.date() + timedelta(days=5)


async def test_later_days_are_reached_by_a_link(visit, centre):
    first = await centre.get(VISIT, number=visit)
    later = re.search(r'href="([^"]+from=[^"]+)"', first.text)[1].replace("&amp;", "&")
    assert max(SLOT.findall((await centre.get(later)).text)) > max(SLOT.findall(first.text))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"do": "move", "slot": "", "reason": "师傅病了"}, "选一个哪天"),
        ({"do": "move", "slot": "last", "reason": " "}, "写上为什么"),
        ({"do": "drop", "reason": ""}, "写上为什么"),
    ],
)
async def test_what_is_missing_is_named_and_what_was_chosen_stays(visit, centre, county, fields, said):
    before, offered = await agreed(county, visit), SLOT.findall((await centre.get(VISIT, number=visit)).text)
    if fields.get("slot"):
        fields = fields | {"slot": offered[-1]}
    page = await centre.post(VISIT, at="C0", number=visit, **fields)
    assert page.status == 422
    assert said in page.said or said in page.text
    if fields.get("slot"):
        assert f'value="{fields["slot"]}" selected' in page.text
    assert await agreed(county, visit) == before


async def test_nobody_comes_and_the_place_is_free_again(visit, centre, county):
    page = await centre.post(VISIT, at="C0", number=visit, reason="墙太薄", do="drop")
    assert "不上门了" in page.said
    assert await agreed(county, visit) is None
    assert await county.database.run(lambda conn: conn.execute(select(installation_bookings)).all()) == []
    [(_, text)] = await heard(county, "order_fitting_off")
    assert "墙太薄" in text
    again = await centre.get("/console/county/order", number=visit)
    assert "约师傅上门" in again.text
    slot = SLOT.findall((await centre.get(VISIT, number=visit)).text)[0]
    await centre.post(VISIT, at="C0", number=visit, slot=slot, reason="修好了墙", do="move")
    assert await agreed(county, visit)


async def test_who_cannot_be_written_to_is_told_by_the_stations_manager(visit, centre, county):
    number = await a_visit(county, ahead=7)
    slot = SLOT.findall((await centre.get(VISIT, number=number)).text)[0]
    await centre.post(VISIT, at="C0", number=number, slot=slot, reason="师傅病了", do="move")
    [alert] = await county.database.run(lambda conn: alerts.unseen(conn, county.seal, "V1"))
    assert (alert.level, "捎个话" in alert.text) == ("warning", True)


async def test_two_at_once_for_one_place_get_it_once(visit, centre, open_browser, county):
    other, second = await a_visit(county, ahead=6), await open_browser("C0")
    page = await centre.get(VISIT, number=visit)
    slot = SLOT.findall(page.text)[-1]
    both = await asyncio.gather(
        centre.post(VISIT, at="C0", number=visit, slot=slot, reason="师傅病了", do="move"),
        second.post(VISIT, at="C0", number=other, slot=slot, reason="师傅病了", do="move"),
    )
    assert sorted(page.status for page in both) == [200, 422]
    day, half = slot.split(":")
    held = await county.database.run(lambda conn: installations.halves(conn, [visit, other]))
    moved = [await agreed(county, number) for number in (visit, other)]
    assert (
        sum((str(one.date), held[number]) == (day, half) for number, one in zip((visit, other), moved, strict=True))
        == 1
    )


async def test_only_the_own_county_with_the_forms_token_moves_a_visit(visit, centre, manager, open_browser, county):
    fields = {"number": visit, "slot": "2030-01-01:morning", "reason": "x", "do": "drop"}
    far = await open_browser("X0")
    assert (await far.get(VISIT, number=visit)).status == 404
    assert (await far.post(VISIT, at="X0", **fields)).status == 404
    assert (await manager.post(VISIT, at="V1", **fields)).status == 403
    assert (await centre.post(VISIT, at="C0", token="guessed", **fields)).status == 403
    assert await agreed(county, visit)


async def test_an_order_with_nothing_to_fit_says_so(centre, county):
    number = await county.place("V1")
    page = await centre.get(VISIT, number=number)
    assert (page.status, "没有要上门装的" in page.text) == (409, True)
    assert "约师傅" not in (await centre.get("/console/county/order", number=number)).text
