"""The phones of the simulator: what is said reaches the real bot, and what the bot sends reaches the phones alone."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

from bot.channels.simulator import is_pretend
from bot.domain.letter import Letter
from bot.storage.messages import outbox
from bot.storage.persons import people
from bot.web.simulator.access import COOKIE, Visitor


def visitor_of(browser) -> Visitor:
    cookies = browser.client.session.cookie_jar.filter_cookies(browser.client.make_url("/simulator"))
    return Visitor.of(cookies[COOKIE].value)


async def test_an_order_goes_its_whole_way_over_three_phones(browser):
    await browser.orders_salt()
    assert any("新单1号" in text and "久大泡菜盐" in text for text in await browser.letters("manager"))
    status, order = await browser.move("packed", "at_county", "in_transit")
    assert (status, order["status"], order["moves"]) == (200, "in_transit", ["at_station"])
    assert "到货1单" in await browser.replies("manager", "到 1")
    [arrived] = await browser.letters("wechat")
    code = re.search(r"取货码 ?(\d{4})", arrived)[1]
    assert "给" in await browser.replies("manager", f"{code}取走了")
    assert (await browser.news())["order"]["status"] == "collected"


async def test_pretend_villagers_are_never_reached_through_a_platform(browser, platform):
    for phone in ("wechat", "sms"):
        await browser.orders_salt(phone)
        await browser.move("packed", "at_county", "in_transit", "at_station")
    told = (await browser.news())["letters"]
    villagers = {(letter["phone"], letter["status"]) for letter in told} - {("manager", "sent")}
    assert villagers == {("wechat", "sent"), ("sms", "sent")}
    assert {address for address, _ in platform.got} == {"oCunkouSample-HW0101-manager"}


async def test_without_a_platform_the_samples_managers_are_pretended_too(serve):
    browser = await (await serve(connected=False))()
    await browser.orders_salt()
    assert [(letter["phone"], letter["status"]) for letter in (await browser.news())["letters"]] == [
        ("manager", "sent")
    ]


async def test_a_letter_that_no_way_takes_is_shown_as_failed(serve):
    browser = await (await serve(connected=False))()
    browser.station = "LH01"
    await browser.orders_salt()
    assert [(letter["phone"], letter["status"]) for letter in (await browser.news())["letters"]] == [
        ("manager", "failed")
    ]


async def test_a_real_manager_is_alerted_through_the_platform(browser, platform):
    browser.station = "LH01"
    await browser.orders_salt()
    [alert] = await browser.letters("manager")
    assert platform.got == [("oAReal", alert)]


async def test_a_letter_by_sms_comes_with_its_parts(browser):
    answer = await browser.say("sms", text="yan")
    assert answer["parts"] == [answer["reply"]] or "".join(answer["parts"]) == answer["reply"]
    assert all(len(part) <= 70 for part in answer["parts"])
    assert (await browser.say("wechat", text="盐"))["parts"] == []


async def test_the_code_that_proves_a_phone_comes_to_the_sms_phone(browser):
    await browser.say("wechat", scan="HW0101")
    visitor = visitor_of(browser)
    await browser.replies("wechat", f"绑定 {visitor.sms.removeprefix('sms:+86')}")
    [letter] = await browser.letters("sms")
    code = re.search(r"\d{6}", letter)[0]
    await browser.replies("wechat", code)
    await browser.replies("sms", "来一袋久大泡菜盐", "1")
    assert "久大泡菜盐" in await browser.replies("wechat", "到了没")


async def test_the_stages_of_understanding_come_with_the_reply(browser):
    stages = (await browser.say("sms", text="lai liang dai yan"))["understood"]
    assert (stages["normalised"], stages["decoded"]) == ("lai liang dai yan", "来两袋盐")
    [act] = stages["acts"]
    [item] = act["items"]
    assert (act["intent"], item["quantity"], item["mention"]) == ("add", 2, "yan")
    assert item["count"] == len(item["goods"]) > 1
    assert "中盐加碘深井盐350g 1.9元/袋" in item["goods"]


async def test_a_manager_is_understood_as_one(browser):
    answer = await browser.say("manager", text="今天多少单")
    assert [act["intent"] for act in answer["understood"]["acts"]] == ["summary"]
    assert "今天新单" in answer["reply"]


async def test_the_menu_is_clicked_and_not_explained(browser):
    answer = await browser.say("wechat", click="help")
    assert "像说话一样发给我" in answer["reply"]
    assert answer["understood"] is None


async def test_the_first_scan_follows_and_the_next_does_not_greet_again(browser):
    assert "欢迎" in (await browser.say("wechat", scan="HW0101"))["reply"]
    assert "欢迎" not in (await browser.say("wechat", scan="HW0101"))["reply"]


async def test_the_same_words_twice_are_two_messages(browser):
    await browser.say("wechat", scan="HW0101")
    await browser.replies("wechat", "来一袋久大泡菜盐")
    assert "2袋" in await browser.replies("wechat", "再来一袋久大泡菜盐")


async def test_another_browser_sees_nothing_of_the_first_and_moves_nothing(browser, open_page):
    await browser.orders_salt()
    number = (await browser.news_of_order())["number"]
    other = await open_page()
    other.after, other.station = 0, "HW0102"
    assert (await other.news()) == {"letters": [], "after": 0, "order": None}
    assert (await other.post("/county", number=number, to="packed"))[0] == 404


async def test_new_villagers_are_nobody_known(browser):
    await browser.orders_salt()
    assert (await browser.post("/anew"))[0] == 204
    assert (await browser.news_of_order()) is None


async def test_an_order_the_manager_made_can_be_moved_too(browser):
    await browser.replies("manager", "帮孙奶奶下一单，久大泡菜盐一袋", "1")
    assert (await browser.move("packed"))[1]["recipient"] == "孙奶奶"


async def test_the_county_neither_hands_over_nor_goes_back(browser):
    await browser.orders_salt()
    await browser.move("packed", "at_county", "in_transit", "at_station")
    for state in ("collected", "packed"):
        assert (await browser.move(state))[0] == 409


async def test_a_letter_that_waits_is_told_of_later_though_newer_ones_came(browser, database, seal):
    await browser.say("wechat", scan="HW0101")
    visitor = visitor_of(browser)
    soon = datetime.now(UTC) + timedelta(seconds=1)

    def write(conn) -> None:
        person = people.person_of(conn, seal, visitor.wechat)
        late = Letter(key="late", to=person, notice="reply", text="late", sms="late", not_before=soon)
        early = Letter(key="early", to=person, notice="reply", text="early", sms="early")
        outbox.write(conn, seal, [late, early], now=datetime.now(UTC))

    await database.run(write)
    assert await browser.letters("wechat") == ["early"]
    await asyncio.sleep(1.1)
    assert await browser.letters("wechat") == ["late", "early"], "the page shows each id once"
    assert await browser.letters("wechat") == []


async def test_a_page_that_outlived_its_database_begins_again(browser):
    browser.after = 10**9
    assert (await browser.news())["after"] < 10**9


async def test_villages_are_listed_and_found_by_their_name(browser):
    async with browser.client.get("/simulator/villages") as answer:
        listed = await answer.json()
    assert {
        "code": "HW0101",
        "name": "杨柳站",
        "place": "河湾县柳河镇杨柳村",
        "manager": "张秀兰",
        "manager_by": ["wechat", "sms"],
    } in listed["villages"]
    assert not {"HW00", "HW01"} & {village["code"] for village in listed["villages"]}
    async with browser.client.get("/simulator/villages", params={"words": "龙洞"}) as answer:
        assert [village["code"] for village in (await answer.json())["villages"]] == ["QX0103"]


async def test_nobody_real_is_behind_the_phones():
    visitor = Visitor.of("0" * 32)
    assert is_pretend(visitor.wechat)
    assert is_pretend(visitor.sms)
    assert re.fullmatch(r"sms:\+86154\d{8}", visitor.sms)
    assert not is_pretend("wechat:oAReal")
    assert not is_pretend("sms:+8613900000001")
    assert not is_pretend("carrier:simulator-1")
