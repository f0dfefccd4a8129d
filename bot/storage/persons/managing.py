"""A manager comes by invite, or leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, update

from bot.dialogue.replies import render
from bot.dialogue.saying import numbered
from bot.domain import events as happened
from bot.domain.events import AlertLevel, AlertRaised
from bot.domain.people import Station
from bot.storage.network import alerts
from bot.storage.network import stations as network
from bot.storage.persons import appointments, invites, people
from bot.storage.privacy.seal import Seal
from bot.storage.schema import stations
from bot.storage.sql.retake import InviteUsed

MOST_HANDED_UP = 500
_LEVELS = ("urgent", "warning", "info")
NOBODY: dict[str, Any] = {"manager": None, "manager_name": "", "manager_phone": "", "manager_wechat": ""}


def appoint(conn: Connection, seal: Seal, event: happened.ManagerAppointed) -> None:
    """The person runs the station from now on, by every contact they have. Raises InviteUsed."""
    if not invites.use(conn, seal, event.code, event.person, event.at):
        raise InviteUsed(event.station)
    station = network.find(conn, seal, event.station)
    person = people.load(conn, seal, event.person)
    if station is None or person is None:
        raise LookupError(f"no station has the code {event.station}, or nobody is {event.person}")
    appointments.note(conn, seal, station, event.at)
    reached = people.addresses(conn, seal, [event.person]).get(event.person, {})
    _set(
        conn,
        event.station,
        manager=event.person,
        manager_name=person.name,
        manager_phone=seal.seal(reached.get("sms", "")),
        manager_wechat=seal.seal(reached.get("wechat", "")),
    )
    people.change(conn, event.person, station=event.station)


def dismiss(conn: Connection, seal: Seal, event: happened.ManagerDismissed) -> bool:
    """The station has no manager and no open invite; False where it had no manager before."""
    station, running = network.find_with_managers(conn, seal, event.station)
    invites.revoke(conn, event.station, event.at)
    if station is None or not running:
        return False
    appointments.note(conn, seal, station, event.at)
    _set(conn, event.station, **NOBODY)
    return True


def leaving(conn: Connection, seal: Seal, code: str, at: datetime) -> Iterator[happened.Event]:
    """What happens when the manager of a station leaves: the county's centre takes over what nobody saw.

    Raises LookupError where there is no such station, or it has no manager.
    """
    station, running = network.find_with_managers(conn, seal, code)
    if station is None or not running:
        raise LookupError(f"no station with a manager has the code {code}")
    yield happened.ManagerDismissed(station=code, at=at)
    yield from handed_up(conn, seal, station, at)


def handed_up(conn: Connection, seal: Seal, station: Station, at: datetime) -> Iterator[AlertRaised]:
    """The station's unseen alerts as one alert of its county's centre, the urgent ones first; at the station they count as
    seen."""
    centre = network.centre_of(conn, seal, station)
    if centre is None or centre.code == station.code:
        return
    unseen = sorted(
        alerts.unseen(conn, seal, station.code, MOST_HANDED_UP), key=lambda alert: _LEVELS.index(alert.level)
    )
    if unseen:
        yield AlertRaised(
            station=centre.code,
            kind="escalated",
            level=cast("AlertLevel", unseen[0].level),
            text=_together(station, [alert.text for alert in unseen]),
            key=f"handed_up:{max(alert.id for alert in unseen)}",
        )
    alerts.acknowledge(conn, station.code, at)


def _together(station: Station, texts: list[str]) -> str:
    if len(texts) == 1:
        return render("manager.handed_up_one", "wechat", station=station.name, text=texts[0])
    return render("manager.handed_up", "wechat", station=station.name, count=len(texts), rows=numbered(texts))


def _set(conn: Connection, code: str, **columns: Any) -> None:
    conn.execute(update(stations).where(stations.c.code == code).values(**columns))
