"""The I/O edges as the rest sees them. Protocols and the values they speak in, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal, Protocol

import msgspec

from bot.domain.letter import Letter
from bot.domain.message import AnyContent, Inbound


class HookRequest(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTP request to a hook, without the server it came through."""

    method: str
    parts: Mapping[str, str]
    """Parts of the path that the hook names, `{secret}`."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Asked for by names in lower case."""
    body: bytes
    now: datetime
    """The wall clock, aware: signatures are measured by it."""
    remote: str = ""
    """The address it came from, '' where nobody knows."""


class HookAnswer(msgspec.Struct, frozen=True, kw_only=True):
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A verified message, and how its reply is dressed for the platform. '' is an answer without words."""

    message: Inbound
    answer: Callable[[str], HookAnswer]
    also: tuple[Inbound, ...] = ()
    """Messages that came with it in the same request, to be taken after it; the answer is the first one's."""


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """A route a channel wants served, and the pure function that reads what comes in by it."""

    methods: tuple[str, ...]
    path: str
    """In the style of aiohttp: `/hook/sms/kannel/{secret}`."""
    receive: Callable[[HookRequest], Received | HookAnswer]


class SendFailed(Exception):
    """A message did not go out, or nobody knows. The error carries the decision (facts: errcode tables).

    `outcome`: `retry` – it did not go and may be tried again; `never` – this way is closed for this message, try
    another channel; `uncertain` – it may have gone: record it, never send again.
    `dedupe_seconds`: with `retry`, it may have gone, but so long after the first attempt the platform knows it again.
    `closes`: the address takes nothing any more, by whatever platform (see Receipt).
    `of_number`: with `retry`, this address has had its share for now; the platform takes messages to others.
    """

    def __init__(
        self,
        code: str,
        outcome: str,
        detail: str = "",
        *,
        dedupe_seconds: int | None = None,
        closes: Literal["", "no_number", "opted_out"] = "",
        of_number: bool = False,
    ) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.outcome, self.detail, self.dedupe_seconds = code, outcome, detail, dedupe_seconds
        self.closes, self.of_number = closes, of_number


class Sent(msgspec.Struct, frozen=True):
    """A message that went out and costs something."""

    reference: str
    """What receipts will name."""
    provider: str
    parts: int
    """As how many it is paid."""


class Way(Protocol):
    """One way of reaching a person that a channel offers: WeChat has two (custom message, template), SMS one."""

    name: str
    """wechat, wechat_template, sms"""
    channel: str
    """Which of a person's contacts it uses: wechat or sms."""
    repeatable: bool
    """Whether the platform itself drops a message whose `reference` it knows."""
    last_resort: bool
    """Tried only where every other way, of every channel, is closed."""

    async def can_send(self, letter: Letter, address: str) -> bool:
        """Whether this way is open now for this letter (window, quota, template), without sending."""

    def fits(self, letter: Letter) -> bool:
        """Whether a letter joined of several can go this way as one message."""

    async def send(self, letter: Letter, address: str, reference: str) -> str | Sent:
        """Send; `reference` is the platform's idempotency key where it has one. Returns what receipts will name: the
        platform's own id, or `reference`; a Sent where it is paid by the part. Raises SendFailed."""


class Channel(Protocol):
    """A platform: how its messages come in, and the ways it offers for sending, best first."""

    name: str
    hooks: tuple[Hook, ...]
    ways: tuple[Way, ...]

    def window(self, content: AnyContent) -> tuple[int, int] | None:
        """How many messages for how many seconds a person may be sent after this came from them; None: no window
        opens, or the platform counts none."""

    async def start(self) -> None: ...

    async def close(self) -> None: ...


class Windows(Protocol):
    """WeChat's quota of messages after a person wrote (custom/send: 5 in 48 h, or 3 in a minute after an event)."""

    async def open(self, person: str, address: str, *, count: int, seconds: int) -> None:
        """A window opened: at least `count` messages for `seconds` from now."""

    async def left(self, person: str, address: str) -> int: ...

    async def spend(self, person: str, address: str) -> bool:
        """Take one message from the window; False where none is left."""

    async def close(self, person: str, address: str) -> None:
        """The platform says the window is shut (45015, 45047)."""
