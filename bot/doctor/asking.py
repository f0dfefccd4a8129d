"""HTTP questions to platforms; what comes back tells the platform's clock, too."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import msgspec

TOTAL_S = 8
ANSWER_LIMIT = 256 * 1024


class Unreached(Exception):
    """No answer came; the text says why, and never holds an address with a secret in it."""


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    status: int
    body: bytes
    skew_s: float | None
    """How far this machine's clock is ahead of the platform's; None where it does not tell its own."""

    def read(self, shape: Any) -> Any:
        """The body as JSON of that shape. Raises Unreached."""
        try:
            return msgspec.json.decode(self.body, type=shape)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Unreached(f"HTTP {self.status} with an answer nobody can read") from error


class Asker:
    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def ask(
        self,
        method: str,
        url: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Heard:
        """The answer, whatever its status. Raises Unreached."""
        try:
            async with self._session.request(
                method, url, params=query, data=body, headers=headers, allow_redirects=False
            ) as answer:
                now = datetime.now(UTC)
                said = await answer.content.read(ANSWER_LIMIT)
                return Heard(status=answer.status, body=said, skew_s=_skew(answer.headers.get("Date", ""), now))
        except aiohttp.ClientConnectorCertificateError as error:
            raise Unreached("its certificate is not believed") from error
        except (aiohttp.ClientError, ssl.SSLError, TimeoutError, OSError, ValueError) as error:
            raise Unreached(type(error).__name__) from error


@contextlib.asynccontextmanager
async def asking() -> AsyncIterator[Asker]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TOTAL_S)) as session:
        yield Asker(session)


def _skew(date: str, now: datetime) -> float | None:
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return None
    return (now - theirs).total_seconds() if theirs.tzinfo else None
