"""Charts as SVG, reckoned here: no script, nothing fetched, readable on a cheap phone and on paper."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

WIDTH = 360
"""As many units as a cheap phone has points, so that letters stay letters there."""
ROW, BAR, COUNT = 46, 16, 48
HEIGHT, FLOOR = 180, 26
MOST_BARS = 15
LONGEST_LABEL = 20


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    value: int
    x: float
    y: float
    width: float
    height: float


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """`kind` is rows (bars to the right, each under its name) or columns (bars upwards, for weeks)."""

    kind: str
    title: str
    width: int
    height: int
    bars: tuple[Bar, ...]


def rows(title: str, values: Iterable[tuple[str, int]]) -> Chart:
    """The largest fifteen, as they come."""
    shown = list(values)[:MOST_BARS]
    longest = max((value for _, value in shown), default=0) or 1
    room = WIDTH - COUNT
    bars = tuple(
        Bar(
            label=_short(label),
            value=value,
            x=0,
            y=(n + 1) * ROW - BAR - 6,
            width=round(room * value / longest, 1),
            height=BAR,
        )
        for n, (label, value) in enumerate(shown)
    )
    return Chart(kind="rows", title=title, width=WIDTH, height=max(1, len(bars)) * ROW, bars=bars)


def columns(title: str, values: Iterable[tuple[str, int]]) -> Chart:
    """One bar a week, from left to right."""
    shown = list(values)
    highest = max((value for _, value in shown), default=0) or 1
    step = WIDTH / max(len(shown), 1)
    room = HEIGHT - 2 * FLOOR
    bars = tuple(
        Bar(
            label=label,
            value=value,
            x=round(n * step + step * 0.1, 1),
            y=round(HEIGHT - FLOOR - room * value / highest, 1),
            width=round(step * 0.8, 1),
            height=round(room * value / highest, 1),
        )
        for n, (label, value) in enumerate(shown)
    )
    return Chart(kind="columns", title=title, width=WIDTH, height=HEIGHT, bars=bars)


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
