"""What the API says of coverage."""

from __future__ import annotations

from bot.web.api.shapes import Shape


class TargetsShape(Shape, frozen=True, kw_only=True):
    counties: int
    villages: int


class CoveredShape(Shape, frozen=True, kw_only=True):
    counties: int
    villages: int
    stations: int
    select_stations: int


class RegionShape(Shape, frozen=True, kw_only=True):
    name: str
    """The province, or the county; "" for what was ordered outside the network of today."""
    counties: int
    villages: int
    stations: int
    select_stations: int
    orders: int
    sales_fen: int
    growth: float | None
    """Of sales over the same month a year before: 0.25 is a quarter more; null where there were none."""
    arrived: int
    next_day: int
    next_day_share: float | None


class MonthShape(Shape, frozen=True, kw_only=True):
    month: str
    orders: int
    sales_fen: int
    growth: float | None


class CoverageShape(Shape, frozen=True, kw_only=True):
    month: str
    targets: TargetsShape
    covered: CoveredShape
    """In the regions shown."""
    regions: list[RegionShape]
    months: list[MonthShape]
    """Of the whole programme, the newest first, 13 at most."""
