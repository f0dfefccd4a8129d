"""An offer's effect drawn and said: how many of a hundred ordered, told and not told, and how sure the difference is."""

from __future__ import annotations

import msgspec

from bot.domain.campaign import Effect
from bot.web.insights import charts
from bot.web.insights.charts import Chart
from bot.web.pages.words import words

WIDTH, HEIGHT, SIDE = charts.WIDTH, 112, 30
MIDDLE = 42
NEAREST = 10.0
"""Per cent: a short interval is not drawn as if it were a wide one."""


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    x: float


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """A difference on its axis: from `low` to `high` with `dot` between them, and where nothing would be."""

    kind: str = "interval"
    title: str
    width: int = WIDTH
    height: int = HEIGHT
    y: int = MIDDLE
    low: Tick
    high: Tick
    dot: Tick
    nothing: Tick


def effect_charts(of: Effect) -> list[Chart | Interval]:
    shares = [
        (words("offer_effect.told", people=of.told), round(100 * of.told_ordered / of.told)),
        (words("offer_effect.held_out", people=of.held_out), round(100 * of.held_out_ordered / of.held_out)),
    ]
    return [charts.rows(words("offer_effect.shares"), shares), interval(of)]


def interval(of: Effect) -> Interval:
    least, most = min(of.low, 0.0), max(of.high, 0.0)
    span = max(most - least, NEAREST)

    def tick(value: float) -> Tick:
        x = SIDE + (WIDTH - 2 * SIDE) * (value - least) / span
        return Tick(label=f"{round(value):+d}" if round(value) else "0", x=round(x, 1))

    return Interval(
        title=words("offer_effect.difference"),
        low=tick(of.low),
        high=tick(of.high),
        dot=tick(of.difference),
        nothing=tick(0.0),
    )


def effect_said(of: Effect | None, *, over: bool) -> str:
    """In one sentence what the offer brought, or why that is not told."""
    if of is None:
        return words("offer_effect.few" if over else "offer_effect.runs")
    found = {"by": abs(round(of.difference)), "low": round(of.low), "high": round(of.high)}
    if of.low <= 0 <= of.high:
        return words("offer_effect.unsure", **found)
    return words("offer_effect.more" if of.low > 0 else "offer_effect.less", **found)
