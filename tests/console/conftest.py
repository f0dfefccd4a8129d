"""The consoles over HTTP on real stores: two counties, a few stations, a small shop."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select
from two_counties import GOODS, NETWORK

from bot.domain.events import OrderMoved, OrderPlaced
from bot.domain.message import Inbound, Text
from bot.domain.order import ON_THE_WAY, Order, OrderLine, Status
from bot.service import Service
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.redis.talks import Talks
from bot.storage.schema import outbox
from bot.turns import Turns
from bot.web.console import Console, add_console
from bot.web.server import make_server
from bot.web.simulator import Simulator, add_simulator
from catalog.shop import Shop
from tests.deeds import deeds_noted

ZONE = ZoneInfo("Asia/Shanghai")
FORM = re.compile(r'name="csrf" value="([^"]+)"')
SHOWN = re.compile(r'<p class="said(?: bad)?" role="(?:status|alert)">(.*?)</p>', re.DOTALL)


class Page:
    """An answer, read."""

    def __init__(self, status: int, text: str, url, headers) -> None:
        self.status, self.text, self.url, self.headers = status, text, url, headers

    @property
    def said(self) -> str:
        """What the page says of the last action."""
        return "\n".join(SHOWN.findall(self.text))

    @property
    def token(self) -> str:
        return FORM.search(self.text)[1]

    def hidden(self, name: str) -> list[str]:
        return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', self.text)


class Browser:
    """A browser: cookies, and the token of the page it looked at last."""

    def __init__(self, client: TestClient, county: County) -> None:
        self.client, self.county = client, county
        self.origin = str(client.make_url("/")).rstrip("/")
        self.token = ""

    async def get(self, path: str, **query: str) -> Page:
        async with self.client.get(path, params=query, headers={"Accept": "text/html"}) as answer:
            page = Page(answer.status, await answer.text(), answer.url, answer.headers)
        if found := FORM.search(page.text):
            self.token = found[1]
        return page

    async def post(self, path: str, *, origin: str | None = None, token: str | None = None, **fields) -> Page:
        form = {"csrf": self.token if token is None else token, **fields}
        headers = {"Origin": self.origin if origin is None else origin, "Accept": "text/html"}
        async with self.client.post(path, data=form, headers=headers) as answer:
            return Page(answer.status, await answer.text(), answer.url, answer.headers)

    async def ask_code(self, who: str) -> Page:
        await self.get("/console/sign-in")
        return await self.post("/console/sign-in", who=who)

    async def sign_in(self, who: str) -> Page:
        await self.ask_code(who)
        return await self.post("/console/sign-in/code", code=await self.county.newest_code())

    def cookie(self, name: str = "cunkou_console") -> str:
        return next((cookie.value for cookie in self.client.session.cookie_jar if cookie.key == name), "")

    def plant(self, value: str, name: str = "cunkou_console") -> None:
        """A cookie as the server itself would have set it."""
        self.client.session.cookie_jar.update_cookies({name: value}, self.client.make_url("/console/x"))


class County:
    """What happens in the database besides the consoles."""

    def __init__(self, database, seal, service) -> None:
        self.database, self.seal, self.service = database, seal, service
        self.placed = 0

    @property
    def now(self) -> datetime:
        return datetime.now(ZONE)

    async def record(self, *events) -> None:
        await self.database.run(lambda conn: record(conn, events, seal=self.seal, at=self.now))

    async def place(self, station: str = "V1", recipient: str = "桂兰", *, late: bool = False, contact="") -> str:
        self.placed += 1
        number = f"2611250{self.placed:02d}"
        person = None
        if contact:
            found = await self.database.run(lambda conn: people.find_or_make(conn, self.seal, contact, self.now))
            person = found.id
        order = Order(
            number=number,
            slip=self.placed,
            person=person,
            recipient=recipient,
            placed_by="villager" if person else f"manager:{station}",
            station=station,
            county="河湾县",
            lines=(OrderLine(sku="S1", name="中盐加碘食盐400g", unit="袋", quantity=Decimal(2), price_fen=250),),
            placed_at=self.now,
            promised_by=self.now.date() + timedelta(days=-1 if late else 1),
            draft=f"draft-{number}",
        )
        await self.record(OrderPlaced(order=order))
        return number

    async def bring(self, number: str, to: Status = Status.AT_STATION, code: str = "4821") -> None:
        for status in (*ON_THE_WAY[1:], Status.AT_STATION):
            at_station = status is Status.AT_STATION
            await self.record(
                OrderMoved(number=number, to=status, at=self.now, by="county", pickup_code=code if at_station else None)
            )
            if status is to:
                return

    async def hear(self, contact: str, *texts: str) -> str:
        for text in texts:
            message = Inbound(
                key=f"{contact}:{text}:{self.now.timestamp()}",
                channel=contact.partition(":")[0],
                contact=contact,
                at=self.now,
                content=Text(text=text),
            )
            reply = await self.service.handle(message)
        return reply

    async def letters(self, notice: str) -> list[str]:
        query = select(outbox.c.text).where(outbox.c.notice == notice).order_by(outbox.c.id)
        return await self.database.run(lambda conn: list(conn.execute(query).scalars()))

    async def newest_code(self) -> str:
        return re.search(r"\d{6}", (await self.letters("sign_in_code"))[-1])[0]


@pytest.fixture(scope="session")
def small_shop() -> Shop:
    return Shop(GOODS)


@pytest.fixture
async def service(sqlite, redis, seal, small_shop) -> AsyncIterator[Service]:
    async def heard_from(*_) -> None:
        pass

    service = Service(sqlite, Talks(redis, seal), seal, Turns(seal, lambda: small_shop, ZONE), heard_from)
    yield service
    await service.close()


@pytest.fixture
async def county(sqlite, seal, service) -> County:
    county = County(sqlite, seal, service)
    await sqlite.run(lambda conn: stations.save(conn, seal, NETWORK, at=county.now))
    return county


@pytest.fixture
async def console(sqlite, redis, seal, small_shop) -> Console:
    return Console.on(redis, sqlite, seal, lambda: small_shop)


@pytest.fixture
def simulator() -> Simulator | None:
    """Overridden where the simulator is served too."""
    return None


@pytest.fixture
async def server(sqlite, seal, service, county, console, simulator) -> AsyncIterator[TestServer]:
    async def missing() -> dict[str, str]:
        return {}

    app = make_server(
        channels=(), service=service, database=sqlite, seal=seal, zone=ZONE, api_token="t", missing=missing
    )
    add_console(app, console)
    if simulator:
        add_simulator(app, simulator)
    with deeds_noted(app):
        async with TestServer(app) as server:
            yield server


@pytest.fixture
async def open_browser(server, county):
    """`await open_browser()` is a browser of its own; `await open_browser("V1")` one that is signed in."""
    async with AsyncExitStack() as opened:

        async def open_one(who: str = "") -> Browser:
            client = await opened.enter_async_context(TestClient(server, cookie_jar=CookieJar(unsafe=True)))
            browser = Browser(client, county)
            if who:
                page = await browser.sign_in(who)
                assert page.status == 200, page.text
                browser.token = page.token
            return browser

        yield open_one


@pytest.fixture
async def browser(open_browser) -> Browser:
    return await open_browser()


@pytest.fixture
async def manager(open_browser) -> Browser:
    """At 杨柳站's counter."""
    return await open_browser("V1")


@pytest.fixture
async def centre(open_browser) -> Browser:
    """At the county's centre."""
    return await open_browser("C0")
