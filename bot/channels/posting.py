"""HTTP to a platform, where the one question is: did the request go out or not?"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

import aiohttp
import msgspec
from yarl import URL

from bot.ports import SendFailed

CONNECT_SECONDS = 5
TOTAL_SECONDS = 10
KEEPALIVE_SECONDS = 4
"""Short: a kept connection that the platform closes just then would make a message's fate uncertain."""
CONNECTIONS = 256
"""More than are used at once: waiting for a free one would eat into a message's time."""
ANSWER_LIMIT = 64 * 1024


class Answered(msgspec.Struct, frozen=True):
    status: int
    body: bytes


class Poster:
    """One pool of connections to one platform."""

    def __init__(self, base: str, *, total_seconds: float = TOTAL_SECONDS) -> None:
        self.base = base
        # Less than the total, so that what never got through is told from what may have: waiting for a name, too.
        self._timeout = aiohttp.ClientTimeout(total=total_seconds, connect=min(CONNECT_SECONDS, total_seconds / 2))
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        connector = aiohttp.TCPConnector(keepalive_timeout=KEEPALIVE_SECONDS, limit=CONNECTIONS)
        self._session = aiohttp.ClientSession(connector=connector, timeout=self._timeout)

    async def close(self) -> None:
        if self._session:
            await self._session.close()
        self._session = None

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answered:
        """The answer, whatever its status. `path` is quoted already; with a query of its own it goes as signed. Raises SendFailed: `retry` where the platform was not reached,
        `uncertain` where nobody knows whether it was."""
        if self._session is None:
            raise SendFailed("not_started", "retry")
        kind = {"Content-Type": "application/json; charset=utf-8"} if body is not None else {}
        try:
            async with self._session.request(
                method,
                URL(self.base + path, encoded=True),
                params=query,
                data=body,
                headers={**kind, **(headers or {})},
                allow_redirects=False,
            ) as answer:
                return Answered(answer.status, await answer.content.read(ANSWER_LIMIT))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, ValueError) as error:
            raise SendFailed("not_reached", "retry", type(error).__name__) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            # The error's own text may hold the URL, and that a token or a password.
            raise SendFailed("no_answer", "uncertain", type(error).__name__) from error


def check_status(answer: Answered) -> None:
    """Raise SendFailed unless the status is a success: 5xx tells nothing of what was done, 4xx that nothing was."""
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise SendFailed(f"http_{answer.status}", "uncertain")
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise SendFailed(f"http_{answer.status}", "retry")
    if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
        raise SendFailed(f"http_{answer.status}", "never")
