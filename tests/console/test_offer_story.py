"""An offer from its proposal to its effect, over HTTP: the merchant's page, the county's console, villagers by SMS."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from html import unescape
from itertools import count

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.channels.sms_kannel import KannelChannel, KannelGateway
from bot.chores.campaigns import CAMPAIGNS
from bot.chores.running import Chores
from bot.domain import campaign
from bot.domain.events import StationBound
from bot.domain.people import Station
from bot.storage.insights import merchants
from bot.storage.messages import outbox
from bot.storage.network import stations
from bot.storage.offers import results as campaign_results
from bot.storage.persons import people
from bot.storage.schema import campaign_people, order_lines
from bot.storage.schema import outbox as letters_table
from bot.storage.trade import products
from bot.web.console import add_console
from bot.web.server import make_server
from catalog.product import Product
from catalog.shop import Shop
from tests.console.conftest import ZONE

SALT = Product(sku="S1", name="中盐加碘食盐400g", unit="袋", price_fen=250, category="调味品/盐", merchant="海晶盐业")
PINE = {"province": "山西省", "city": "临汾市", "county": "松岭县"}
HERE = (
    Station(code="S0", name="松岭县服务中心", level="county", manager_phone="+8613900000300", **PINE),
    Station(code="S1", name="松树站", village="松树村", **PINE),
)
HOOK = "/hook/sms/kannel/a-secret-of-the-tests"
VILLAGERS = 70
ORDERING = 8
_ids = count(1)


@pytest.fixture(scope="session")
def small_shop() -> Shop:
    return Shop([SALT])


@pytest.fixture
async def server(sqlite, seal, service, county, console) -> AsyncIterator[TestServer]:
    """With SMS by Kannel, which is not asked to send anything here."""
    gateway = KannelGateway(url="http://127.0.0.1:1", username="u", password="p", hook_secret=HOOK.rpartition("/")[2])

    async def missing() -> dict[str, str]:
        return {}

    app = make_server(
        channels=[KannelChannel(gateway)],
        service=service,
        database=sqlite,
        seal=seal,
        zone=ZONE,
        api_token="t",
        missing=missing,
    )
    add_console(app, console)
    async with TestServer(app) as server:
        yield server


class Merchant:
    """On the merchant's page, with the form looked at last."""

    def __init__(self, http: ClientSession, base: str, token: str) -> None:
        self._http, self._base, self._cookies, self._form = http, base, {"cunkou_merchant": token}, {}

    async def get(self, path: str) -> str:
        async with self._http.get(self._base + path, cookies=self._cookies) as answer:
            return await self._read(answer)

    async def post(self, **fields: str) -> str:
        form = self._form | fields
        async with self._http.post(f"{self._base}/insights/offers/new", data=form, cookies=self._cookies) as answer:
            return await self._read(answer)

    async def _read(self, answer) -> str:
        assert answer.status == 200
        text = await answer.text()
        self._form = {k: unescape(v) for k, v in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text)}
        return text


class Story:
    def __init__(self, county, http: ClientSession, base: str) -> None:
        self.county, self.http, self.base = county, http, base
        self.database, self.seal = county.database, county.seal

    async def sms(self, phone: str, *texts: str) -> str:
        for text in texts:
            said = {"from": phone, "to": "10690000", "id": f"m{next(_ids)}", "text": text}
            said["ts"] = f"{int(self.county.now.timestamp())}"
            async with self.http.get(self.base + HOOK, params=said) as answer:
                assert answer.status == 200
                reply = await answer.text()
        return reply

    async def village_wants_offers(self) -> dict[str, str]:
        """Person → phone."""
        phones = [f"+86138{n:08d}" for n in range(VILLAGERS)]

        def bind(conn) -> dict[str, str]:
            return {people.find_or_make(conn, self.seal, f"sms:{one}", self.county.now).id: one for one in phones}

        found = await self.database.run(bind)
        await self.county.record(*(StationBound(person=who, station="S1") for who in found))
        for phone in phones:
            assert "不要优惠" in await self.sms(phone, "要优惠")
        return found

    async def told(self, minutes_ago: int = 0) -> dict[bool, list[str]]:
        """After the chore of campaigns: who was told, and who was held out."""
        now = self.county.now - timedelta(minutes=minutes_ago)
        noon = now.astimezone(
            timezone(now.utcoffset() + timedelta(hours=12 - now.hour))
        )  # this moment, where it is day
        await Chores(self.database, self.seal, noon.tzinfo, lambda: None, [CAMPAIGNS]).tick(noon)
        rows = await self.database.run(lambda conn: conn.execute(select(campaign_people)).all())
        return {told: [row.person for row in rows if row.told == told] for told in (True, False)}

    async def letters_go_out(self) -> None:
        def send(conn) -> None:
            now = self.county.now
            leased = outbox.lease(conn, self.seal, now=now, until=now + timedelta(minutes=1), limit=2 * VILLAGERS)
            outbox.sent(conn, [one.id for one in leased], now=now)

        await self.database.run(send)

    async def rows(self, *columns) -> list:
        return await self.database.run(lambda conn: conn.execute(select(*columns)).all())


@pytest.fixture
async def story(county, server, monkeypatch) -> AsyncIterator[Story]:
    # Nearly half are held out, so that a small village is enough.
    monkeypatch.setattr(campaign, "HELD_OUT_PERCENT", 45)

    def build(conn) -> None:
        stations.save(conn, county.seal, HERE, at=county.now)
        products.save(conn, [SALT])

    await county.database.run(build)
    async with ClientSession() as http:
        yield Story(county, http, str(server.make_url("/")).rstrip("/"))


async def test_an_offer_from_the_proposal_to_its_effect(story, open_browser):
    today = story.county.now.date()
    token = await story.database.run(lambda conn: merchants.new_token(conn, "海晶盐业", datetime.now(ZONE)))
    merchant, centre = Merchant(story.http, story.base, token), await open_browser("S0")
    phones = await story.village_wants_offers()
    assert (await story.told(minutes_ago=20))[True] == [], "nothing is told that nobody approved"

    await merchant.get("/insights/offers/new")
    typed = {"sku": "S1", "price": "2", "pieces": "500", "text": "腌菜正好", "counties": "松岭县"}
    seen = await merchant.post(**typed, opens=f"{today}", closes=f"{today + timedelta(days=6)}", do="look")
    shown = unescape(re.findall(r'<ul class="chat"><li><p>(.*?)</p>', seen, re.DOTALL)[1])
    mine = re.search(
        r"/insights/offers/([0-9a-f]{12})", await merchant.post(do="propose") + await merchant.get("/insights/offers")
    )[0]
    [key] = set((await centre.get("/console/county/offers")).hidden("offer"))
    assert mine.endswith(key)
    assert "批了" in (await centre.post("/console/county/offers", offer=key, do="approve")).said

    turns = await story.told(minutes_ago=1)  # the times of SMS are whole seconds: nobody answers within the same one
    told, held = turns[True], turns[False]
    letters = await story.rows(letters_table.c.recipient, letters_table.c.sms, letters_table.c.marketing)
    offered = [letter for letter in letters if letter.marketing]
    assert sorted(letter.recipient for letter in offered) == sorted(told)
    assert {letter.sms for letter in offered} == {shown}, "they read what the merchant saw"

    await story.letters_go_out()

    for who in told[:ORDERING]:
        assert "2元" in await story.sms(phones[who], "要")
        assert "下单了" in await story.sms(phones[who], "1")
    for who in held[: ORDERING - 2]:
        assert "2.5元" in await story.sms(phones[who], "来一袋盐")
        assert "下单了" in await story.sms(phones[who], "1")
    prices = [row.price_fen for row in await story.rows(order_lines.c.price_fen)]
    assert sorted(prices) == [200] * ORDERING + [250] * (ORDERING - 2)
    assert "结束以后" in await merchant.get(mine)

    assert "停了" in (await centre.post("/console/county/offers", offer=key, do="stop", reason="货不够了")).said
    late = told[ORDERING]
    await story.sms(phones[late], "要", "来一袋盐")
    assert "下单了" in await story.sms(phones[late], "1")
    assert (await story.rows(order_lines.c.price_fen))[-1].price_fen == 250, (
        "who says it too late pays what everybody pays"
    )

    assert "<svg" not in await merchant.get(mine), "it is counted once, by the chore"
    await story.database.run(lambda conn: campaign_results.end(conn, story.county.now))
    found = await merchant.get(mine)
    assert "停的缘由：货不够了" in found
    assert "卖了约5袋" in found
    brought = campaign.effect(len(told), ORDERING, len(held), ORDERING - 2)
    assert found.count("<svg") == 2
    more = round(brought.difference)
    label = f">{more:+d}<" if more else ">0<"
    for number in (f"告诉了的约{brought.told}人", f"没告诉的约{brought.held_out}人", label):
        assert number in found
