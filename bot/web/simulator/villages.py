"""Village stations to choose from."""

from __future__ import annotations

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.domain.people import Station
from bot.storage.network import stations
from bot.storage.sql.cursor import MOST_ROWS
from bot.web.api.asking import answer
from bot.web.api.shapes import Shape
from bot.web.keys import DATABASE, SEAL
from bot.web.simulator.access import playable

LONGEST_WORDS = 40


class Village(Shape, frozen=True, kw_only=True):
    code: str
    name: str
    place: str
    manager: str
    manager_by: list[str]
    """Channels by which its manager may be played, wechat and sms."""


class Villages(Shape, frozen=True, kw_only=True):
    villages: list[Village]
    more: bool
    """There are others, found by `words`."""


class Manager(msgspec.Struct, frozen=True, kw_only=True):
    """A station's manager whom the simulator may play."""

    station: str
    person: str
    contacts: dict[str, str]
    """channel → contact"""


async def list_villages(request: web.Request) -> web.Response:
    """The first village stations, or those that `words` can mean."""
    words, seal = request.query.get("words", "")[:LONGEST_WORDS], request.app[SEAL]

    def work(conn: Connection) -> tuple[list[Station], bool]:
        if words:
            return stations.named(conn, seal, words)[:MOST_ROWS], True
        page = stations.page(conn, seal, limit=MOST_ROWS)
        return [station for station in page.rows if station.level == "village"], page.next is not None

    found, more = await request.app[DATABASE].run(work)
    return answer(Villages(villages=[_village(request, station) for station in found], more=more))


def manager_of(conn: Connection, request: web.Request, code: str) -> Manager | None:
    """The manager of the station with this code; None where nobody is to be played."""
    station, running = stations.find_with_managers(conn, request.app[SEAL], code)
    contacts = playable(request, station) if station else {}
    return Manager(station=code, person=running[0], contacts=contacts) if contacts and running else None


def _village(request: web.Request, station: Station) -> Village:
    return Village(
        code=station.code,
        name=station.name,
        place=station.county + station.town + station.village,
        manager=station.manager_name,
        manager_by=sorted(playable(request, station), reverse=True),
    )
