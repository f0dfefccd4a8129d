"""The programme's own figures: how much of the country is served, what is ordered there, what comes the next day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.coverage import TARGETS, Figures, total
from bot.storage.network import coverage
from bot.web.api import asking
from bot.web.api.asking import answer
from bot.web.api.coverage_shapes import CoverageShape, CoveredShape, MonthShape, RegionShape, TargetsShape
from bot.web.api.openapi import Operation, Operations
from bot.web.keys import DATABASE, ZONE
from bot.web.pages import render, see_other

PATH = "/console/coverage"
SHORT = "/coverage"
LONGEST = 40


def month_asked(request: web.Request) -> str:
    """The month of the query, this one where none is given. Raises Problem 400."""
    return asking.month(request) or f"{datetime.now(request.app[ZONE]):%Y-%m}"


async def tell(request: web.Request) -> web.Response:
    month, province = month_asked(request), request.query.get("province")

    def work(conn: Connection) -> CoverageShape:
        regions = coverage.of_counties(conn, month, province) if province else coverage.of_provinces(conn, month)
        return CoverageShape(
            month=month,
            targets=TargetsShape(counties=TARGETS.counties, villages=TARGETS.villages),
            covered=_covered(total(regions)),
            regions=[_region(figures) for figures in regions],
            months=[_month(figures) for figures in coverage.of_months(conn, month)],
        )

    return answer(await request.app[DATABASE].run(work))


async def show(request: web.Request) -> web.Response:
    """The same as a page."""
    month, province = month_asked(request), request.query.get("province", "")[:LONGEST]

    def work(conn: Connection) -> dict[str, Any]:
        everywhere = coverage.of_provinces(conn, month)
        return {
            "whole": total(everywhere),
            "regions": coverage.of_counties(conn, month, province) if province else everywhere,
            "months": coverage.of_months(conn, month),
        }

    found = await request.app[DATABASE].run(work)
    return render(request, "console/coverage.j2", month=month, province=province, targets=TARGETS, **found)


async def lead(request: web.Request) -> web.Response:
    """The short address; the session's cookie is sent to the consoles alone."""
    return see_other(PATH, **request.query)


def _covered(figures: Figures) -> CoveredShape:
    return CoveredShape(**{name: getattr(figures, name) for name in CoveredShape.__struct_fields__})


def _region(figures: Figures) -> RegionShape:
    return RegionShape(**{name: getattr(figures, name) for name in RegionShape.__struct_fields__})


def _month(figures: Figures) -> MonthShape:
    return MonthShape(month=figures.name, orders=figures.orders, sales_fen=figures.sales_fen, growth=figures.growth)


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/coverage",
            summary="Counties, villages and stations covered against the targets; orders and sales by region and month",
            answer=CoverageShape,
            query=(
                ("month", "like 2026-11; this month where not given"),
                ("province", "its counties instead of the provinces"),
            ),
        ),
        tell,
    ),
)
