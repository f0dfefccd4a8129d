"""The programme's own figures: how much of the country it reaches, and what is ordered there. Targets: config/coverage.yaml."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from config.data import read_yaml


class Targets(msgspec.Struct, frozen=True, kw_only=True):
    counties: int
    villages: int


TARGETS = msgspec.convert(read_yaml("coverage.yaml")["targets"], Targets)


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Of a region and a month, or of several together."""

    name: str = ""
    """The province, or the county."""
    counties: int = 0
    """In which at least one village has a station."""
    villages: int = 0
    """That a station serves."""
    stations: int = 0
    select_stations: int = 0
    orders: int = 0
    """Placed in the month and not called off."""
    sales_fen: int = 0
    sales_before_fen: int = 0
    """In the same month of the year before."""
    arrived: int = 0
    """Orders promised for the month that reached their station."""
    next_day: int = 0
    """Of these, the day after they were ordered, or before."""

    @property
    def growth(self) -> float | None:
        """Of sales in a year, 0.25 for a quarter more; None where there were none to compare with."""
        return grown(self.sales_fen, self.sales_before_fen)

    @property
    def next_day_share(self) -> float | None:
        return self.next_day / self.arrived if self.arrived else None


def grown(now: int, before: int) -> float | None:
    return now / before - 1 if before > 0 else None


def total(some: Iterable[Figures], name: str = "") -> Figures:
    """All together."""
    rows = list(some)
    counted = [field for field in Figures.__struct_fields__ if field != "name"]
    return Figures(name=name, **{field: sum(getattr(row, field) for row in rows) for field in counted})


def a_year_before(month: str) -> str:
    """2025-11 of 2026-11."""
    return f"{int(month[:4]) - 1:04d}{month[4:]}"
