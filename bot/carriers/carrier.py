"""What every carrier's callback is: a route, and how a request becomes a sighting of a parcel."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from bot.domain.parcel import Sighting
from bot.ports import HookAnswer, HookRequest


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A verified push."""

    sighting: Sighting
    accepted: HookAnswer
    """Once it is stored."""
    later: HookAnswer
    """Where it could not be: the platform shall push again."""


class CarrierHook(msgspec.Struct, frozen=True, kw_only=True):
    path: str
    """In the style of aiohttp: `/hook/carrier/kuaidi100/{secret}`."""
    receive: Callable[[HookRequest], Told | HookAnswer]
