"""The county centre's system: it speaks to cunkou's JSON API with the bearer token and nothing else."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

import aiohttp

WAY_TO_STATION: Final = ("packed", "at_county", "in_transit", "at_station")
WAY_HOME: Final = (*WAY_TO_STATION, "out_for_delivery", "delivered", "installed")


class Refused(Exception):
    """The API answered with an error; `status` is HTTP's."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(f"{status}: {problem}")
        self.status = status


class County:
    def __init__(self, http: aiohttp.ClientSession, base: str, token: str) -> None:
        self._http, self._api, self._headers = http, f"{base}/api/v1", {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """A page of the API, `orders`. Raises Refused."""
        async with self._http.get(f"{self._api}/{path}", params=query, headers=self._headers) as answer:
            return await _read(answer)

    async def orders(self, **of: str) -> list[dict[str, Any]]:
        """Orders of a `contact`, a `station`, a `status`: newest first."""
        orders: list[dict[str, Any]] = (await self.get("orders", **of))["orders"]
        return orders

    async def report(self, number: str, type: str, **more: str) -> None:  # noqa: A002 - the API's own word
        """An event of an order: a state it reached, or `late`. Raises Refused."""
        path = f"{self._api}/orders/{number}/events"
        async with self._http.post(path, json={"type": type} | more, headers=self._headers) as answer:
            await _read(answer)

    async def advance(self, number: str, status: str, to: str) -> None:
        """Report every state between an order's `status` and `to`, in order."""
        done = WAY_HOME.index(status) + 1 if status in WAY_HOME else 0
        for state in WAY_HOME[done : WAY_HOME.index(to) + 1]:
            await self.report(number, state)


async def _read(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise Refused(answer.status, await answer.text())
    content: dict[str, Any] = await answer.json() if answer.status != HTTPStatus.NO_CONTENT else {}
    return content
