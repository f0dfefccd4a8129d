"""A merchant at the end of the day: proposes an offer on its page, which the county approves, and sees its figures drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import unescape
from typing import Any, Final

from rich.panel import Panel
from rich.text import Text
from sqlalchemy import Connection, insert

from bot.demo.stage import ZONE
from bot.demo.village import Village
from bot.domain.insight import week_of
from bot.storage.insights import merchants
from bot.storage.insights import weeks as insight_weeks
from bot.storage.schema import insight_marks
from bot.storage.sql.connect import opened

MERCHANT, SKU, PRICE = "沁源粮油总店", "LY0203", "49.9"
COUNTY: Final = "河湾县"
WEEKS: Final = (22, 31, 27, 38, 44, 41)
"""How many bought in each of the weeks before: made up, for the demo's shop opened this morning."""
STATIONS: Final = ("HW0101", "HW0102")
HIDDEN: Final = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
BAR: Final = 60


class MerchantFailed(Exception):
    """A page said something else than it should."""


async def show_merchant(village: Village) -> Panel:
    """The offer and the chart, as the merchant's own pages have them. Raises MerchantFailed."""
    async with opened(f"sqlite:///{village.server.home / 'data' / 'cunkou.db'}") as database:
        token = await database.run(_made_up)
    pages = _Pages(village, token)
    seen, state = await _offer(village, pages)
    if "<svg" not in await pages.get("/insights"):
        raise MerchantFailed("the page of figures has no chart")
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{village.server.base}/api/v1/insights/demand?by=week"
    async with village.http.get(url, headers=headers) as answer:
        weeks = (await answer.json())["rows"]
    if len(weeks) != len(WEEKS) or any(row["people"] % 5 for row in weeks):
        raise MerchantFailed(f"the weeks are not as they were bought: {weeks}")
    shown = Text(f"提的优惠（{state}），乡亲会收到：\n{seen}\n\n每周多少人买（前六周的账是编的）：\n", style="")
    return Panel(shown.append(_bars(weeks), style="green"), title=f"{MERCHANT} · 网页", border_style="yellow")


async def _offer(village: Village, pages: _Pages) -> tuple[str, str]:
    """Propose it and let the county approve it; what villagers will read, and how it stands."""
    today = datetime.now(ZONE).date()
    await pages.get("/insights/offers/new")
    seen = await pages.post(
        sku=SKU, price=PRICE, pieces="200", text="新米到了，熬粥香", counties=COUNTY, opens=f"{today}",
        closes=f"{today + timedelta(days=6)}", do="look",
    )  # fmt: skip  # a table, a row a line
    await pages.post(do="propose")
    [offer] = (await village.county.get("campaigns"))["campaigns"]
    url = f"{village.server.base}/api/v1/campaigns/{offer['campaign']}/decision"
    headers = {"Authorization": f"Bearer {village.api_token}"}
    async with village.http.post(url, json={"decision": "approve"}, headers=headers) as answer:
        await answer.read()
    if "正在卖" not in await pages.get("/insights/offers"):
        raise MerchantFailed("the offer that the county approved does not run")
    return unescape(re.findall(r'<ul class="chat"><li><p>(.*?)</p>', seen, re.DOTALL)[0]), "县里批了，正在卖"


class _Pages:
    """The merchant's browser, with the form looked at last."""

    def __init__(self, village: Village, token: str) -> None:
        self._http, self._base = village.http, village.server.base
        self._headers = {"Cookie": f"cunkou_merchant={token}"}
        self._form: dict[str, str] = {}

    async def get(self, path: str) -> str:
        async with self._http.get(self._base + path, headers=self._headers) as answer:
            return self._read(await answer.text())

    async def post(self, **fields: str) -> str:
        url, form = f"{self._base}/insights/offers/new", self._form | fields
        async with self._http.post(url, data=form, headers=self._headers) as answer:
            return self._read(await answer.text())

    def _read(self, text: str) -> str:
        self._form = {name: unescape(value) for name, value in HIDDEN.findall(text)}
        return text


def _made_up(conn: Connection) -> str:
    """Six weeks of orders, closed as every week is, and the merchant's token."""
    now = datetime.now(ZONE)
    for ago, people in enumerate(reversed(WEEKS), start=2):
        week = week_of(now.date()) - timedelta(weeks=ago)
        conn.execute(insert(insight_marks), list(_marks(week, people)))
        insight_weeks.close(conn, week)
    return merchants.new_token(conn, MERCHANT, now)


def _marks(week: date, people: int) -> Iterator[dict[str, Any]]:
    for n in range(people):
        yield {
            "week": week, "kind": "order", "station": STATIONS[n % 2], "person": f"demo{n}", "sku": SKU,
            "number": f"{week:%m%d}{n}", "quantity": Decimal(1), "amount_fen": 5990, "part": "again" if n % 3 else "new",
            "at": datetime(week.year, week.month, week.day, 10, tzinfo=ZONE),
        }  # fmt: skip  # a table, a row a line


def _bars(weeks: list[dict[str, Any]]) -> str:
    most = max(row["people"] for row in weeks)
    return "\n".join(f"{row['week'][5:]} {'█' * round(BAR * row['people'] / most)} {row['people']}" for row in weeks)
