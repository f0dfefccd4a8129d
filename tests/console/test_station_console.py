"""The station's counter: arrivals, codes, alerts, talks, the shelf, and what each manager may touch."""

from __future__ import annotations

import asyncio
import json
import re
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from bot.domain.events import AlertRaised, OrderPaid
from bot.domain.order import Status
from bot.storage.network import alerts
from bot.storage.persons import people
from bot.storage.schema import audit, stations
from bot.storage.trade import orders, stock

AT = {"at": "V1"}


async def order_of(county, number):
    return await county.database.run(lambda conn: orders.find(conn, county.seal, number))


async def deeds(county) -> list[str]:
    query = select(audit.c.action).order_by(audit.c.id)
    return await county.database.run(lambda conn: list(conn.execute(query).scalars()))


async def test_one_order_arrives_and_its_villager_hears_the_code(manager, county):
    number = await county.place(contact="wechat:oVillager")
    page = await manager.post("/console/station/arrived", **AT, number=number)
    assert "到货1单" in page.said
    order = await order_of(county, number)
    assert order.status is Status.AT_STATION
    assert order.pickup_code in (await county.letters("order_at_station"))[0]
    assert "arrived" in await deeds(county)


async def test_all_that_is_on_the_lorry_arrives_at_once(manager, county):
    loaded = [await county.place(), await county.place(recipient="大山")]
    for number in loaded:
        await county.bring(number, Status.IN_TRANSIT)
    left = await county.place(recipient="秋香")
    page = await manager.post("/console/station/arrived", **AT)
    assert "到货2单" in page.said
    assert [(await order_of(county, n)).status for n in (*loaded, left)] == ["at_station", "at_station", "placed"]


async def test_a_parcel_goes_over_against_its_code(manager, county):
    number = await county.place()
    await county.bring(number, code="4821")
    assert "对上了" in (await manager.post("/console/station/hand-over", **AT, code="48 21")).said
    assert (await order_of(county, number)).status is Status.COLLECTED


async def test_what_is_paid_online_shows_before_and_when_it_goes_over(manager, county):
    paid, half = [await county.place(contact=f"wechat:o{n}") for n in range(2)]
    for number, fen, code in ((paid, 500, "4821"), (half, 200, "4822")):
        money = OrderPaid(number=number, trade=f"t{number}", amount_fen=fen, at=county.now, platform_id="4")
        await county.record(money)
        await county.bring(number, code=code)
    page = (await manager.get("/console/station", **AT)).text
    assert '<span class="tag">已付</span>' in page
    assert "已付2元，还收3元" in page
    assert "已付" in (await manager.get("/console/station/one", **AT, number=paid)).text
    assert "不用收钱" in (await manager.post("/console/station/hand-over", **AT, code="4821")).said


async def test_wrong_codes_are_counted_with_those_of_the_chat(manager, county):
    number = await county.place()
    await county.bring(number, code="4821")
    await county.hear("wechat:oManager1", "1111取走了", "2222取走了", "3333取走了")
    for code in ("4444", "5555"):
        assert "对不上" in (await manager.post("/console/station/hand-over", **AT, code=code)).said
    assert "错得太多" in (await manager.post("/console/station/hand-over", **AT, code="4821")).said
    assert (await order_of(county, number)).status is Status.AT_STATION
    assert (await deeds(county)).count("pickup_refused") == 2


async def test_another_stations_order_is_neither_seen_nor_moved(manager, county):
    number = await county.place("V2", recipient="外村的人")
    assert "外村的人" not in (await manager.get("/console/station")).text
    assert (await manager.get("/console/station/one", number=number)).status == 404
    page = await manager.post("/console/station/arrived", **AT, number=number)
    assert "没找到" in page.said
    assert (await order_of(county, number)).status is Status.PLACED


@pytest.mark.parametrize("path", ["", "/alerts", "/talks", "/stock", "/market", "/order"])
async def test_another_station_is_refused_by_name(manager, path):
    page = await manager.get(f"/console/station{path}", at="V2")
    assert page.status == 403
    assert "不归您管" in page.text


async def test_another_station_is_refused_in_forms_and_events(manager, county):
    assert (await manager.post("/console/station/stock", at="V2", sku="S1", quantity="3", do="stock_in")).status == 403
    assert (await manager.get("/console/events", at="V2")).status == 403


@pytest.mark.parametrize(
    "forged",
    [
        {"token": ""},
        {"token": "a" * 32},
        {"origin": "https://evil.example"},
        {"origin": ""},
        {"origin": "null"},
    ],
    ids=str,
)
async def test_a_forged_form_does_nothing(manager, county, forged):
    number = await county.place()
    page = await manager.post("/console/station/arrived", **AT, number=number, **forged)
    assert page.status == 403
    assert (await order_of(county, number)).status is Status.PLACED


async def test_the_token_of_another_session_is_worth_nothing(manager, open_browser, county):
    number = await county.place()
    other = await open_browser("V2")
    page = await manager.post("/console/station/arrived", **AT, number=number, token=other.token)
    assert page.status == 403


async def test_names_are_shown_as_they_are_and_never_run(manager, centre, county):
    nasty = '<script>alert("x")</script>'
    number = await county.place(recipient=nasty, late=True)
    await county.record(AlertRaised(station="V1", kind="complaint", level="urgent", text=nasty, key="k"))
    for browser, path in (
        (manager, "/console/station"),
        (manager, f"/console/station/one?number={number}"),
        (manager, "/console/station/alerts"),
        (manager, f"/console/station/stock?q={nasty}"),
        (centre, "/console/county/late"),
        (centre, "/console/county/alerts"),
        (centre, f"/console/county?q={nasty}"),
    ):
        page = await browser.get(path)
        assert page.status == 200
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;" in page.text


async def test_every_page_forbids_what_it_does_not_need(manager, browser):
    for page in (
        await manager.get("/console/station"),
        await manager.get("/console/nothing"),
        await browser.get("/console/sign-in"),
    ):
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["Cache-Control"] == "no-store"
        assert not re.search(r"<script(?! src=)|\son\w+=|\sstyle=|<style", page.text)


async def test_an_unknown_page_is_a_page(manager):
    page = await manager.get("/console/nothing")
    assert page.status == 404
    assert "没有这一页" in page.text


async def test_what_an_action_said_is_shown_once(manager, county):
    await county.place()
    assert (await manager.post("/console/station/arrived", **AT)).said
    assert not (await manager.get("/console/station")).said


async def test_alerts_are_acknowledged_one_by_one_and_all(manager, county):
    for n in range(3):
        await county.record(AlertRaised(station="V1", kind="complaint", level="warning", text=f"第{n}件", key=f"k{n}"))
    page = await manager.get("/console/station/alerts")
    assert "第0件" in page.text
    [first, *_] = page.hidden("alert")
    assert "1条" in (await manager.post("/console/station/alerts", **AT, alert=first)).said
    await county.record(AlertRaised(station="V1", kind="complaint", level="warning", text="后来的", key="later"))
    newest = page.hidden("newest")[0]
    assert "2条" in (await manager.post("/console/station/alerts", **AT, newest=newest)).said
    waiting = await county.database.run(lambda conn: alerts.unseen(conn, county.seal, "V1"))
    assert [alert.text for alert in waiting] == ["后来的"]  # nobody has seen it on the page yet


async def test_a_talk_goes_through_the_console_and_back_to_the_bot(manager, county):
    await county.hear("wechat:oVillager", "杨柳村", "转人工")
    await county.hear("wechat:oVillager", "锅是不是漏了？")
    page = await manager.get("/console/station/talks")
    assert "锅是不是漏了" in page.text
    [person] = set(page.hidden("person"))
    page = await manager.post("/console/station/talks/answer", **AT, person=person, text="拿来我看看")
    assert "拿来我看看" in page.text
    assert await county.letters("answer") == ["张秀兰：拿来我看看"]
    assert await county.hear("wechat:oVillager", "好") == ""
    await manager.post("/console/station/talks/back", **AT, person=person)
    assert await county.hear("wechat:oVillager", "帮助") != ""
    assert (await manager.post("/console/station/talks/answer", **AT, person=person, text="还在吗")).status == 409
    assert [d for d in await deeds(county) if d in ("answered", "handed_back")] == ["answered", "handed_back"]


async def test_nobody_is_written_to_who_did_not_ask(manager, open_browser, county):
    await county.hear("wechat:oVillager", "杨柳村")
    villager = await county.database.run(lambda conn: people.find(conn, county.seal, "wechat:oVillager"))
    other = await open_browser("V2")
    for browser, at in ((manager, "V1"), (other, "V2")):
        page = await browser.post("/console/station/talks/answer", at=at, person=villager.id, text="你好")
        assert page.status == 409
    await county.hear("wechat:oVillager", "转人工")
    page = await other.post("/console/station/talks/answer", at="V2", person=villager.id, text="你好")
    assert page.status == 409
    assert await county.letters("answer") == []


async def test_the_shelf_is_filled_and_counted(manager, county):
    await manager.post("/console/station/stock", **AT, sku="S1", quantity="20", do="stock_in")
    await manager.post("/console/station/stock", **AT, sku="S1", quantity="2.5", do="stock_in")
    assert "盘点" not in (await manager.post("/console/station/stock", **AT, sku="S1", quantity="x", do="count")).said
    shelf = await county.database.run(lambda conn: stock.shelf(conn, "V1", "S1"))
    assert str(shelf) == "22.5"
    assert "18袋" in (await manager.post("/console/station/stock", **AT, sku="S1", quantity="18", do="count")).said
    assert "18袋" in (await manager.get("/console/station/stock")).text
    assert (await manager.post("/console/station/stock", **AT, sku="NO", quantity="1", do="count")).status == 422


ORDER = {"at": "V1", "recipient": "孙奶奶", "delivery": "pickup", "draft": "0123456789abcdef"}
SALT = {"sku": "S1", "quantity": "2"}


async def test_an_order_for_somebody_is_searched_read_back_and_placed_once(manager, county):
    page = await manager.post("/console/station/order", **ORDER, do="search", q="盐")
    assert "add:S1" in page.text
    page = await manager.post("/console/station/order", **ORDER, do="add:S1")
    assert page.hidden("sku") == ["S1"]
    page = await manager.post("/console/station/order", **ORDER, **SALT, do="read")
    assert "一共 5 元" in page.text
    seal = page.hidden("seal")[0]
    placed = [await manager.post("/console/station/order", **ORDER, **SALT, do="place", seal=seal) for _ in range(2)]
    assert all("孙奶奶" in page.said for page in placed)
    found = await county.database.run(lambda conn: orders.open_at(conn, county.seal, "V1"))
    assert [(o.recipient, o.placed_by, o.total_fen) for o in found] == [("孙奶奶", "manager:V1", 500)]


async def test_an_amount_that_is_none_is_shown_again_as_it_was_written(manager, county):
    for do in ("read", "place", "add:S1"):
        page = await manager.post("/console/station/order", **ORDER, sku="S1", quantity="两三袋", do=do)
        assert "数量写数字" in page.text
        assert 'value="两三袋"' in page.text
    page = await manager.post("/console/station/order", **ORDER, sku="S1", quantity="3袋", do="read")
    assert "一共 7.5 元" in page.text
    assert await county.database.run(lambda conn: orders.open_at(conn, county.seal, "V1")) == []


@pytest.mark.parametrize(("source", "left"), [("shelf", 16), ("county", 18)])
async def test_what_stands_on_the_shelf_is_ordered_from_there_or_from_the_county(manager, county, source, left):
    kind = update(stations).where(stations.c.code == "V1").values(kind="select")
    await county.database.run(lambda conn: conn.execute(kind))
    await manager.post("/console/station/stock", **AT, sku="S1", quantity="18", do="stock_in")
    page = await manager.post("/console/station/order", **ORDER, **SALT, do="read")
    assert "从哪儿出" in page.said
    assert 'value="shelf" checked' in page.text
    page = await manager.post("/console/station/order", **ORDER, **SALT, source=source, do="read")
    assert page.hidden("source") == [source]
    form = {"source": source, "seal": page.hidden("seal")[0], "do": "place"}
    assert "孙奶奶" in (await manager.post("/console/station/order", **ORDER, **SALT, **form)).said
    shelf = await county.database.run(lambda conn: stock.shelf(conn, "V1", "S1"))
    assert shelf == left


async def test_only_what_was_read_back_is_ordered(manager, county):
    page = await manager.post("/console/station/order", **ORDER, **SALT, do="read")
    seal = page.hidden("seal")[0]
    page = await manager.post("/console/station/order", **ORDER, sku="S1", quantity="3", do="place", seal=seal)
    assert "再看一遍" in page.said
    assert "7.5" in page.text
    assert await county.database.run(lambda conn: orders.open_at(conn, county.seal, "V1")) == []


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ({**ORDER, "recipient": "", **SALT}, "给谁"),
        (ORDER, "先搜"),
        ({**ORDER, **SALT, "quantity": "many"}, "写数字"),
        ({**ORDER, **SALT, "quantity": "-1"}, "写数字"),
        ({**ORDER, **SALT, "quantity": "1e9"}, "写数字"),
        ({**ORDER, **SALT, "delivery": "home"}, "住哪儿"),
        ({**ORDER, "sku": "S4", "quantity": "1", "address": "3组"}, "选一天"),
    ],
    ids=str,
)
async def test_what_an_order_lacks_is_asked_for(manager, form, asked):
    page = await manager.post("/console/station/order", **form, do="read")
    assert asked in page.said
    assert not page.hidden("seal")


async def test_an_appliance_is_ordered_with_the_day_it_is_fitted(manager, centre, county):
    form = {**ORDER, "sku": "S4", "quantity": "1", "address": "3组"}
    page = await manager.post("/console/station/order", **form, do="read")
    day = re.search(r'<option value="(\d{4}-\d\d-\d\d)"', page.text)[1]
    form |= {"day": day, "period": "afternoon"}
    page = await manager.post("/console/station/order", **form, do="read")
    assert "下午" in page.text
    page = await manager.post("/console/station/order", **form, do="place", seal=page.hidden("seal")[0])
    assert "孙奶奶" in page.said
    [order] = await county.database.run(lambda conn: orders.open_at(conn, county.seal, "V1"))
    assert (f"{order.installation.date}", order.installation.period) == (day, "afternoon")
    assert order.number in (await centre.get("/console/county/installations")).text
    assert "下午" in (await centre.get("/console/county/order", number=order.number)).text
    page = await manager.post("/console/station/order", **{**form, "day": "1999-01-01"}, do="read")
    assert "选一天" in page.said


async def test_no_more_is_ordered_than_there_is(manager, county):
    await county.database.run(lambda conn: stock.set_supply(conn, {"S3": Decimal(2)}))
    page = await manager.post("/console/station/order", **ORDER, sku="S3", quantity="5", do="read")
    assert "2盒" in page.said
    assert page.hidden("quantity") == ["2"]


async def test_new_alerts_come_while_the_page_is_open(server, manager, county, console):
    console.feed._every = 0.05
    await county.record(AlertRaised(station="V1", kind="complaint", level="urgent", text="早先的", key="before"))
    page = await manager.get("/console/station/alerts")
    after = re.search(r'data-after="(\d+)"', page.text)[1]
    async with manager.client.get("/console/events", params={"at": "V1", "after": after}) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        assert await stream.content.readuntil(b"\n\n") == b"retry: 3000\n\n"
        await county.record(AlertRaised(station="V2", kind="complaint", level="urgent", text="别站的", key="other"))
        await county.record(AlertRaised(station="V1", kind="complaint", level="urgent", text="<b>新的</b>", key="new"))
        event = (await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 5)).decode()
    told = json.loads(event.partition("data: ")[2])
    assert told["text"] == "<b>新的</b>"
    assert told["kind"] == "不满意"


async def test_a_page_that_comes_back_hears_what_it_missed(manager, county):
    for n in range(2):
        await county.record(AlertRaised(station="V1", kind="complaint", level="urgent", text=f"第{n}件", key=f"k{n}"))
    newest = await county.database.run(alerts.newest)
    headers = {"Last-Event-ID": str(newest - 1)}
    async with manager.client.get("/console/events", params={"at": "V1", "after": "0"}, headers=headers) as stream:
        await stream.content.readuntil(b"\n\n")
        event = (await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 5)).decode()
    assert "第1件" in event


async def test_a_person_opens_only_so_many_windows(manager):
    streams = [await manager.client.get("/console/events", params={"at": "V1"}) for _ in range(13)]
    assert [stream.status for stream in streams] == [200] * 12 + [429]
    for stream in streams:
        stream.close()
