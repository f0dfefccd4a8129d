"""What the API says and hears of installations beside the list."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from bot.web.api.shapes import Asked, Shape


class MoveAsked(Asked, frozen=True, kw_only=True):
    date: date
    period: Literal["morning", "noon", "afternoon", "evening"] | None = None
    time: Annotated[str, msgspec.Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = None


class VisitShape(Shape, frozen=True, kw_only=True):
    order: str
    date: date
    period: str | None
    time: str | None
    half: str
    """In which half of the day it has its place."""
