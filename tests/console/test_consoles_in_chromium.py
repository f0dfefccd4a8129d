"""A day at the counter in a real browser, on a phone's screen and on a desk's, before the sample shop.

`CONSOLE_PNGS=docs pytest tests/console/test_consoles_in_chromium.py` renews the pictures in the README. Where no Chromium is
installed these are skipped, but not in CI, which installs it.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import county_walk
import offers_walk
import pytest
from chromium import SOON_MS, browser, needs_chromium, sample_shop
from playwright.async_api import Browser, ConsoleMessage, Page, expect

from bot.demo.server import Server

pytestmark = [
    needs_chromium,
    pytest.mark.xdist_group("chromium"),
]
SHOWN = {"alerts", "day", "talk", "order", "county", "offer", "insights"}
"""Those in the README."""
PHONE, DESK, CHEAP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}, {"width": 320, "height": 640}


@pytest.fixture(scope="session")
async def server(tmp_path_factory) -> AsyncIterator[Server]:
    async with sample_shop(tmp_path_factory.mktemp("console")) as server:
        yield server


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with browser() as opened:
        yield opened


@pytest.fixture
async def open_page(chromium, server):
    """`await open_page(PHONE)`: a page with cookies of its own; anything it complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    async def open_one(size: dict[str, int]) -> Page:
        context = await chromium.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
        page.on("dialog", lambda dialog: dialog.accept())
        page.set_default_timeout(SOON_MS)
        return page

    yield open_one
    for context in contexts:
        await context.close()
    assert not complaints


def is_complaint(message: ConsoleMessage) -> bool:
    """A form that was not filled in right is answered with 422, and Chromium notes that as an error."""
    return message.type == "error" and "status of 422" not in message.text


async def sign_in(page: Page, server: Server, who: str) -> None:
    await page.goto(f"{server.base}/console")
    await page.get_by_label("手机号").fill(who)
    await page.get_by_role("button", name="要登录码").click()
    await expect(page.get_by_label("6位数")).to_be_focused()
    letter = await page.locator("#trial").inner_text()  # the sample's managers are nobody
    await page.get_by_label("6位数").fill(re.search(r"\d{6}", letter)[0])
    await page.get_by_role("button", name="登录").click()
    await expect(page.locator("nav.tabs")).to_be_visible()


async def picture(page: Page, name: str, tmp_path: Path) -> None:
    """Nothing may stand out to the right; every button is big enough for a thumb."""
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    small = await page.evaluate(
        "[...document.querySelectorAll('main button, main input:not([type=hidden]):not([type=radio]), nav a')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.9 && !e.matches('.skip'))"
        ".map(e => e.outerHTML)"
    )
    assert not small, name
    folder = Path(os.environ.get("CONSOLE_PNGS") or tmp_path) if name in SHOWN else tmp_path
    await page.screenshot(path=folder / f"console-{name}.png", full_page=True)


async def villager_says(page: Page, *texts: str) -> None:
    """By the simulator's WeChat phone."""
    chat = page.locator('[data-phone="wechat"]')
    for text in texts:
        heard = await chat.locator("li.theirs").count()
        await chat.locator("input").fill(text)
        await chat.get_by_role("button", name="发送").click()
        await expect(chat.locator("li.theirs")).not_to_have_count(heard)


async def test_a_day_at_the_counter(open_page, server, tmp_path):
    """Two orders come in, one is made for a neighbour, the lorry comes, a code is shown, a villager wants to talk."""
    villager, phone, desk = await open_page(DESK), await open_page(PHONE), await open_page(DESK)
    await villager.goto(f"{server.base}/simulator")
    await villager.locator("#station").select_option("HW0101")
    await villager.locator('[data-phone="wechat"]').get_by_role("button", name="扫站里的码").click()
    await phone.goto(f"{server.base}/console/sign-in")
    await picture(phone, "sign-in", tmp_path)
    await sign_in(phone, server, "HW0101")
    await sign_in(desk, server, "HW00")

    await alerts_come_live(villager, phone, tmp_path)
    await somebody_is_ordered_for(phone, tmp_path)
    await the_county_sends_the_lorry(phone, desk, tmp_path)
    await the_goods_arrive_and_go_over(phone, server, tmp_path)
    await a_villager_wants_to_talk(villager, phone, tmp_path)
    await the_shelf_is_filled(phone, tmp_path)
    await cash_is_entered(phone, tmp_path)
    for path, name in (
        ("/invites", "county-invites"),
        ("", "county"),
        ("/alerts", "county-alerts"),
        ("/lorries", "county-lorries"),
        ("/audit", "county-audit"),
    ):
        await desk.goto(f"{server.base}/console/county{path}")
        await picture(desk, name, tmp_path)
    await expect(desk.locator("table")).to_contain_text("代买")
    await desk.set_viewport_size(PHONE)
    await desk.goto(f"{server.base}/console/county")
    await picture(desk, "county-phone", tmp_path)
    await phone.set_viewport_size(DESK)
    await go(phone, "今天")
    await picture(phone, "day-desk", tmp_path)


async def go(phone: Page, tab: str) -> None:
    await phone.locator("nav.tabs").get_by_role("link", name=tab).click()


async def alerts_come_live(villager: Page, phone: Page, tmp_path: Path) -> None:
    await go(phone, "提醒")
    await villager_says(villager, "来两袋久大泡菜盐", "1")
    await expect(phone.locator("#alerts li")).to_have_count(1)
    await expect(phone.locator("#alerts")).to_contain_text("久大泡菜盐")
    await expect(phone.locator("#unseen")).to_have_text("1")
    await villager_says(villager, "一瓶海天特级老抽", "1")
    await expect(phone.locator("#alerts li")).to_have_count(2)
    await picture(phone, "alerts", tmp_path)
    await phone.get_by_role("button", name="都知道了").click()
    await expect(phone.locator(".said").first).to_contain_text("知道了2条")


async def somebody_is_ordered_for(phone: Page, tmp_path: Path) -> None:
    await go(phone, "代买")
    await phone.get_by_label("给谁买").fill("孙奶奶")
    await phone.get_by_label("买什么").fill("海天老抽")
    await phone.get_by_role("button", name="找", exact=True).last.click()
    await phone.get_by_role("button", name="加上").first.click()
    await picture(phone, "order", tmp_path)
    await phone.get_by_role("button", name="念一遍给我看").click()
    await expect(phone.locator("h1")).to_have_text("给孙奶奶买")
    await picture(phone, "read-back", tmp_path)
    await phone.get_by_role("button", name="对，下单").click()
    await expect(phone.locator(".said").first).to_contain_text("孙奶奶")


async def the_county_sends_the_lorry(phone: Page, desk: Page, tmp_path: Path) -> None:
    await expect(desk.locator("table")).to_contain_text("杨柳站")
    first = await phone.locator("ul.rows a").first.get_attribute("href")
    await desk.get_by_label("查一单").fill(re.search(r"number=(\d+)", first)[1])
    await desk.get_by_role("button", name="查", exact=True).click()
    for step in ("装箱", "到县里", "上车往村里送"):
        await desk.get_by_role("button", name=step).click()
        await expect(desk.locator(".said").first).to_be_visible()
    await expect(desk.locator("dl .tag")).to_have_text("在车上")
    await picture(desk, "county-order", tmp_path)


async def the_goods_arrive_and_go_over(phone: Page, server: Server, tmp_path: Path) -> None:
    await go(phone, "今天")
    await picture(phone, "day", tmp_path)
    await phone.get_by_role("button", name="全到").click()
    await expect(phone.locator(".said").first).to_contain_text("到货1单")
    with sqlite3.connect(server.home / "data" / "cunkou.db") as database:
        [code] = database.execute("SELECT pickup_code FROM orders WHERE status = 'at_station'").fetchone()
    await phone.get_by_role("button", name="到了").first.click()
    await expect(phone.locator(".said").first).to_contain_text("到货1单")
    await phone.get_by_label("取货码").fill("0000")
    await phone.get_by_role("button", name="对一对").click()
    await expect(phone.locator(".said").first).to_contain_text("对不上")
    await phone.get_by_label("取货码").fill(code)
    await phone.get_by_role("button", name="对一对").click()
    await expect(phone.locator(".said").first).to_contain_text("对上了")
    await picture(phone, "handed-over", tmp_path)


async def a_villager_wants_to_talk(villager: Page, phone: Page, tmp_path: Path) -> None:
    await villager_says(villager, "转人工")
    await go(phone, "对话")
    await phone.locator("textarea").fill("在呢，您说。")
    await phone.get_by_role("button", name="发出去").click()
    await expect(phone.locator(".chat")).to_contain_text("在呢，您说。")
    await expect(villager.locator('[data-phone="wechat"] li.theirs').last).to_contain_text("在呢", timeout=SOON_MS)
    await picture(phone, "talk", tmp_path)
    await phone.get_by_role("button", name="交回村口").click()
    await expect(phone.locator(".said").first).to_contain_text("村口接着来")


async def the_shelf_is_filled(phone: Page, tmp_path: Path) -> None:
    await go(phone, "货架")
    await phone.get_by_label("找一样货").fill("盐")
    await phone.get_by_role("button", name="找", exact=True).click()
    await phone.locator("input.amount").first.fill("20")
    await phone.get_by_role("button", name="进货").first.click()
    await expect(phone.locator(".said").first).to_contain_text("20")
    await picture(phone, "stock", tmp_path)


async def cash_is_entered(phone: Page, tmp_path: Path) -> None:
    await go(phone, "现金")
    await phone.get_by_label("多少元").fill("85")
    await phone.get_by_label("谁给的").fill("李大爷")
    await phone.get_by_role("button", name="收了").click()
    await expect(phone.locator("h1")).to_contain_text("85元")
    await phone.get_by_role("button", name="冲掉").click()
    await expect(phone.locator("h1")).to_contain_text("0元")
    await picture(phone, "cash", tmp_path)


async def test_an_offer_from_the_merchant_to_the_county(open_page, server, tmp_path):
    merchant, centre = await open_page(PHONE), await open_page(PHONE)
    await offers_walk.with_an_offer_that_is_over(server)
    await offers_walk.merchant_signs_in(merchant, server)
    await offers_walk.merchant_proposes(merchant)
    await picture(merchant, "offer-form", tmp_path)
    await merchant.get_by_role("button", name="看看乡亲会收到什么").click()
    await picture(merchant, "offer-read", tmp_path)
    await merchant.get_by_role("button", name="交上去等批").click()
    await expect(merchant.locator(".tag")).to_have_text("等着批")
    await sign_in(centre, server, "HW00")
    await go(centre, "优惠")
    await centre.get_by_text("乡亲会收到").first.click()
    await picture(centre, "county-offers", tmp_path)
    await centre.get_by_role("button", name="批准").click()
    await expect(centre.locator(".said").first).to_contain_text("批了")
    await picture(centre, "county-offers-approved", tmp_path)
    await go_to_offers(merchant)
    await expect(merchant.locator(".tag").first).to_have_text("正在卖")
    await picture(merchant, "offers", tmp_path)
    await merchant.get_by_role("link", name="鲁花").click()
    await expect(merchant.locator("svg.chart")).to_have_count(2)
    await picture(merchant, "offer", tmp_path)
    await merchant.goto(f"{server.base}/insights")
    await expect(merchant.locator("svg.chart")).not_to_have_count(0)
    await picture(merchant, "insights", tmp_path)
    await merchant.set_viewport_size(DESK)
    await picture(merchant, "insights-desk", tmp_path)


async def go_to_offers(merchant: Page) -> None:
    await merchant.locator("nav.tabs").get_by_role("link", name="优惠", exact=True).click()


async def test_the_county_moves_a_visit_and_closes_a_station(open_page, server, tmp_path):
    counter, county = await open_page(PHONE), await open_page(PHONE)
    await sign_in(counter, server, "HW0104")
    await county_walk.a_fridge_is_ordered(counter, server)
    await sign_in(county, server, "HW00")
    await county_walk.the_visit_is_looked_at(county, server)
    await picture(county, "county-visit", tmp_path)
    await county_walk.the_visit_is_moved(county)
    await picture(county, "county-installations", tmp_path)
    await county_walk.a_station_is_looked_at(county, server, "西张庄站")
    await county_walk.nobody_takes_over(county)
    await picture(county, "county-station", tmp_path)
    await county_walk.another_takes_over(county, "HW0103")
    await picture(county, "county-close", tmp_path)
    await county_walk.it_is_closed(county)
    await picture(county, "county-closed", tmp_path)


async def test_nothing_stands_out_on_the_smallest_screen(open_page, server, tmp_path):
    page = await open_page(CHEAP)
    await sign_in(page, server, "HW00")
    for path in (
        "/console/station", "/console/station/alerts", "/console/station/talks", "/console/station/stock?q=盐",
        "/console/station/market", "/console/station/cash", "/console/county/invites", "/console/station/order", "/console/county", "/console/county/late",
        "/console/county/lorries", "/console/county/audit",
        "/console/training", "/console/training/piece?course=service&piece=first_word", "/console/county/training",
    ):  # fmt: skip  # a table, a row a line
        await page.goto(server.base + path)
        await picture(page, "cheap", tmp_path)
