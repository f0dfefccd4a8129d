"""The page in a real browser, before the sample shop.

`SIMULATOR_PNG=docs/simulator.png pytest tests/simulator/test_in_chromium.py` renews the picture in the README. Where no
Chromium is installed these are skipped, but not in CI, which installs it.
"""

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from chromium import SOON_MS, browser, needs_chromium, sample_shop
from playwright.async_api import Browser, Locator, Page, expect

from bot.demo.server import Server

pytestmark = needs_chromium


@pytest.fixture(scope="session")
async def server(tmp_path_factory) -> AsyncIterator[Server]:
    async with sample_shop(tmp_path_factory.mktemp("simulator")) as server:
        yield server


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with browser() as opened:
        yield opened


@pytest.fixture
async def page(chromium, server) -> AsyncIterator[Page]:
    """The simulator at 杨柳村, in a browser of its own; anything it complains of fails the test."""
    page = await chromium.new_page(viewport={"width": 1280, "height": 1000}, locale="zh-CN")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.set_default_timeout(SOON_MS)
    await page.goto(f"{server.base}/simulator")
    await page.locator("#station").select_option("HW0101")
    yield page
    assert not complaints
    assert await page.locator("#trouble").is_hidden()
    await page.close()


def phone(page: Page, name: str) -> Locator:
    return page.locator(f'[data-phone="{name}"]')


async def heard(place: Locator, words: str | re.Pattern[str]) -> None:
    """Waits until the newest message from the bot holds these words."""
    await expect(place.locator("li.theirs").last).to_contain_text(words, timeout=SOON_MS)


async def say(place: Locator, words: str, answer: str) -> None:
    await place.locator("input").fill(words)
    await place.get_by_role("button", name="发送").click()
    await heard(place, answer)


async def move(page: Page, *names: str) -> None:
    for name in names:
        await page.locator("#moves").get_by_role("button", name=name, exact=True).click()


async def test_a_day_at_the_village_gate(page, tmp_path):
    """Two villagers order, the lorry comes, the code is shown and given; a picture is taken on the way."""
    wechat, sms, manager = (phone(page, name) for name in ("wechat", "sms", "manager"))
    await sms.get_by_role("button", name="我是哪村的").click()
    await heard(sms, "杨柳站")
    await say(sms, "jiu da pao cai yan lai liang dai", "2袋")
    await say(sms, "1", "单号")
    await heard(manager, "新单1号")

    await wechat.get_by_role("button", name="扫站里的码").click()
    await heard(wechat, "杨柳站")
    await say(wechat, "来两瓶酱油", "酱油有5种")
    await say(wechat, "海天特级老抽", "2瓶")
    await expect(page.locator("#stages details[open]")).to_contain_text("海天特级老抽")
    await say(wechat, "1", "单号")
    await heard(manager, "新单2号")

    await move(page, "装箱", "到县里", "上车往村里送")
    await expect(page.locator("#order")).to_contain_text("在往村里送的车上")
    await say(manager, "到 2", "到货1单")
    await heard(wechat, re.compile(r"取货码 ?\d{4}"))
    arrived = await wechat.locator("li.theirs").last.inner_text()
    code = re.search(r"取货码 ?(\d{4})", arrived)[1]
    picture = Path(os.environ.get("SIMULATOR_PNG") or tmp_path / "simulator.png")
    await page.locator("summary", has_text="jiu da pao cai yan").click()
    await expect(page.locator("#stages")).to_contain_text("久大泡菜盐来两袋")
    await page.evaluate("document.activeElement.blur()")
    assert len(await page.screenshot(path=picture, full_page=True)) > 50_000
    await say(manager, f"{code}取走了", "海天特级老抽")
    await expect(page.locator("#order")).to_contain_text("取走了", timeout=SOON_MS)


async def test_the_menu_and_the_keys_are_pressed(page):
    wechat, sms = phone(page, "wechat"), phone(page, "sms")
    await wechat.get_by_role("button", name="帮助").click()
    await heard(wechat, "像说话一样发给我")
    for key in "10086":
        await sms.locator(".keys button", has_text=re.compile(f"^{key}")).click()
    await expect(sms.locator("input")).to_have_value("10086")


async def test_characters_and_parts_of_an_sms_are_counted(page):
    sms = phone(page, "sms")
    for words, said in (("盐" * 70, "70/70 字，1 条"), ("盐" * 71, "71/134 字，2 条"), ("yan", "3/160 字，1 条")):
        await sms.locator("input").fill(words)
        await expect(sms.locator("output")).to_have_text(said)


async def test_what_was_typed_is_shown_as_text_and_never_run(page):
    wechat = phone(page, "wechat")
    nasty = '<img src=x onerror="document.title=1"><b>盐</b>'
    await say(wechat, nasty, "盐")
    await expect(wechat.locator("li.mine p").last).to_have_text(nasty)
    await expect(page.locator("#stages")).to_contain_text("<b>盐</b>")
    assert await page.locator("#stages img, .chat img, .chat b").count() == 0
    assert await page.title() == "村口 · 试一试"


async def test_a_reload_keeps_the_chats(page):
    wechat = phone(page, "wechat")
    await wechat.get_by_role("button", name="扫站里的码").click()
    await heard(wechat, "欢迎")
    chat = await wechat.locator(".chat").inner_text()
    await page.reload()
    assert await wechat.locator(".chat").inner_text() == chat
    await expect(page.locator("#station")).to_have_value("HW0101")


async def test_new_villagers_begin_with_nothing(page):
    await phone(page, "wechat").get_by_role("button", name="扫站里的码").click()
    await heard(phone(page, "wechat"), "欢迎")
    await page.get_by_role("button", name="换两位新乡亲").click()
    await expect(page.locator("li.theirs")).to_have_count(0)
    await page.locator("#station").select_option("HW0101")
    await phone(page, "wechat").get_by_role("button", name="扫站里的码").click()
    await heard(phone(page, "wechat"), "欢迎")


async def test_one_column_holds_all_on_a_cheap_phone(page):
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    boxes = [await phone(page, name).bounding_box() for name in ("wechat", "sms", "manager")]
    assert [box["x"] for box in boxes] == [boxes[0]["x"]] * 3
