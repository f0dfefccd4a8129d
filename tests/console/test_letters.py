"""The county sees what did not arrive, why in plain words, and sends it again; each deed is written down."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from bot.channels.sms_failover import FailOver
from bot.channels.wechat_ways import CustomMessage, TemplateMessage, UncountedMessage
from bot.domain.letter import Letter
from bot.storage.messages import dead_letters, outbox
from bot.storage.persons import people
from bot.storage.schema import outbox as table
from bot.web.console.failures import why

PATH = "/console/county/letters"
END = {
    "failed": lambda conn, ids, error: outbox.failed(conn, ids, error=error),
    "uncertain": lambda conn, ids, error: outbox.uncertain(conn, ids, error=error),
    "sent": lambda conn, ids, _: outbox.sent(conn, ids, now=datetime.now(UTC)),
}


@pytest.fixture
async def fail(county, seal):
    """`await fail("V1", "话", error)` writes a letter to a villager of that station, which fails; gives its id."""

    async def fail(station: str, text: str, error: str, status: str = "failed", **more) -> int:
        def work(conn) -> int:
            person = people.find_or_make(conn, seal, f"wechat:oVillager{station}", county.now)
            people.change(conn, person.id, station=station, name="桂兰")
            letter = Letter(key=f"k{text}", to=person.id, notice="order_at_station", text=text, sms=text, **more)
            outbox.write(conn, seal, [letter], now=county.now)
            found = conn.execute(select(table.c.id).where(table.c.key == letter.key)).scalar_one()
            END[status](conn, [found], error)
            return found

        return await county.database.run(work)

    return fail


async def status_of(county, letter: int) -> str:
    return await county.database.run(
        lambda conn: conn.execute(select(table.c.status).where(table.c.id == letter)).scalar_one()
    )


@pytest.mark.parametrize(
    "way",
    [
        CustomMessage.name,
        UncountedMessage.name,
        TemplateMessage.name,
        FailOver.name,
        "wechat_simulated",
        "sms_simulated",
    ],
)
def test_every_way_has_a_name_that_people_know(way):
    assert not re.search("[a-z]", why(f"{way}: no_contact"))


async def test_the_county_sees_what_did_not_arrive_and_why(centre, fail):
    await fail("V1", "您的货到站了，取货码4821", "wechat: 45015: response out of time limit; sms: no_contact")
    page = await centre.get(PATH)
    assert "桂兰，杨柳站" in page.text
    assert "微信：乡亲太久没来话，发不进去；短信：没有他的号，或者取消关注了" in page.text
    assert "取货码····" in page.text
    assert "4821" not in page.text


async def test_a_link_to_somebodys_data_is_theirs_alone(centre, fail):
    await fail("V1", "您的资料都在这里：https://your.host/me/pabc-0-secret 一天内有效", "sms: no_contact")
    page = await centre.get(PATH)
    assert "https://······ 一天内有效" in page.text
    assert "secret" not in page.text


async def test_the_countys_first_page_says_how_many(centre, fail):
    assert "<dt>没送到的话</dt><dd>0</dd>" in (await centre.get("/console/county")).text
    await fail("V1", "一", "sms: no_contact")
    await fail("V2", "二", "sms: no_contact")
    await fail("X1", "远处的话", "sms: no_contact")
    assert '<dt>没送到的话</dt><dd class="bad">2</dd>' in (await centre.get("/console/county")).text


async def test_what_is_no_news_any_more_is_not_shown(centre, county, fail):
    letter = await fail("V1", "老早的话", "sms: no_contact")
    old = county.now - dead_letters.NEWS_FOR
    await county.database.run(
        lambda conn: conn.execute(update(table).where(table.c.id == letter).values(created_at=old))
    )
    assert "都送到了。" in (await centre.get(PATH)).text


async def test_what_was_sent_is_not_shown(centre, fail):
    await fail("V1", "到了的话", "", status="sent")
    assert "都送到了。" in (await centre.get(PATH)).text


async def test_another_countys_is_not_shown_and_not_sent(centre, county, fail):
    far = await fail("X1", "远处的话", "sms: no_contact")
    assert "远处的话" not in (await centre.get(PATH)).text
    assert (await centre.post(PATH, letter=str(far))).status == 409
    assert await status_of(county, far) == "failed"


async def test_one_button_sends_it_again_and_the_deed_is_written_down(centre, county, fail):
    letter = await fail("V1", "货到站了", "sms: no_contact")
    page = await centre.get(PATH)
    assert page.hidden("letter") == [str(letter)]
    assert "再给桂兰发一次" in (await centre.post(PATH, letter=str(letter))).said
    assert await status_of(county, letter) == "pending"
    assert "再发没送到的话" in (await centre.get("/console/county/audit")).text
    assert (await centre.post(PATH, letter=str(letter))).status == 409


async def test_what_may_have_arrived_says_so_on_its_button(centre, county, fail):
    letter = await fail("V1", "货到站了", "sms: no_answer", status="uncertain")
    page = await centre.get(PATH)
    assert "也许到了，还是再发" in page.text
    assert page.hidden("even_if_uncertain") == ["1"]
    assert (await centre.post(PATH, letter=str(letter))).status == 409
    await centre.post(PATH, letter=str(letter), even_if_uncertain="1")
    assert await status_of(county, letter) == "pending"


@pytest.mark.parametrize("letter", ["", "x", "99", "9" * 18, "-1"])
async def test_no_such_letter_is_no_error(centre, letter):
    await centre.get(PATH)
    assert (await centre.post(PATH, letter=letter)).status == 409


async def test_a_manager_of_a_station_does_not_see_them(manager):
    assert (await manager.get(PATH)).status == 403


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("sms: isv.MOBILE_COUNT_OVER_LIMIT", "短信：短信平台没收（isv.MOBILE_COUNT_OVER_LIMIT）"),
        ("wechat: http_502", "微信：平台出了错（http_502）"),
        ("wechat_template: 99999: what", "微信模板：平台没收（99999）"),
        ("the sender died while sending", "发到一半村口停了，也许到了"),
        ("failed:user block", "乡亲不收公众号的话"),
        ("", "缘由没有记下"),
    ],
)
def test_every_error_is_said_plainly(error, said):
    assert why(error) == said
