"""The county's pages: its own stations and nobody else's, however the counties are called."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from bot.domain.events import AlertRaised
from bot.domain.order import Status
from bot.storage.delivery import loads
from bot.storage.network import alerts, county_lorries
from bot.storage.network.county import County
from bot.storage.schema import stations
from bot.storage.trade import orders


async def test_a_station_is_not_the_county(manager):
    for path in ("", "/late", "/alerts", "/installations", "/audit"):
        page = await manager.get(f"/console/county{path}")
        assert page.status == 403
        assert "县里看的" in page.text


async def test_the_county_sees_its_stations_and_how_they_stand(centre, county):
    await county.place("V1", late=True)
    await county.bring(await county.place("V2"))
    page = await centre.get("/console/county")
    for shown in ("杨柳站", "和平站", "张秀兰"):
        assert shown in page.text
    assert "远处站" not in page.text
    only_late = await centre.get("/console/county", only="late")
    assert "杨柳站" in only_late.text
    assert "和平站" not in only_late.text


async def test_a_county_of_the_same_name_is_another(open_browser, county):
    number = await county.place("V1", late=True, recipient="河湾的人")
    await county.record(AlertRaised(station="V1", kind="complaint", level="urgent", text="河湾的事", key="k"))
    far = await open_browser("X0")
    for path in ("", "/late", "/alerts", "/installations", "/audit"):
        page = await far.get(f"/console/county{path}")
        assert page.status == 200
        assert "杨柳站" not in page.text
        assert "河湾的" not in page.text
    assert (await far.get("/console/county/order", number=number)).status == 404
    assert (await far.post("/console/county/order", at="X0", number=number, to="packed")).status == 404
    await far.post("/console/county/alerts", at="X0", alert="1")
    assert await county.database.run(lambda conn: alerts.count_unseen(conn, "V1")) == 1


@pytest.mark.parametrize("words", ["杨柳", "V1", "张秀兰", "柳村"])
async def test_a_station_is_found_by_its_words(centre, words):
    page = await centre.get("/console/county", q=words)
    assert "杨柳站" in page.text
    assert "和平站" not in page.text


async def test_a_number_that_is_no_orders_stays_to_be_mended(centre):
    page = await centre.get("/console/county/order", number="261125099")
    assert (page.status, "没有单号“261125099”" in page.said) == (404, True)
    assert 'value="261125099"' in page.text


async def test_percent_signs_find_nothing(centre):
    assert "没有这样的站" in (await centre.get("/console/county", q="%")).text


async def test_the_county_brings_an_order_on(centre, county):
    number = await county.place(contact="wechat:oVillager")
    for to in ("packed", "at_county", "in_transit", "at_station"):
        page = await centre.post("/console/county/order", at="C0", number=number, to=to)
        assert number in page.said
    order = await county.database.run(lambda conn: orders.find(conn, county.seal, number))
    assert order.status is Status.AT_STATION
    assert len(await county.letters("order_at_station")) == 1
    assert order.pickup_code not in (await centre.get("/console/county/order", number=number)).text
    for illegal in ("collected", "packed", "lost"):
        assert (await centre.post("/console/county/order", at="C0", number=number, to=illegal)).status == 409


async def test_an_alert_nobody_saw_is_taken_by_the_county(centre, county):
    await county.record(AlertRaised(station="V2", kind="complaint", level="urgent", text="锅漏了", key="k"))
    page = await centre.get("/console/county/alerts")
    assert "锅漏了" in page.text
    await centre.post("/console/county/alerts", at="C0", alert=page.hidden("alert")[0])
    assert "锅漏了" not in (await centre.get("/console/county/alerts")).text


async def test_who_did_what_is_told_newest_first(centre, manager, county):
    number = await county.place()
    await manager.post("/console/station/arrived", at="V1", number=number)
    page = await centre.get("/console/county/audit")
    assert page.text.index("标到货") < page.text.index("登录")
    assert "张秀兰" in page.text
    assert number in page.text


async def test_long_lists_come_in_pages(centre, county):
    for _ in range(51):
        await county.place(late=True)
    first = await centre.get("/console/county/late")
    assert "下一页" in first.text
    path = re.search(r'href="([^"]+after=[^"]+)"', first.text)[1].replace("&amp;", "&")
    second = await centre.get(path)
    assert second.text.count('class="tag"') == 1
    assert (await centre.get("/console/county/late", after="!!")).status == 400


async def test_a_station_that_closed_and_a_manager_without_a_name_are_told_from_none(centre, county):
    def change(conn: Connection) -> None:
        conn.execute(update(stations).where(stations.c.code == "V1").values(manager_name=""))
        conn.execute(update(stations).where(stations.c.code == "V2").values(status="closed"))

    await county.database.run(change)
    page = await centre.get("/console/county")
    assert "没留名字" in page.text
    assert page.text.count("不开了") == 1


async def test_a_lorry_is_filled_and_brings_all_at_once(centre, county):
    numbers = [await county.place("V1", contact=f"wechat:oVillager{n}") for n in range(2)]
    await county.place("V2")
    page = await centre.get("/console/county/lorries", to="V1")
    assert "<strong>2</strong> 单" in page.text
    assert "去杨柳站的车" in page.text
    assert page.hidden("to") == ["V1"]
    day = county.now.date().isoformat()
    page = await centre.post("/console/county/lorries/new", at="C0", to="V1", day=day)
    assert "杨柳站" in page.said
    assert (await centre.post("/console/county/lorries/new", at="C0", to="V1", day=day)).status == 409
    [load] = page.hidden("load")
    for to in ("packed", "at_county", "in_transit", "at_station"):
        assert f"{load}号车" in (await centre.post("/console/county/lorries", at="C0", load=load, go=to)).said
    for number in numbers:
        order = await county.database.run(lambda conn, of=number: orders.find(conn, county.seal, of))
        assert order.status is Status.AT_STATION
    assert len(await county.letters("order_at_station")) == 2
    for late in ("cancelled", "packed"):
        assert (await centre.post("/console/county/lorries", at="C0", load=load, go=late)).status == 409


async def test_another_countys_lorry_stays_where_it_is(centre, open_browser, county):
    await county.place("V1")
    day = county.now.date().isoformat()
    page = await centre.post("/console/county/lorries/new", at="C0", to="V1", day=day)
    far = await open_browser("X0")
    assert "杨柳站" not in (await far.get("/console/county/lorries")).text
    [load] = page.hidden("load")
    assert (await far.post("/console/county/lorries", at="X0", load=load, go="packed")).status == 403
    assert (await far.post("/console/county/lorries/new", at="X0", to="V1", day=day)).status == 403
    assert (await far.get("/console/county/lorries", to="V1")).status == 403


async def test_the_lorries_page_tells_how_much_of_a_run_is_there(centre, county):
    numbers = [await county.place(recipient=name) for name in ("桂兰", "大山", "秋香")]
    await centre.post("/console/county/lorries/new", at="C0", to="V1", day=str(county.now.date()))
    assert "3单，" in (await centre.get("/console/county/lorries")).text
    await county.bring(numbers[0])
    assert "1/3到了" in (await centre.get("/console/county/lorries")).text
    for number, code in zip(numbers[1:], ("4822", "4823"), strict=True):
        await county.bring(number, code=code)
    assert "没有在跑的车" in (await centre.get("/console/county/lorries")).text
    page = await centre.get("/console/county/lorries", ended="1")
    assert "到站了" in page.text
    assert 'name="go"' not in page.text


async def test_lorries_and_what_waits_for_them_come_in_pages_and_none_is_lost(county):
    """A county has more stations than a page has rows; what has ended does not push out what runs."""
    here, today = County("山西省", "临汾市", "河湾县"), county.now.date()
    for station in ("V1", "V2", "T1"):
        await county.place(station)

    def work(conn: Connection) -> tuple[list, list, int]:
        made = [
            loads.add(
                conn,
                county="河湾县",
                station="V1",
                day=today - timedelta(days=n),
                capacity_kg=800,
                items=[],
                at=county.now,
            )[0]
            for n in (3, 2, 1)
        ]
        loads.call_off(conn, made[1], county.now)
        since, found, waits = today - timedelta(days=14), [], []
        for kept, ask in (
            (found, lambda after: county_lorries.runs(conn, here, since, limit=1, after=after)),
            (waits, lambda after: county_lorries.waiting(conn, here, limit=1, after=after)),
        ):
            page = ask(None)
            kept.extend(page.rows)
            while page.next:
                page = ask(page.next)
                kept.extend(page.rows)
        assert [run.id for run in found] == [made[0], made[2]]
        assert [run.id for run in county_lorries.runs(conn, here, since, ended=True).rows] == [made[1]]
        return found, waits, county_lorries.ended(conn, here, since)

    _, waits, ended = await county.database.run(work)
    assert [one.station for one in waits] == ["T1", "V1", "V2"]
    assert ended == 1
