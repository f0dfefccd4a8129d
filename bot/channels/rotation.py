"""A secret that is being changed: what the new one refuses may still be right by the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from bot.ports import Hook, HookAnswer, HookRequest

T = TypeVar("T")
REFUSED = (403, 404)


def either(
    now: Callable[[HookRequest], T | HookAnswer], before: Callable[[HookRequest], T | HookAnswer]
) -> Callable[[HookRequest], T | HookAnswer]:
    """Reads a request as `now` does, and as `before` where `now` does not believe it."""

    def receive(request: HookRequest) -> T | HookAnswer:
        received = now(request)
        refused = isinstance(received, HookAnswer) and received.status in REFUSED
        return before(request) if refused else received

    return receive


def rotating(now: Sequence[Hook], before: Sequence[Hook]) -> tuple[Hook, ...]:
    """The hooks of one channel with its new secret and with the one before, route by route."""
    return tuple(
        replace(one, receive=either(one.receive, other.receive)) for one, other in zip(now, before, strict=True)
    )
