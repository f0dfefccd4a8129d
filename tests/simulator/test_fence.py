"""Who may use the simulator, and what it refuses."""

import pytest

from bot.web.simulator.access import COOKIE
from bot.web.simulator.saying import names_real_phone


@pytest.fixture
def database(sqlite):
    """Who may come in does not depend on the database."""
    return sqlite


async def test_the_page_sets_a_guarded_cookie_and_forbids_foreign_script(browser):
    browser.client.session.cookie_jar.clear()
    async with browser.client.get("/simulator") as page:
        cookie = page.cookies[COOKIE]
        policy = page.headers["Content-Security-Policy"]
        html = await page.text()
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"]) == ("Strict", "/simulator")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in html
    assert "style=" not in html
    assert "onclick" not in html


async def test_every_file_the_page_names_is_served(browser):
    async with browser.client.get("/simulator") as page:
        html = await page.text()
    for path, kind in (("page.css", "text/css"), ("page.js", "text/javascript"), ("phone.js", "text/javascript")):
        async with browser.client.get(f"/simulator/{path}") as file:
            assert (file.status, file.content_type) == (200, kind)
    assert "/simulator/page.css" in html


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "cunkou.example"},
        {"Host": "cunkou.example:8080"},
        {"X-Forwarded-For": "203.0.113.7"},
        {"X-Real-IP": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
        {"Via": "1.1 proxy"},
    ],
)
async def test_only_this_machine_may_use_it_where_it_is_not_opened(browser, headers):
    async with browser.client.get("/simulator", headers=headers) as answer:
        assert answer.status == 403
        assert "CUNKOU_SIMULATOR=1" in (await answer.json())["detail"]
    async with browser.client.get("/simulator/letters", headers=headers) as answer:
        assert answer.status == 403


async def test_all_may_use_it_where_it_is_opened(serve):
    browser = await (await serve(everywhere=True))()
    async with browser.client.get("/simulator", headers={"Host": "cunkou.example"}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example", "http://127.0.0.1:1"])
@pytest.mark.parametrize("path", ["say", "county", "anew"])
async def test_another_sites_page_changes_nothing(browser, origin, path):
    headers = {"Origin": origin} if origin else {}
    async with browser.client.post(f"/simulator/{path}", json={}, headers=headers) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("cookie", ["", "abc", "A" * 32, "0" * 33])
async def test_without_its_cookie_nothing_is_said(browser, cookie):
    browser.client.session.cookie_jar.clear()
    headers = {"Origin": browser.origin, "Cookie": f"{COOKIE}={cookie}"}
    asked = {"phone": "wechat", "text": "盐"}
    async with browser.client.post("/simulator/say", json=asked, headers=headers) as answer:
        assert answer.status == 403


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"phone": "wechat"},
        {"phone": "fax", "text": "盐"},
        {"phone": "wechat", "text": ""},
        {"phone": "wechat", "text": "盐" * 2001},
        {"phone": "wechat", "text": "盐", "click": "help"},
        {"phone": "wechat", "scan": "x" * 61},
        {"phone": "wechat", "text": "盐", "contact": "wechat:oAReal"},
    ],
)
async def test_what_cannot_be_said_is_refused(browser, asked):
    status, problem = await browser.post("/say", **asked)
    assert status == 422, problem


@pytest.mark.parametrize("after", ["-1", "x", "1" * 19, "１"])
async def test_a_place_nobody_gave_out_is_refused(browser, after):
    async with browser.client.get("/simulator/letters", params={"after": after}) as answer:
        assert answer.status == 400


async def test_where_it_is_open_nobody_speaks_for_a_real_manager(serve):
    browser = await (await serve(everywhere=True))()
    for station, by in (("LH01", "wechat"), ("LH01", "sms"), ("HW0101", "sms"), ("nowhere", "wechat")):
        status, _ = await browser.post("/say", phone="manager", station=station, by=by, text="今天多少单")
        assert status == 403
    assert "今天新单" in await browser.replies("manager", "今天多少单")


async def test_where_it_is_open_a_real_managers_letters_are_not_shown(serve):
    browser = await (await serve(everywhere=True))()
    browser.station = "LH01"
    await browser.orders_salt()
    assert await browser.letters("manager") == []


async def test_where_it_is_open_no_code_is_sent_to_a_strangers_phone(serve, platform):
    browser = await (await serve(everywhere=True))()
    assert (await browser.post("/say", phone="wechat", text="绑定 13800001234"))[0] == 403
    await browser.news()
    assert platform.got == []


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("绑定 13800001234", True),
        ("绑定 138-0000-1234", True),
        ("绑定１３８００００１２３４", True),
        ("绑定 138\x000000\x001234", True),
        ("绑定 15412345678", False),
        ("来两袋盐 1", False),
        ("查 261126747", False),
    ],
)
def test_a_real_phone_is_seen_however_it_is_written(text, real):
    assert names_real_phone(text) is real
