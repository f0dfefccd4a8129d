"""Cash, undo and invites at the consoles: what the chat does, and one record of both."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.domain.order import Status
from bot.storage.money import cash
from bot.storage.network import stations
from bot.storage.redis.sessions import Sessions
from bot.storage.redis.talks import Seat
from bot.storage.schema import audit, cash_entries
from bot.storage.sql.database import StoreUnavailable
from bot.storage.trade import orders

CASH, AT = "/console/station/cash", {"at": "V1"}


async def deeds(county) -> list[str]:
    query = select(audit.c.action).order_by(audit.c.id)
    return await county.database.run(lambda conn: list(conn.execute(query).scalars()))


async def in_hand(county) -> int:
    return await county.database.run(lambda conn: cash.balance_fen(conn, "V1"))


async def test_cash_is_taken_handed_in_and_shown_with_what_is_in_hand(manager, county):
    assert "85元" in (await manager.post(CASH, **AT, amount="85", who="李大爷", do="taken")).said
    await manager.post(CASH, **AT, amount="50.5", do="handed_in")
    assert await in_hand(county) == 3450
    page = await manager.get(CASH)
    for shown in ("34.5", "李大爷", "交县里"):
        assert shown in page.text
    assert [one for one in await deeds(county) if one.startswith("cash")] == ["cash_taken", "cash_handed_in"]


@pytest.mark.parametrize(("amount", "do"), [("0", "taken"), ("8.555", "taken"), ("x", "taken"), ("10", "handed_in")])
async def test_no_sum_and_more_than_there_is_are_not_entered(manager, county, amount, do):
    assert (await manager.post(CASH, **AT, amount=amount, do=do)).said
    assert await in_hand(county) == 0


async def test_what_is_entered_is_not_refused_where_redis_goes_away_after_it(manager, county, monkeypatch):
    async def gone(*_):
        raise StoreUnavailable("Redis cannot be used")

    monkeypatch.setattr(Seat, "save", gone)
    monkeypatch.setattr(Sessions, "say", gone)
    answer = await manager.post(CASH, **AT, amount="85", who="李大爷", do="taken")
    assert answer.status == 200
    assert await in_hand(county) == 8500


async def test_an_entry_is_reversed_once_by_another_and_never_below_what_is_there(manager, county):
    await manager.post(CASH, **AT, amount="20", who="李大爷", do="taken")
    await manager.post(CASH, **AT, amount="10", who="王婶", do="taken")
    keys = (await manager.get(CASH)).hidden("key")
    assert "冲掉了" in (await manager.post(f"{CASH}/reverse", **AT, key=keys[0])).said
    assert (await manager.post(f"{CASH}/reverse", **AT, key=keys[0])).status == 409
    assert await in_hand(county) == 2000
    await manager.post(CASH, **AT, amount="15", do="handed_in")
    assert "已经交上去" in (await manager.post(f"{CASH}/reverse", **AT, key=keys[1])).said
    count = select(cash_entries.c.id)
    assert len(await county.database.run(lambda conn: conn.execute(count).all())) == 4


async def test_cash_for_a_parcel_handed_over_just_now_belongs_to_it_and_another_sum_is_said(manager, county):
    for code, amount in (("4821", "5"), ("4822", "6")):
        number = await county.place()
        await county.bring(number, code=code)
        await manager.post("/console/station/hand-over", **AT, code=code)
        page = await manager.post(CASH, **AT, amount=amount, do="taken")
        assert number in (await manager.get(CASH)).text
    assert "要收5元" in page.said
    assert await in_hand(county) == 1100


async def test_another_stations_entry_is_not_reversed(manager, county, open_browser):
    await manager.post(CASH, **AT, amount="20", who="李大爷", do="taken")
    [key] = (await manager.get(CASH)).hidden("key")
    other = await open_browser("V2")
    assert (await other.post(f"{CASH}/reverse", at="V2", key=key)).status == 409
    assert await in_hand(county) == 2000


async def test_the_newest_deed_is_taken_back_wherever_it_was_told(manager, county):
    first, second = await county.place(), await county.place(recipient="大山")
    await county.bring(first, Status.IN_TRANSIT)
    await county.bring(second, Status.IN_TRANSIT)

    async def status(number: str) -> Status:
        return (await county.database.run(lambda conn: orders.find(conn, county.seal, number))).status

    await manager.post("/console/station/arrived", **AT, number=first)
    assert await status(first) is Status.AT_STATION
    await county.hear("wechat:oManager1", "撤销")
    assert await status(first) is Status.IN_TRANSIT
    await county.hear("wechat:oManager1", "到 2")
    assert await status(second) is Status.AT_STATION
    await manager.post("/console/station/undo", **AT)
    assert await status(second) is Status.IN_TRANSIT
    assert "undone" in await deeds(county)
    assert (await manager.post("/console/station/undo", **AT)).said
    assert (await deeds(county)).count("undone") == 1


async def test_the_county_makes_a_code_and_sees_who_came_by_it(centre, county):
    page = await centre.get("/console/county/invites")
    assert page.status == 200
    page = await centre.post("/console/county/invites", at="C0", to="V2")
    code = re.search(r"邀请码：(\d{8})", page.said)[1]
    await county.hear("wechat:oNew", f"邀请码{code}")
    made = await county.database.run(lambda conn: stations.find_with_managers(conn, county.seal, "V2"))
    assert len(made[1]) == 1
    page = await centre.get("/console/county/invites", to="V2")
    assert "用的" in page.text
    assert code not in page.text
    assert "invited" in await deeds(county)


async def test_a_sum_that_is_none_says_so_and_what_was_typed_stays(manager):
    page = await manager.post(CASH, **AT, amount="八十五", who="李大爷", do="taken")
    assert (page.status, "钱数写数字" in page.said) == (422, True)
    for typed in ("八十五", "李大爷"):
        assert f'value="{typed}"' in page.text
    assert "85元" in (await manager.post(CASH, **AT, amount="８５元", who="李大爷", do="taken")).said


async def test_an_amount_on_the_shelf_that_is_none_names_the_goods_and_stays(manager):
    page = await manager.post("/console/station/stock", **AT, sku="S1", q="盐", quantity="好多", do="stock_in")
    assert (page.status, "“中盐加碘食盐400g”的数量" in page.said) == (422, True)
    for typed in ("好多", "盐"):
        assert f'value="{typed}"' in page.text
    page = await manager.post("/console/station/stock", **AT, sku="S1", q="盐", quantity="20袋", do="stock_in")
    assert "20袋" in page.said
    assert page.url.query["q"] == "盐"
    assert "数量" in (await manager.post("/console/station/stock", **AT, sku="S1", quantity="20箱", do="count")).said


async def test_no_code_is_made_for_another_county_and_none_by_a_station(centre, manager):
    for code in ("X1", "nowhere"):
        page = await centre.post("/console/county/invites", at="C0", to=code)
        assert (page.status, f"编号是“{code}”" in page.said) == (422, True)
        assert f'name="to" value="{code}"' in page.text
    assert "邀请码：" in (await centre.post("/console/county/invites", at="C0", to="v1")).said
    assert (await manager.get("/console/county/invites")).status == 403


async def test_a_manager_who_leaves_is_seen_by_the_county_and_no_longer_runs_the_station(centre, manager, county):
    page = await centre.post("/console/county/invites/dismiss", at="C0", to="V1")
    assert "没有站长" in page.said
    assert "杨柳站" in page.text
    assert (await manager.get("/console/station")).status == 403
    assert (await centre.post("/console/county/invites/dismiss", at="C0", to="V1")).status == 409
    assert (await centre.post("/console/county/invites/dismiss", at="C0", to="X1")).status == 403
    assert "dismissed" in await deeds(county)
