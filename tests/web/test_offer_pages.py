"""A merchant proposes offers on a page: looked at first, proposed once, its own alone, and told only what may be told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from bot.domain.campaign import Campaign, Effect
from bot.storage.insights import merchants
from bot.storage.offers import campaigns
from bot.storage.offers import deciding as campaign_deciding
from bot.storage.offers import results as campaign_results
from bot.storage.schema import campaign_people
from bot.web.insights.effect_charts import effect_charts, effect_said

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = datetime.now(ZONE).date()
NEW = "/insights/offers/new"
TYPED = {
    "sku": "R", "price": "49.9", "text": "新米到了，<熬粥>香。", "pieces": "50", "counties": "青石县",
    "opens": f"{TODAY}", "closes": f"{TODAY + timedelta(days=6)}",
}  # fmt: skip  # a table, a row a line


class Merchant:
    """A merchant's browser: the cookie, and the form looked at last."""

    def __init__(self, client, token: str) -> None:
        self.client, self.cookies, self.form = client, {"cunkou_merchant": token}, {}

    async def get(self, path: str) -> tuple[int, str]:
        async with self.client.get(path, cookies=self.cookies) as answer:
            return await self._read(answer)

    async def post(self, path: str = NEW, headers=None, **fields) -> tuple[int, str]:
        data = self.form | fields
        async with self.client.post(path, data=data, cookies=self.cookies, headers=headers) as answer:
            return await self._read(answer)

    async def _read(self, answer) -> tuple[int, str]:
        text = await answer.text()
        if hidden := re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text):
            self.form = {name: unescape(value) for name, value in hidden}
        return answer.status, text


@pytest.fixture
async def merchant(client, merchants_token) -> Merchant:
    found = Merchant(client, merchants_token)
    status, text = await found.get(NEW)
    assert status == 200
    assert "洗衣液" not in text
    return found


async def own(database) -> list[Campaign]:
    return await database.run(lambda conn: campaigns.of_merchant(conn, "香禾"))


async def test_an_offer_is_looked_at_as_villagers_read_it_and_proposed_once(merchant, database):
    status, text = await merchant.post(do="look", **TYPED)
    assert status == 200
    assert "香禾的优惠：新米到了，&lt;熬粥&gt;香" in text
    assert "退订回T" in text
    assert "1条" in text or "2条" in text
    assert await own(database) == [], "looking proposes nothing"
    look = dict(merchant.form)
    status, text = await merchant.post(do="propose")
    assert status == 200
    assert "等着批" in text
    merchant.form = look
    await merchant.post(do="propose")
    (kept,) = await own(database)
    assert (kept.price_fen, kept.usual_fen, kept.pieces, kept.counties) == (4990, 5990, 50, ("青石县",))
    assert kept.text == "新米到了，<熬粥>香"
    status, text = await merchant.get("/insights/offers")
    assert "稻花香5kg" in text


async def test_going_back_loses_nothing(merchant):
    await merchant.post(do="look", **TYPED)
    _, text = await merchant.post(do="edit")
    for typed in ("49.9", "青石县", "新米到了，&lt;熬粥&gt;香。", '<option value="R" selected>'):
        assert typed in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sku": ""}, "先选一样货"), ({"sku": "X"}, "店里现在不卖"), ({"price": "便宜"}, "写几元几角"),
        ({"price": "0"}, "写几元几角"), ({"price": "49.999"}, "写几元几角"), ({"price": "NaN"}, "写几元几角"),
        ({"price": "1e9"}, "写几元几角"), ({"price": "60"}, "不能高过现在的59.9元"),
        ({"text": "好" * 31}, "30个字以内"), ({"text": " "}, "30个字以内"), ({"text": "好\x00"}, "30个字以内"),
        ({"pieces": "0"}, "1到100000"), ({"pieces": "²"}, "1到100000"), ({"pieces": "1000000"}, "1到100000"),
        ({"opens": ""}, "日子没写全"), ({"opens": f"{TODAY - timedelta(days=1)}"}, "从今天起90天里"),
        ({"closes": f"{TODAY + timedelta(days=31)}"}, "最多卖31天"), ({"counties": "青石县、没有县"}, "没有“没有县”这个县"),
        ({"counties": "、".join(f"县{n}" for n in range(51))}, "最多写50个县"),
    ],
)  # fmt: skip  # a table, a row a line
async def test_what_cannot_be_says_what_is_wrong_and_keeps_what_was_typed(merchant, database, wrong, said):
    status, text = await merchant.post(do="propose", **TYPED | wrong)
    assert status == 200
    assert said in text
    kept = (TYPED | wrong)["price"]
    assert f'value="{kept}"' in text
    assert await own(database) == []


async def test_a_form_of_another_site_proposes_nothing(merchant, database):
    await merchant.post(do="look", **TYPED)
    assert (await merchant.post(do="propose", headers={"Origin": "https://evil.example"}))[0] == 403
    assert (await merchant.post(do="propose", csrf="forged"))[0] == 403
    merchant.form.pop("csrf")
    assert (await merchant.post(do="propose"))[0] == 403
    merchant.cookies = {}
    assert "商家登录" in (await merchant.post(do="propose"))[1]
    assert await own(database) == []


async def test_another_merchants_offer_is_not_there_nor_replaced(merchant, client, database):
    await merchant.post(do="look", **TYPED)
    await merchant.post(do="propose")
    (kept,) = await own(database)
    other = Merchant(client, await database.run(lambda conn: merchants.new_token(conn, "清露", datetime.now(UTC))))
    assert (await other.get(f"/insights/offers/{kept.key}"))[0] == 404
    assert "还没提过" in (await other.get("/insights/offers"))[1]
    await other.get(NEW)
    _, text = await other.post(do="propose", **TYPED | {"sku": "X", "price": "20", "key": kept.key})
    assert "再点一次" in text
    assert await own(database) == [kept]


async def test_a_merchant_has_only_so_many_waiting(merchant, database, monkeypatch):
    monkeypatch.setattr(campaign_deciding, "MOST_WAITING", 1)
    await merchant.post(do="propose", **TYPED)
    await merchant.get(NEW)
    assert "已经有1个优惠" in (await merchant.post(do="propose", **TYPED))[1]


def over(conn, **changes) -> None:
    """An offer that ended yesterday, told to 60 and not to 20, of whom nobody bought."""
    began, ends = TODAY - timedelta(days=5), TODAY - timedelta(days=1)
    usual = {
        "key": "c1", "merchant": "香禾", "sku": "R", "name": "稻花香5kg", "unit": "袋", "usual_fen": 5990,
        "price_fen": 4990, "text": "新米", "opens": began, "closes": ends, "pieces": Decimal(50), "status": "approved",
        "taken": Decimal(33),
    }  # fmt: skip  # a table, a row a line
    campaigns.propose(conn, Campaign(**usual | changes), datetime.now(UTC))
    rows = [
        {"campaign": "c1", "person": f"p{n}", "told": n < 60, "at": datetime.now(UTC) - timedelta(days=4)}
        for n in range(80)
    ]
    conn.execute(insert(campaign_people), rows)
    campaign_results.end(conn, datetime.now(ZONE))


async def test_fewer_than_five_people_are_told_nothing_of(merchant, client, database):
    await database.run(over)
    _, text = await merchant.get("/insights/offers/c1")
    assert "有一样不到五个人" in text
    assert "<svg" not in text
    assert "33" not in text
    async with client.get(
        "/api/v1/campaigns/c1", headers={"Authorization": f"Bearer {merchant.cookies['cunkou_merchant']}"}
    ) as answer:
        assert (await answer.json())["taken"] is None


async def test_while_it_runs_two_looks_tell_nothing(merchant, database):
    await database.run(lambda conn: over(conn, closes=TODAY))
    _, text = await merchant.get("/insights/offers/c1")
    assert "结束以后" in text
    assert "33" not in text


async def test_a_merchant_is_not_told_that_an_offer_of_one_piece_was_taken(merchant, database):
    await database.run(lambda conn: over(conn, closes=TODAY, pieces=Decimal(1), taken=Decimal(1)))
    for path in ("/insights/offers", "/insights/offers/c1"):
        _, text = await merchant.get(path)
        assert "正在卖" in text
        assert "卖完" not in text


EFFECT = Effect(told=400, told_ordered=120, held_out=50, held_out_ordered=5, difference=20.0, low=8.2, high=27.5)


def test_the_effect_is_drawn_with_its_interval():
    shares, interval = effect_charts(EFFECT)
    assert [bar.value for bar in shares.bars] == [30, 10]
    assert interval.nothing.x < interval.low.x < interval.dot.x < interval.high.x <= interval.width
    assert (interval.low.label, interval.dot.label, interval.high.label) == ("+8", "+20", "+28")


@pytest.mark.parametrize(
    ("difference", "low", "high", "said"),
    [(20.0, 8.2, 27.5, "大约多20个人买了"), (-9.0, -15.0, -2.0, "少9个"), (3.0, -4.0, 9.0, "看不出来")],
)
def test_the_effect_is_said_in_a_sentence(difference, low, high, said):
    of = Effect(told=100, told_ordered=20, held_out=50, held_out_ordered=5, difference=difference, low=low, high=high)
    assert said in effect_said(of, over=True)
    _, interval = effect_charts(of)
    assert min(interval.low.x, interval.nothing.x) >= 0
    assert max(interval.high.x, interval.nothing.x) <= interval.width


def test_nothing_is_said_of_what_runs():
    assert "结束以后" in effect_said(None, over=False)
