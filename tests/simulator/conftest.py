"""The simulator over HTTP on real stores: the sample shop, the sample's stations and one real one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.simulator import SimulatorChannel
from bot.domain.network import read_stations
from bot.domain.people import Station
from bot.outbox import Outbox
from bot.service import Service
from bot.storage.network import stations
from bot.storage.redis.talks import Talks
from bot.turns import Turns
from bot.web.server import make_server
from bot.web.simulator import Simulator, add_simulator
from catalog.reading import read_catalog
from catalog.shop import Shop

ZONE = ZoneInfo("Asia/Shanghai")
SAMPLE = Path(__file__).parents[2] / "config" / "sample"
REAL = Station(code="LH01", name="柳河站", village="柳河村", manager_wechat="oAReal", manager_phone="+8613900000001")


class Platform:
    """A channel whose platform is this list."""

    name, hooks = "wechat", ()

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.ways = (_Way("wechat", self.got), _Way("sms", self.got))


class _Way:
    repeatable = last_resort = False

    def __init__(self, name: str, got: list[tuple[str, str]]) -> None:
        self.name = self.channel = name
        self._got = got

    def fits(self, letter) -> bool:
        return True

    async def can_send(self, letter, address: str) -> bool:
        return True

    async def send(self, letter, address: str, reference: str) -> str:
        self._got.append((address, letter.text))
        return reference


class Browser:
    """A browser with the simulator's page open."""

    def __init__(self, client: TestClient, send: Callable[[], Awaitable[object]]) -> None:
        self.client, self._send = client, send
        self.origin = str(client.make_url("/")).rstrip("/")
        self.station = "HW0101"
        self.after: int | None = None

    async def post(self, path: str, **asked) -> tuple[int, dict]:
        headers = {"Origin": self.origin}
        async with self.client.post(f"/simulator{path}", json=asked, headers=headers) as answer:
            return answer.status, await answer.json() if answer.content_length else {}

    async def say(self, phone: str, **said) -> dict:
        about = {"station": self.station} if phone == "manager" else {}
        status, answer = await self.post("/say", phone=phone, **about, **said)
        assert status == 200, answer
        return answer

    async def replies(self, phone: str, *texts: str) -> str:
        """Says these one after another and gives the last reply."""
        for text in texts:
            reply = (await self.say(phone, text=text))["reply"]
        return reply

    async def news(self) -> dict:
        """What came since the last time, once everything due is sent."""
        await self._send()
        asked = {"station": self.station} | ({} if self.after is None else {"after": str(self.after)})
        async with self.client.get("/simulator/letters", params=asked) as answer:
            assert answer.status == 200
            told = await answer.json()
        self.after = told["after"]
        return told

    async def letters(self, phone: str) -> list[str]:
        return [letter["text"] for letter in (await self.news())["letters"] if letter["phone"] == phone]

    async def move(self, *states: str) -> tuple[int, dict]:
        """The county brings the newest order to these states in turn; the last answer."""
        number = (await self.news_of_order())["number"]
        for to in states:
            status, answer = await self.post("/county", number=number, to=to, station=self.station)
        return status, answer

    async def news_of_order(self) -> dict:
        async with self.client.get("/simulator/letters", params={"station": self.station}) as answer:
            return (await answer.json())["order"]

    async def orders_salt(self, phone: str = "wechat") -> None:
        """Scans the station's code and orders a bag of salt; both must go well."""
        if phone == "wechat":
            await self.say("wechat", scan=self.station)
        else:
            await self.replies("sms", "我是河湾县柳河镇杨柳村的")
        assert "单号" in await self.replies(phone, "来一袋久大泡菜盐", "1")


@pytest.fixture(scope="session")
def shop() -> Shop:
    return Shop(read_catalog(SAMPLE / "catalog.csv").rows)


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
async def serve(database, redis, seal, shop, platform) -> AsyncIterator[Callable[..., Awaitable[Callable]]]:
    """Starts the simulator: `open_page = await serve(everywhere=True)`; `await open_page()` is a new Browser.

    `connected`: with a platform and as the bot then is, else as without one.
    """

    async def heard_from(*_) -> None:
        pass

    async def missing() -> dict[str, str]:
        return {}

    network = [*read_stations(SAMPLE / "stations.csv").rows, REAL]
    await database.run(lambda conn: stations.save(conn, seal, network, at=datetime.now(UTC)))
    service = Service(database, Talks(redis, seal), seal, Turns(seal, lambda: shop, ZONE), heard_from)
    async with AsyncExitStack() as open_things:

        async def serve(*, everywhere: bool = False, connected: bool = True) -> Callable[[], Awaitable[Browser]]:
            channels = (SimulatorChannel(managers=not connected), *([platform] * connected))
            outbox = Outbox(database, seal, channels, ZONE, gather=timedelta(0))
            server = make_server(
                channels=(), service=service, database=database, seal=seal, zone=ZONE, api_token="t", missing=missing
            )
            add_simulator(server, Simulator(shop=lambda: shop, everywhere=everywhere))
            test_server = await open_things.enter_async_context(TestServer(server))

            async def open_page() -> Browser:
                client = await open_things.enter_async_context(TestClient(test_server))
                browser = Browser(client, outbox.tick)
                await client.get("/simulator")
                await browser.news()
                return browser

            return open_page

        yield serve
    await service.close()


@pytest.fixture
async def open_page(serve) -> Callable[[], Awaitable[Browser]]:
    return await serve()


@pytest.fixture
async def browser(open_page) -> Browser:
    return await open_page()
