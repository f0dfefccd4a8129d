"""A merchant proposes an offer on a phone, the county approves it on another, and one that is over shows what it brought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect
from sqlalchemy import Connection, insert

from bot.demo.server import Server
from bot.domain.campaign import Campaign
from bot.domain.events import OrderPlaced
from bot.domain.insight import Line, cells, week_of
from bot.domain.order import Order, OrderLine
from bot.storage.insights import weeks as insight_weeks
from bot.storage.offers import campaigns
from bot.storage.offers import results as campaign_results
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from bot.storage.schema import campaign_people, insight_cells
from bot.storage.sql.connect import opened

MERCHANT, COUNTY = "沁源粮油总店", "河湾县"
NOW = datetime.now(ZoneInfo("Asia/Shanghai"))
TOLD, BOUGHT, HELD_OUT, HELD_OUT_BOUGHT = 160, 62, 30, 6


async def merchant_signs_in(page: Page, server: Server) -> None:
    token = (await server.command("merchant-token", MERCHANT)).split()[-1]
    await page.goto(f"{server.base}/insights")
    await page.get_by_label("口令").fill(token)
    await page.get_by_role("button", name="看数").click()
    await page.get_by_role("link", name="优惠", exact=True).click()


async def merchant_proposes(page: Page) -> None:
    """With a price that is too high at first: what is wrong is said, and nothing typed is lost."""
    await page.get_by_role("link", name="提一个优惠").click()
    await page.get_by_label("哪样货").select_option("LY0203")
    await page.get_by_label("优惠价").fill("9999")
    await page.get_by_label("一共多少").fill("200")
    await page.get_by_label("到哪天").fill(f"{NOW.date() + timedelta(days=6)}")
    await page.get_by_label("跟乡亲说一句").fill("新米到了，熬粥香")
    await page.get_by_label("哪个县").fill(COUNTY)
    await page.get_by_role("button", name="看看乡亲会收到什么").click()
    await expect(page.get_by_role("alert")).to_contain_text("优惠价不能高过")
    await expect(page.get_by_label("优惠价")).to_be_focused()
    await page.get_by_label("优惠价").fill("49.9")


async def with_an_offer_that_is_over(server: Server) -> None:
    """Told to many, held back from some, and ordered by some of both."""
    seal = Seal("of the tests: nobody's phone is read of these orders")
    async with opened(f"sqlite:///{server.home / 'data' / 'cunkou.db'}") as database:
        await database.run(lambda conn: _an_offer_that_is_over(conn, seal))


def _an_offer_that_is_over(conn: Connection, seal: Seal) -> None:
    began = NOW - timedelta(days=9)
    made = Campaign(
        key="c0ffee000001", merchant=MERCHANT, sku="LY0404", name="鲁花5S压榨一级花生油4L", unit="桶", usual_fen=11990,
        price_fen=10900, text="过年炸丸子，香", opens=began.date(), closes=NOW.date() - timedelta(days=2),
        counties=(COUNTY,), pieces=Decimal(100), taken=Decimal(BOUGHT), status="approved",
    )  # fmt: skip  # a table, a row a line
    campaigns.propose(conn, made, began)
    people = [f"offer{n}" for n in range(TOLD + HELD_OUT)]
    rows = [{"campaign": made.key, "person": who, "told": n < TOLD, "at": began} for n, who in enumerate(people)]
    conn.execute(insert(campaign_people), rows)
    for weeks in range(2, 13):
        week = week_of(NOW.date()) - timedelta(weeks=weeks)
        conn.execute(insert(insight_cells), [insight_weeks.row(week, cell) for cell in cells(_lines(weeks))])
    buyers = [*people[:BOUGHT], *people[TOLD : TOLD + HELD_OUT_BOUGHT]]
    record(conn, [OrderPlaced(order=_order(n, who, made)) for n, who in enumerate(buyers)], seal=seal, at=began)
    campaign_results.end(conn, NOW)


def _lines(weeks: int) -> Iterator[Line]:
    """What was bought of the merchant, and asked for and not carried, so many weeks ago."""
    for n in range(22 + 7 * (-weeks % 5)):
        county, sku = ("青石县", "LY0404") if n % 3 else (COUNTY, "LY0203")
        said = {"person": f"p{n}", "merchant": MERCHANT, "county": county, "category": "粮油", "sku": sku}
        yield Line(kind="bought", part="again" if n % 2 else "new", gap="under10", quantity=Decimal(1), **said)
        yield Line(kind="missing", person=f"p{n}", county=county, words="黄小米" if n % 2 else "荞麦面")


def _order(n: int, who: str, of: Campaign) -> Order:
    line = OrderLine(sku=of.sku, name=of.name, unit=of.unit, quantity=Decimal(1), price_fen=of.price_fen)
    day = NOW - timedelta(days=8)
    return Order(
        number=f"9{n:05d}", slip=n + 1, person=who, recipient="", placed_by="villager", station="HW0102", county=COUNTY,
        lines=(line,), placed_at=day, promised_by=day.date(), draft=f"offer{n}",
    )  # fmt: skip  # a table, a row a line
