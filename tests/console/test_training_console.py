"""Lessons at the screen count as those by chat; the county sees who knows what and who needs what, in its county alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.course import courses
from bot.domain.events import PickupRefused
from bot.storage import audit
from bot.storage.network.county import County as Where
from bot.storage.schema import alerts
from bot.storage.training import learners
from tests.console.test_county_queries import plans_of

SERVICE = courses()[0]
HERE = Where("山西省", "临汾市", "河湾县")


async def choose(browser, piece, choice, course=SERVICE):
    await browser.get("/console/training/piece", course=course.key, piece=piece.key)
    return await browser.post(
        "/console/training/piece", course=course.key, piece=piece.key, choice=str(choice), at="V1"
    )


async def test_every_piece_can_be_read(manager):
    page = await manager.get("/console/training")
    assert [course.title in page.text for course in courses()] == [True] * 6
    for course in courses():
        piece = course.pieces[-1]
        page = await manager.get("/console/training/piece", course=course.key, piece=piece.key)
        assert (page.status, piece.ask in page.text) == (200, True)


async def test_an_answer_is_explained_and_the_next_piece_shown(manager, county):
    page = await choose(manager, SERVICE.pieces[0], 2)
    assert "答对了" in page.said
    assert SERVICE.pieces[1].ask in page.text
    page = await choose(manager, SERVICE.pieces[1], 1)
    assert "不对，该选3" in page.said
    assert "对1节" in (await manager.get("/console/training")).text
    assert "1 服务与称呼 1/5" in await county.hear("wechat:oManager1", "学习")


async def test_what_was_answered_outlives_the_conversation(county, redis):
    for said in ("学2", "1", "1", "1"):
        await county.hear("sms:+8613900000101", said)
    await redis.flushall()
    reply = await county.hear("sms:+8613900000101", "学习")
    assert "2 到货与取货码 1/5" in reply
    assert "2/5" in await county.hear("sms:+8613900000101", "2")


async def test_the_last_right_answer_earns_a_certificate_the_county_hears_of(manager, centre, county):
    for piece in SERVICE.pieces:
        page = await choose(manager, piece, piece.right)
    assert "恭喜" in page.said
    assert "证书" in (await manager.get("/console/training")).text
    raised = await county.database.run(lambda conn: conn.execute(alerts.select()).all())
    assert [(row.station, row.kind, row.level) for row in raised] == [("C0", "trained", "info")]
    assert "有证" in (await centre.get("/console/county/training")).text
    page = await county.database.run(lambda conn: audit.page(conn, HERE, limit=9))
    assert ["quiz" in {row.action for row in page.rows}] == [True]


@pytest.mark.parametrize(
    ("course", "piece", "choice", "status"),
    [
        ("service", "first_word", "9", 422),
        ("service", "first_word", "x", 422),
        ("service", "no", "1", 404),
        ("no", "no", "1", 404),
    ],
)
async def test_what_is_no_answer_is_refused(manager, course, piece, choice, status):
    await manager.get("/console/training/piece", course="service", piece="first_word")
    page = await manager.post("/console/training/piece", course=course, piece=piece, choice=choice, at="V1")
    assert page.status == status


async def test_drills_follow_what_went_wrong(manager, county):
    assert "练一练" not in (await manager.get("/console/training")).text
    for _ in range(2):
        await county.record(PickupRefused(station="V1", code="1", at=county.now))
    page = await manager.get("/console/training")
    assert "这周有2个取货码输错" in page.text
    assert "先报码，再给货" in page.text


async def test_the_county_sees_who_needs_what_in_its_own_county(centre, manager, county):
    await county.record(PickupRefused(station="V1", code="1", at=county.now))
    assert (await manager.get("/console/county/training")).status == 403
    page = await centre.get("/console/county/training")
    for shown in ("杨柳站", "和平站", "这周有1个取货码输错", "到货与取货码"):
        assert shown in page.text
    assert "远处站" not in page.text


async def test_learners_come_in_pages_found_by_an_index(sqlite, seal, county):
    now = county.now + timedelta(minutes=1)
    page = await sqlite.run(lambda conn: learners.page(conn, now, county=HERE, limit=2))
    rest = await sqlite.run(lambda conn: learners.page(conn, now, county=HERE, after=page.next))
    assert [one.station for one in (*page.rows, *rest.rows)] == ["T1", "V1", "V2"]
    plan = await sqlite.run(plans_of(lambda conn, _: learners.page(conn, now, county=HERE), seal))
    assert not [step for step in plan if step.startswith("SCAN") and "USING" not in step], plan
    assert "ix_stations_county_code" in "\n".join(plan)


async def test_who_needs_most_stands_first(sqlite, county):
    for _ in range(2):
        await county.record(PickupRefused(station="V2", code="1", at=county.now))
    now = county.now + timedelta(minutes=1)
    page = await sqlite.run(lambda conn: learners.by_need(conn, now, HERE, limit=2))
    rest = await sqlite.run(lambda conn: learners.by_need(conn, now, HERE, limit=2, after=page.next))
    assert [one.station for one in (*page.rows, *rest.rows)] == ["V2", "T1", "V1"]
    assert rest.next is None
