"""The county at a phone: a fridge's fitter comes another day, and a station closes."""

from __future__ import annotations

from playwright.async_api import Page, expect

from bot.demo.server import Server


async def a_fridge_is_ordered(counter: Page, server: Server) -> None:
    """By a manager, for who has no phone."""
    await counter.goto(f"{server.base}/console/station/order")
    await counter.get_by_label("给谁买").fill("周大爷")
    await counter.get_by_label("买什么").fill("海尔双门冰箱")
    await counter.get_by_role("button", name="找", exact=True).last.click()
    await counter.get_by_role("button", name="加上").first.click()
    await counter.get_by_label("送到家", exact=True).check()
    await counter.get_by_label("住哪儿").fill("3组18号")
    await counter.get_by_role("button", name="念一遍给我看").click()
    await expect(counter.get_by_role("alert").first).to_contain_text("选一天")
    await counter.get_by_role("button", name="念一遍给我看").click()
    await counter.get_by_role("button", name="对，下单").click()
    await expect(counter.locator(".said").first).to_contain_text("周大爷")


async def the_visit_is_looked_at(county: Page, server: Server) -> None:
    await county.goto(f"{server.base}/console/county/installations")
    await county.get_by_role("link", name="改日子").first.click()
    await expect(county.locator("h1")).to_have_text("改装机的日子")


async def the_visit_is_moved(county: Page) -> None:
    await county.get_by_label("改到哪天").select_option(index=3)
    await county.get_by_label("为什么").first.fill("师傅病了")
    await county.get_by_role("button", name="改到这天").click()
    await expect(county.locator(".said").first).to_contain_text("改好了")


async def a_station_is_looked_at(county: Page, server: Server, name: str) -> None:
    await county.goto(f"{server.base}/console/county")
    await county.get_by_role("link", name=name).click()
    await county.get_by_text("这个站不开了").click()


async def nobody_takes_over(county: Page) -> None:
    """What is missing is said in red, and the form stays open."""
    await county.get_by_role("button", name="先看一遍").click()
    await expect(county.get_by_role("alert").first).to_contain_text("选一个接手的站")
    await expect(county.get_by_label("哪个站接手")).to_be_visible()


async def another_takes_over(county: Page, successor: str) -> None:
    await county.get_by_label("哪个站接手").select_option(successor)
    await county.get_by_role("button", name="先看一遍").click()
    await expect(county.locator("h1")).to_contain_text("不开了？")


async def it_is_closed(county: Page) -> None:
    await county.get_by_role("button", name="对，不开了").click()
    await expect(county.locator(".said").first).to_contain_text("不开了")
    await expect(county.locator("h1 .tag")).to_have_text("不开了")
