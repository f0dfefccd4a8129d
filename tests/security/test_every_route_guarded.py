"""Every route of the whole server, asked by each role and by nobody. A new route must be in one of the tables here, or behind a
guard that this walk sees."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from secrets import token_urlsafe

import aiohttp
import fuzz
import pytest
from fuzzing import FIRST

from bot.serving import _server
from bot.storage.insights import merchants
from bot.storage.persons import people
from bot.storage.redis.sessions import Sessions
from bot.web.auth import MERCHANTS
from bot.web.console.access import COOKIE
from bot.web.console.routes import OPEN

API, CONSOLE, COVERAGE = "/api/v1/", "/console", "/coverage"
COUNTY = ("/console/county", "/console/coverage")
THE_SHOPS_ALONE = {("POST", "/api/v1/campaigns/{campaign}/decision")}
"""Among what merchants may ask."""
SIGNING_IN = {f"{CONSOLE}{path}" for _, path, _ in OPEN}
BY_THEMSELVES = {
    "/hook/": "signatures or a secret path: tests/channels, tests/payments, fuzz.py",
    "/insights": "a merchant's token, or a cookie that has it: tests/web/test_insights_pages.py",
    "/pay/": "the link itself: tests/payments",
    "/me/": "the link itself: tests/security/test_own_data.py",
    "/simulator": "this machine alone: tests/simulator",
    "/assets/": "styles and scripts",
    "/healthz": "figures without names",
    "/readyz": "likewise",
    "/metrics": "likewise",
    "/api/openapi.json": "how the API is asked",
}
"""What has no role, and what guards it."""
FORM = "application/x-www-form-urlencoded"
BOMB = zlib.compress(b"a" * 50_000_000, 9, wbits=31)
"""As many kilobytes as are taken, and a thousand times as many when unpacked."""
MANAGER, CENTRE = "oCunkouSample-HW0101-manager", "oCunkouSample-HW00-manager00"
MERCHANT = "沁源粮油总店"


class World:
    """A server with all its routes, and a cookie for each role."""

    def __init__(self, base: str, http: aiohttp.ClientSession, routes: list[tuple[str, str]], **tokens: str) -> None:
        self.base, self.http, self.routes, self.tokens = base, http, routes, tokens

    async def ask(self, method: str, path: str, *, bearer: str = "", cookie: str = "", query: str = "", **more) -> int:
        """The status; of what never ends only that is read."""
        filled = re.sub(r"\{\w+\}", "1", path)
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        headers |= {"Cookie": f"{COOKIE}={self.tokens[cookie]}"} if cookie else {}
        headers |= more.pop("headers", {})
        url = f"{self.base}{filled}{query}"
        async with self.http.request(method, url, headers=headers, allow_redirects=False, **more) as answer:
            self.location = answer.headers.get("Location", "")
            return answer.status

    def of(self, prefix: str) -> list[tuple[str, str]]:
        return [(method, path) for method, path in self.routes if path.startswith(prefix)]


@pytest.fixture(scope="module")
async def world(tmp_path_factory) -> AsyncIterator[World]:
    async with fuzz.bot(tmp_path_factory.mktemp("roles"), FIRST) as (parts, base), aiohttp.ClientSession() as http:
        now, seal = datetime.now(UTC), parts.seal

        def work(conn) -> dict[str, str]:
            who = {"manager": MANAGER, "centre": CENTRE, "villager": "oSomebody"}
            found = {role: people.find_or_make(conn, seal, f"wechat:{openid}", now).id for role, openid in who.items()}
            return found | {"merchant": merchants.new_token(conn, MERCHANT, now)}

        tokens = await parts.database.run(work)
        sessions = Sessions(parts.redis, seal)
        begun = {role: await sessions.begin(tokens[role]) for role in ("manager", "centre", "villager")}
        tokens |= {role: session.token for role, session in begun.items()}
        tokens |= {f"{role}_form": session.csrf for role, session in begun.items()}
        tokens["stranger"] = f"{tokens['villager'].partition('.')[0]}.{token_urlsafe(32)}"
        listed = {
            (route.method, route.resource.canonical)
            for route in _server(parts).router.routes()
            if route.resource and route.method != "HEAD"
        }
        yield World(base, http, sorted(listed), **tokens)


def test_nothing_is_served_that_nobody_guards(world):
    guarded = (API, CONSOLE, COVERAGE)
    bare = [path for _, path in world.routes if not path.startswith((*guarded, *BY_THEMSELVES))]
    assert bare == []
    used = {known for known in BY_THEMSELVES for _, path in world.routes if path.startswith(known)}
    assert used == set(BY_THEMSELVES)


async def test_the_api_is_for_who_has_its_token(world):
    assert len(world.of(API)) > 40
    for method, path in world.of(API):
        merchants_too = path.startswith(MERCHANTS) and (method, path) not in THE_SHOPS_ALONE
        assert await world.ask(method, path) == 401, path
        assert await world.ask(method, path, bearer="t" * 39) == 401, path
        assert await world.ask(method, path, cookie="centre") == 401, path
        by_merchant = await world.ask(method, path, bearer=world.tokens["merchant"])
        assert (by_merchant != 401) == merchants_too, path
        assert await world.ask(method, path, bearer="t" * 40) not in (401, 403), path


async def test_the_consoles_are_for_managers_and_the_countys_pages_for_its_centre(world):
    pages = [*world.of(CONSOLE), *world.of(COVERAGE)]
    for method, path in pages:
        if path in SIGNING_IN:
            continue
        for nobody in ("", "stranger"):
            assert await world.ask(method, path, cookie=nobody) == 303, path
            assert world.location.startswith("/console"), path
        if path == COVERAGE:
            continue  # leads on to the county's page
        assert await world.ask(method, path, cookie="villager") == 403, path
        assert await world.ask(method, path, cookie="manager", query="?at=HW0102") == 403, "somebody else's station"
        if path.startswith(COUNTY):
            assert await world.ask(method, path, cookie="manager") == 403, path
        if method == "GET" and path != "/console/events":
            its_own = "centre" if path.startswith(COUNTY) else "manager"
            assert await world.ask(method, path, cookie=its_own) not in (401, 403), path


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        ("/hook/sms/kannel/secret-path?from=1&to=1&id=1&ts=1", {"Content-Encoding": "gzip"}, BOMB, 415),
        ("/api/v1/campaigns", {"Content-Encoding": "gzip"}, BOMB, 415),
        ("/console/sign-in", {"Content-Encoding": "deflate"}, b"a=b", 415),
        ("/console/sign-in", {"Content-Type": f"{FORM}; charset=zlib"}, b"a=b", 400),
        ("/console/sign-in", {"Content-Type": FORM}, b"who=\xff\xfe", 400),
        ("/insights/sign-in", {"Content-Type": f"{FORM}; charset=idna"}, b"a=\xff", 400),
        ("/api/v1/stations/HW0101/invites", {"Idempotency-Key": "钥匙"}, b"{}", 400),
        ("/api/v1/stations/%00/invites", {}, b"{}", 404),
    ],
)
async def test_strange_bodies_are_refused_before_they_cost_anything(world, path, headers, body, status):
    begun = time.perf_counter()
    assert await world.ask("POST", path, bearer="t" * 40, headers=headers, data=body, compress=None) == status
    assert time.perf_counter() - begun < 2


async def test_no_button_of_the_consoles_can_be_pressed_from_elsewhere(world):
    """With the token and from another site, from here without the token, and with neither."""
    here, there = {"Origin": world.base}, {"Origin": "https://evil.example"}
    for method, path in world.of(CONSOLE):
        if method != "POST":
            continue
        role = "centre" if path.startswith(COUNTY) else "manager"
        form = {"csrf": world.tokens[f"{role}_form"]}
        for headers, data in ((there, form), ({}, form), (here, {}), (here, {"csrf": "guessed"}), (there, {})):
            assert await world.ask(method, path, cookie=role, headers=headers, data=data) == 403, (path, headers)
