"""Who gets in, by what, and for how long."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from bot.storage.network import stations
from bot.storage.redis.challenges import TRIES
from bot.storage.redis.sessions import LONGEST_S


async def test_a_station_code_and_the_digits_that_come_lead_to_the_counter(manager):
    page = await manager.get("/console")
    assert page.url.path == "/console/station"
    assert "杨柳站" in page.text


@pytest.mark.parametrize("who", ["13900000101", "+86 139 0000 0101", "v1"])
async def test_a_phone_does_too(browser, who):
    page = await browser.sign_in(who)
    assert page.url.path == "/console/station"


async def test_the_county_comes_to_the_county(centre):
    assert (await centre.get("/console")).url.path == "/console/county"


async def test_whoever_is_not_signed_in_is_asked_to(browser):
    for path in ("/console", "/console/station", "/console/county/audit", "/console/events"):
        assert (await browser.get(path)).url.path == "/console/sign-in"


async def test_signing_in_leads_back_to_the_page_that_was_asked_for(browser):
    await browser.get("/console/station/alerts", at="V1")
    page = await browser.sign_in("V1")
    assert (page.url.path, page.url.query_string) == ("/console/station/alerts", "at=V1")
    assert browser.cookie("cunkou_console_back") == ""


async def test_a_wrong_code_is_said_as_an_alert(browser):
    await browser.ask_code("V1")
    page = await browser.post("/console/sign-in/code", code="000000")
    assert '<p class="said bad" role="alert">' in page.text


@pytest.mark.parametrize("who", ["13911112222", "NOBODY", "", "<script>alert(1)</script>"])
async def test_nobody_learns_whether_a_number_is_a_managers(browser, open_browser, county, who):
    known = await (await open_browser()).ask_code("V1")
    unknown = await browser.ask_code(who or " ")
    assert (unknown.status, unknown.url.path, unknown.said) == (known.status, known.url.path, known.said)
    assert len(await county.letters("sign_in_code")) == 1


async def test_a_villager_with_a_known_phone_is_nobody_here(browser, county):
    await county.hear("sms:+8613700000001", "你好")
    await browser.ask_code("13700000001")
    assert await county.letters("sign_in_code") == []


async def test_a_code_works_once(browser, open_browser, county):
    await browser.sign_in("V1")
    code = await county.newest_code()
    other = await open_browser()
    for cookie in browser.client.session.cookie_jar:
        other.plant(cookie.value, cookie.key)
    await other.get("/console/sign-in")
    assert (await other.post("/console/sign-in/code", code=code)).url.path == "/console/sign-in/code"
    assert other.cookie("cunkou_console_code") == ""


async def test_a_code_belongs_to_the_browser_that_asked(browser, open_browser, county):
    await browser.ask_code("V1")
    other = await open_browser()
    await other.ask_code("V2")
    of_first = (await county.letters("sign_in_code"))[0]
    page = await other.post("/console/sign-in/code", code="".join(c for c in of_first if c.isdigit())[:6])
    assert page.url.path != "/console/station"


async def test_five_wrong_codes_end_it_even_before_the_right_one(browser, county):
    await browser.ask_code("V1")
    right = await county.newest_code()
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(TRIES - 1):
        assert "码不对" in (await browser.post("/console/sign-in/code", code=wrong)).said
    assert "不能用了" in (await browser.post("/console/sign-in/code", code=wrong)).said
    assert (await browser.post("/console/sign-in/code", code=right)).url.path != "/console/station"


async def test_nobodys_phone_is_flooded_with_codes(browser, county):
    answers = [(await browser.ask_code("V1")).status for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert len(await county.letters("sign_in_code")) == 5


async def test_a_session_brought_along_is_worth_nothing(browser, manager):
    """Fixation: the cookie somebody planted is not the one that is signed in."""
    planted = manager.cookie()[:14] + "A" * 43
    browser.plant(planted)
    await browser.sign_in("V1")
    assert browser.cookie() not in ("", planted, manager.cookie())


async def test_a_forged_cookie_opens_nothing(browser, manager):
    for forged in ("x", manager.cookie()[:-1] + "!", "p" + "a" * 12 + "." + "A" * 43, "../../" * 9):
        browser.plant(forged)
        assert (await browser.get("/console/station")).url.path == "/console/sign-in"


async def test_the_cookie_is_for_the_server_alone(browser, county):
    await browser.ask_code("V1")
    form = {"csrf": browser.token, "code": await county.newest_code()}
    answer = await browser.client.post(
        "/console/sign-in/code",
        data=form,
        headers={"Origin": browser.origin, "X-Forwarded-Proto": "https"},
        allow_redirects=False,
    )
    cookie = next(value for value in answer.headers.getall("Set-Cookie") if value.startswith("cunkou_console="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/console" in cookie
    assert "Secure" in cookie


async def test_the_secret_is_not_to_be_read_in_redis(manager, redis: Redis):
    secret = manager.cookie().partition(".")[2]
    kept = [key async for key in redis.scan_iter("cunkou:*session:*")]
    assert len(kept) == 1
    assert secret.encode() not in kept[0] + b"".join((await redis.hgetall(kept[0])).values())


async def test_signing_out_ends_the_session_also_for_a_copied_cookie(manager, open_browser):
    copied = manager.cookie()
    await manager.get("/console/station")
    await manager.post("/console/sign-out")
    other = await open_browser()
    other.plant(copied)
    assert (await other.get("/console/station")).url.path == "/console/sign-in"


async def test_a_week_is_the_longest(manager, redis: Redis):
    [key] = [key async for key in redis.scan_iter("cunkou:*session:*")]
    assert 0 < await redis.ttl(key) <= 12 * 3600
    await redis.hincrby(key, "since", -LONGEST_S)
    assert (await manager.get("/console/station")).url.path == "/console/sign-in"


async def test_a_manager_who_has_gone_is_out_at_once(manager, sqlite, seal, county):
    await manager.get("/console/station")
    others = [station for station in await _all(sqlite, seal) if station.code != "V1"]
    await sqlite.run(lambda conn: stations.save(conn, seal, others, at=county.now, replace=True))
    page = await manager.get("/console/station")
    assert page.status == 403
    assert "不管任何站" in page.text


async def test_the_api_does_not_tell_the_code(browser, county):
    await browser.ask_code("V1")
    code = await county.newest_code()
    async with browser.client.get("/api/v1/outbox", headers={"Authorization": "Bearer t"}) as answer:
        assert code not in await answer.text()


async def _all(database, seal):
    return (await database.run(lambda conn: stations.page(conn, seal))).rows


async def test_without_the_simulator_not_even_a_pretend_managers_code_is_shown(browser, county):
    page = await browser.ask_code("T1")
    assert await county.newest_code() not in page.text
