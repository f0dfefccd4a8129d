"""Goods that wait at a station: who is reminded when, and when they go back. Data: config/network/waiting.yaml."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from config.data import read_yaml


class Step(msgspec.Struct, frozen=True, kw_only=True):
    days: int
    """After how many days at the station."""
    does: Literal["remind", "alert", "return"]


STEPS = msgspec.convert(read_yaml("network/waiting.yaml")["steps"], tuple[Step, ...])


def next_step(done: int) -> Step | None:
    """The step after the one of `done` days; 0 is the arrival. None after the last."""
    return next((step for step in STEPS if step.days > done), None)


def due_after(done: int, at: datetime) -> datetime | None:
    """When the next step is due, if the one of `done` days was taken at `at`."""
    step = next_step(done)
    return at + timedelta(days=step.days - done) if step else None


def days_left(done: int) -> int:
    """How many days are left after the step of `done` days before the goods go back."""
    return max((step.days for step in STEPS if step.does == "return"), default=done) - done
