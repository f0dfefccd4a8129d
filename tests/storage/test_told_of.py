"""Who asks to be forgotten is forgotten by managers' alerts and other people's letters too, which joined a name and a door to
the number of an order that stays."""

from __future__ import annotations

import pytest
from made import NOON, NOW, a_station, an_order
from sqlalchemy import select

from bot.domain.events import AlertRaised, BroadcastSent, DemandHeard, OrderMoved, SearchHeard, TieAsked
from bot.domain.order import Status
from bot.storage import schema as tables
from bot.storage.messages import outbox
from bot.storage.network import alerts, stations
from bot.storage.persons import people
from bot.storage.privacy.seal import CONCEALED
from bot.storage.trade import demand, orders

WECHAT, DOOR = "wechat:oMother", "村东头老槐树下第三家"


@pytest.fixture
async def mother(run, database):
    await run(stations.save, [a_station(manager_wechat="oBoss", manager_phone="+8613900000001")], at=NOON)
    mother = await run(people.find_or_make, WECHAT, NOON)
    await database.run(lambda conn: people.change(conn, mother.id, name="秋香", station="YL"))
    return mother


async def everything(database):
    """Of each letter and alert: key, state, and all its words."""

    def work(conn):
        letter = tables.outbox.c
        found = {
            row.key: (row.status, row.text + row.sms + row.params)
            for row in conn.execute(select(letter.key, letter.status, letter.text, letter.sms, letter.params))
        }
        alert = tables.alerts.c
        return found | {row.key: ("", row.text) for row in conn.execute(select(alert.key, alert.text))}

    return await database.run(work)


def an_alert(key, text, person=None, **more):
    usual = {"station": "YL", "kind": "order_placed", "level": "info"}
    return AlertRaised(**usual | more, key=key, text=text, person=person)


async def test_nobody_keeps_a_name_or_a_door(run, happen, database, mother, seal):
    child = await run(people.find_or_make, "wechat:oDaughter", NOON)
    order = an_order(person=mother.id, address=DOOR, delivery="home", helper=child.id)
    await run(orders.add, order)
    await happen(
        an_alert(f"order_placed:{order.number}", f"新单1号 秋香：盐1袋，{DOOR}。单号{order.number}", child.id),
        an_alert("message:p:1", "秋香：“我家钥匙丢了”", mother.id, kind="message"),
        TieAsked(parent=mother.id, child=child.id, phone="+8613800000000", word="妈", name="小芳", at=NOON),
        OrderMoved(number=order.number, to=Status.CANCELLED, at=NOON, by="county"),
    )
    [about] = [row.id for row in await rows(database, "message:p:1")]
    await happen(an_alert(f"escalated:{about}", "杨柳站没人理：秋香：“我家钥匙丢了”", kind="escalated"))
    await sent(database, seal, "alert:message:p:1:")
    before = await everything(database)
    assert sum("秋香" in words for _, words in before.values()) >= 6

    await database.run(lambda conn: people.erase(conn, seal, mother.id, NOON))

    after = await everything(database)
    assert not [key for key, (_, words) in after.items() if any(one in words for one in ("秋香", DOOR, "钥匙", "小芳"))]
    assert await run(alerts.unseen, "YL") == [], "nobody is to react to what is empty, nor the county to hear of it"
    states = {key.partition(":p")[0]: state for key, (state, _) in after.items() if key.startswith("alert:")}
    assert states["alert:message"] == "sent", "that it went stays on the books"
    assert set(states.values()) == {"sent", "cancelled"}, "what has not gone has nothing to say any more"


async def test_others_keep_what_they_were_told_and_a_list_goes_without_the_name(run, happen, database, mother, seal):
    other = await run(people.find_or_make, "wechat:oOther", NOON)
    await run(orders.add, an_order(person=mother.id))
    county = (await run(stations.find, "YL")).county
    await run(stations.save, [a_station(code="HW00", level="county", kind="service", county=county)], at=NOON)
    await happen(
        an_alert("order_placed:x", "新单2号 春花：油1桶", other.id),
        an_alert(
            "unreported:HW00:1",
            "没标到货：1号秋香（盐）、2号春花（油）",
            station="HW00",
            kind="unreported",
            level="warning",
        ),
        an_alert(
            "unreported:YL:2026-11-25", "没标到货：1号秋香（盐）、2号春花（油）", kind="unreported", level="warning"
        ),
    )
    await database.run(lambda conn: people.erase(conn, seal, mother.id, NOON))
    after = await everything(database)
    kept = [words for key, (_, words) in after.items() if "order_placed:x" in key]
    assert len(kept) == 2
    assert all("春花" in words for words in kept)
    lists = [(state, words) for key, (state, words) in after.items() if "unreported" in key]
    assert {key for key in after if "unreported:HW00" in key}
    assert len(lists) >= 3
    assert all("一位乡亲（盐）、2号春花（油）" in words for _, words in lists)
    assert {state for state, _ in lists} == {"", "pending"}


async def test_a_list_that_is_sealed_for_a_phone_goes_without_the_name_too(run, happen, database, mother, seal):
    await run(orders.add, an_order(person=mother.id))
    words = "没标到货：1号秋香（盐）、2号春花（13800000009的壳）"
    others = "没标到货：3号春花（13800000009的壳）"
    await happen(
        an_alert("unreported:YL:1", words, kind="unreported", level="warning"),
        an_alert("unreported:YL:2", others, kind="unreported", level="warning"),
    )
    before = await everything(database)
    assert all(kept.startswith(CONCEALED) for key, (_, kept) in before.items() if key.startswith("unreported"))
    await database.run(lambda conn: people.erase(conn, seal, mother.id, NOON))
    after = await everything(database)
    assert seal.reveal(after["unreported:YL:1"][1]) == words.replace("秋香", "一位乡亲")
    assert after["unreported:YL:2"] == before["unreported:YL:2"], "what does not name them is left alone"
    told = await database.run(lambda conn: outbox.lease(conn, seal, now=NOW, until=NOW))
    assert sum("一位乡亲" in one.letter.text for one in told) == 1
    assert not [one for one in told if "秋香" in one.letter.text + one.letter.sms + str(one.letter.params)]


async def rows(database, key):
    return await database.run(lambda conn: list(conn.execute(select(tables.alerts).where(tables.alerts.c.key == key))))


async def sent(database, seal, beginning):
    def work(conn):
        for leased in outbox.lease(conn, seal, now=NOW, until=NOW):
            if leased.letter.key.startswith(beginning):
                outbox.sent(conn, [leased.id], now=NOW)

    await database.run(work)


async def test_what_a_village_is_told_is_sealed_and_no_merchant_reads_a_phone(run, happen, database, mother, seal):
    words = "秋香的快递到了，电话13800000001"
    await happen(
        BroadcastSent(station="YL", person=mother.id, text=words, at=NOON),
        DemandHeard(person=mother.id, station="YL", mention="13800000001的手机壳", at=NOON),
        SearchHeard(person=mother.id, station="YL", words="13800000001的盐", skus=("SOY",), sold_out=False, at=NOON),
    )
    kept = await database.run(lambda conn: conn.execute(select(tables.broadcasts.c.text)).scalar_one())
    assert kept.startswith(CONCEALED)
    assert seal.reveal(kept) == words
    assert await database.run(demand.most_wanted) == [("138****0001的手机壳", 1, 1)]
    marked = set(await database.run(lambda conn: conn.execute(select(tables.insight_marks.c.words)).scalars().all()))
    assert marked == {"138****0001的手机壳", "138****0001的盐"}
