"""The installers' day as a table to take along: CSV for a spreadsheet, or a page to print."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.saying import PERIODS, brief
from bot.domain.installation import Visit
from bot.domain.phone import dialled
from bot.domain.readiness import notes
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.web.pages.rendering import render

HEADING = ("时段", "钟点", "站", "号", "单号", "姓名", "电话", "地址", "货", "家里情况", "状态", "装好签字")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    half: str
    time: str
    station: str
    slip: str
    order: str
    recipient: str
    phone: str
    address: str
    goods: str
    notes: str
    status: str
    signature: str = ""


def rows(conn: Connection, seal: Seal, visits: Iterable[Visit]) -> list[Row]:
    """The visits with the phones of the people who are at home."""
    listed = list(visits)
    ways = people.addresses(conn, seal, sorted({v.order.person for v in listed if v.order.person}))
    return [_row(visit, ways.get(visit.order.person or "", {}).get("sms", "")) for visit in listed]


def as_csv(found: list[Row], day: date) -> web.Response:
    """With the mark by which spreadsheets know UTF-8. What people wrote is never taken for a formula."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(HEADING)
    table.writerows([_harmless(cell) for cell in msgspec.structs.astuple(row)] for row in found)
    name = f'attachment; filename="installations-{day}.csv"'
    body = text.getvalue().encode("utf-8-sig")
    return web.Response(body=body, content_type="text/csv", charset="utf-8", headers={"Content-Disposition": name})


def as_page(request: web.Request, found: list[Row], day: date, county: str) -> web.Response:
    """To be printed: one page a day."""
    return render(request, "api/installation_sheet.j2", heading=HEADING, rows=found, day=day, county=county)


def _row(visit: Visit, phone: str) -> Row:
    order = visit.order
    return Row(
        half=PERIODS[visit.half],
        time=order.installation.time if order.installation else "",
        station=order.station,
        slip=str(order.slip),
        order=order.number,
        recipient=order.recipient,
        phone=dialled(phone),
        address=order.address,
        goods=brief(order),
        notes="、".join(notes(visit.readiness)),
        status=order.status,
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
