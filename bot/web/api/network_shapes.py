"""What the API says and hears of villages, managers and stations that close."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from bot.web.api.shapes import Asked, Shape


class VillageShape(Shape, frozen=True, kw_only=True):
    code: str
    name: str
    town: str
    county: str
    city: str
    province: str
    station: str
    """Code of the station that serves it; "" where it has its own of the same name, or none."""


class VillagePage(Shape, frozen=True, kw_only=True):
    villages: list[VillageShape]
    next: str | None


class InviteAsked(Asked, frozen=True, kw_only=True):
    """Nothing is asked beside the station."""


class InviteShape(Shape, frozen=True, kw_only=True):
    code: str
    station: str
    created_at: datetime
    expires_at: datetime
    state: Literal["open", "used", "expired"]


class InviteList(Shape, frozen=True, kw_only=True):
    invites: list[InviteShape]


class CloseAsked(Asked, frozen=True, kw_only=True):
    move_to: Annotated[str, msgspec.Meta(max_length=64)] = ""
    """Code of the station that takes over."""


class ClosedShape(Shape, frozen=True, kw_only=True):
    station: str
    successor: str
    villagers: int
    orders: int
