"""The county looks at one of its stations, and closes it."""

from __future__ import annotations

import pytest

from bot.domain.cash import Entry
from bot.domain.events import AlertRaised, CashEntered
from bot.domain.order import Status
from bot.storage import audit
from bot.storage.network import alerts, stations
from bot.storage.network.county import County
from bot.storage.persons import people
from bot.storage.trade import orders

STATION = "/console/county/station"
HERE = County("山西省", "临汾市", "河湾县")


@pytest.fixture
async def in_use(county):
    """杨柳站 with a villager, an order on the way, one that lies there, cash in hand and an alert nobody saw."""

    def bind(conn) -> None:
        villager = people.find_or_make(conn, county.seal, "wechat:oVillager", county.now)
        people.change(conn, villager.id, station="V1")

    await county.database.run(bind)
    number = await county.place("V1", contact="wechat:oVillager")
    await county.bring(await county.place("V1", recipient="大山"), Status.AT_STATION)
    entry = Entry(key="c1", station="V1", kind="taken", amount_fen=12300, person="桂兰")
    await county.record(
        CashEntered(entry=entry, by="p", at=county.now),
        AlertRaised(station="V1", kind="complaint", level="warning", text="锅漏了", key="k1"),
    )
    return number


async def station(county, code="V1"):
    return await county.database.run(lambda conn: stations.find(conn, county.seal, code))


async def test_a_station_is_opened_from_the_table(centre, in_use):
    assert f"{STATION}?at=C0&amp;code=V1" in (await centre.get("/console/county")).text
    page = await centre.get(STATION, code="V1")
    for shown in ("杨柳村", "张秀兰", "123", "和平站"):
        assert shown in page.text
    assert "远处站" not in page.text


async def test_what_becomes_of_all_is_read_back_and_nothing_is_done_before_the_yes(centre, county, in_use):
    page = await centre.post(STATION, at="C0", code="V1", to="V2")
    for shown in ("位乡亲转到", "2</strong> 单没办完", "1 单的货就在站里", "现金 123 元", "1 条提醒转到县里"):
        assert shown in page.text, shown
    assert (await station(county)).status == "open"
    done = await centre.post(STATION, at="C0", code="V1", to="V2", sure="1")
    assert "杨柳站不开了" in done.said
    closed = await station(county)
    assert (closed.status, closed.successor) == ("closed", "V2")
    assert (await county.database.run(lambda conn: orders.find(conn, county.seal, in_use))).station == "V2"
    assert await county.letters("station_closed")
    assert any(
        "锅漏了" in one.text for one in await county.database.run(lambda conn: alerts.unseen(conn, county.seal, "C0"))
    )
    deeds = (await county.database.run(lambda conn: audit.page(conn, HERE))).rows
    assert (deeds[0].action, deeds[0].subject) == ("closed", "杨柳站 → 和平站")
    assert "关站" in (await centre.get("/console/county/audit")).text
    assert "先看一遍" not in (await centre.get(STATION, code="V1")).text
    assert (await centre.post(STATION, at="C0", code="V1", to="V2", sure="1")).status == 409


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, "选一个接手的站"),
        ({"to": "-"}, "还有乡亲或没办完的单"),
        ({"other": "V1"}, "编号是“V1”"),
        ({"other": "X1"}, "编号是“X1”"),
        ({"other": "nowhere", "to": "V2"}, "编号是“nowhere”"),
    ],
)
@pytest.mark.parametrize("sure", ["", "1"])
async def test_a_wrong_successor_is_named_and_stays_in_the_form(centre, county, in_use, chosen, said, sure):
    page = await centre.post(STATION, at="C0", code="V1", sure=sure, **chosen)
    assert (page.status, said in page.text) == (422, True)
    for value in set(chosen.values()) - {"-"}:  # not offered where it cannot be
        assert f'value="{value}"' in page.text
    assert (await station(county)).status == "open"


async def test_a_code_may_be_typed_in_small_letters(centre, county, in_use):
    assert "和平站" in (await centre.post(STATION, at="C0", code="V1", other="v2")).text


async def test_a_station_nobody_uses_needs_no_successor(centre, county):
    page = await centre.post(STATION, at="C0", code="T1", to="-")
    assert "不用转" in page.text
    await centre.post(STATION, at="C0", code="T1", to="-", sure="1")
    assert (await station(county, "T1")).status == "closed"
    assert (await centre.post(STATION, at="C0", code="V1", to="T1")).status == 422


async def test_an_order_that_came_meanwhile_stops_the_closing(centre, county):
    """Read back as empty; then somebody ordered."""
    await centre.post(STATION, at="C0", code="T1", to="-")
    await county.place("T1")
    page = await centre.post(STATION, at="C0", code="T1", to="-", sure="1")
    assert page.status == 422
    assert (await station(county, "T1")).status == "open"


async def test_the_centre_itself_stays(centre, county):
    assert "先看一遍" not in (await centre.get(STATION, code="C0")).text
    assert (await centre.post(STATION, at="C0", code="C0", to="V1", sure="1")).status == 409


async def test_only_the_own_county_with_the_forms_token_closes(centre, manager, open_browser, county, in_use):
    fields = {"code": "V1", "to": "V2", "sure": "1"}
    far = await open_browser("X0")
    assert (await far.get(STATION, code="V1")).status == 404
    assert (await far.post(STATION, at="X0", **fields)).status == 404
    assert (await manager.get(STATION, code="V1")).status == 403
    assert (await manager.post(STATION, at="V1", **fields)).status == 403
    assert (await centre.post(STATION, at="C0", token="guessed", **fields)).status == 403
    assert (await station(county)).status == "open"
