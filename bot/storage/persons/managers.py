"""Who runs the stations: each manager one person over the phone and the openid of the stations file.

An import names up to 150,000 of them, so all that is plain is written in bulk; only a manager whose two contacts were two
persons until now, or who changed a contact, is dealt with alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, literal, select

from bot.domain.people import Station
from bot.storage.persons import people
from bot.storage.privacy.rekeying import settle
from bot.storage.privacy.seal import Seal
from bot.storage.schema import contacts, persons, stations
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.upsert import insert_new

_OWNERS = select(contacts.c.contact, contacts.c.person).where(
    contacts.c.contact.in_(bindparam("indexes", expanding=True))
)
_BEFORE = select(stations.c.code, stations.c.manager, stations.c.manager_phone, stations.c.manager_wechat).where(
    stations.c.code.in_(bindparam("codes", expanding=True)), stations.c.manager.is_not(None)
)
_ELSEWHERE = select(literal(1)).where(stations.c.manager == bindparam("person"), stations.c.code != bindparam("code"))


def appoint(conn: Connection, seal: Seal, some: Sequence[Station], at: datetime) -> dict[str, str]:
    """Find or make the person who runs each station, and give back contacts a manager no longer has. Returns station
    code → person id; stations without a manager's contact are left out."""
    named = {station.code: contacts_of(station) for station in some}
    named = {code: theirs for code, theirs in named.items() if theirs}
    owners = _owners(conn, seal, [contact for theirs in named.values() for contact in theirs])
    running = {code: owners.get(theirs[0]) or seal.person_id_of(theirs[0]) for code, theirs in named.items()}
    new = {c: running[code] for code, theirs in named.items() for c in theirs if c not in owners}
    _make(conn, seal, new, at)
    apart = [(c, running[code]) for code, theirs in named.items() for c in theirs if (owners | new)[c] != running[code]]
    for contact, person in apart:
        people.link(conn, seal, contact, person, at)
    if apart:  # a person who was linked to another may run a station too
        owners = _owners(conn, seal, [theirs[0] for theirs in named.values()])
        running = {code: owners[theirs[0]] for code, theirs in named.items()}
    for row in conn.execute(_BEFORE, {"codes": [station.code for station in some]}).all():
        _give_back(conn, seal, row, named.get(row.code, ()), running.get(row.code), at)
    return running


def contacts_of(station: Station) -> tuple[str, ...]:
    """A manager's contacts, the one that makes the person first."""
    wechat, phone = station.manager_wechat, station.manager_phone
    return tuple([f"wechat:{wechat}"] * bool(wechat) + [f"sms:{phone}"] * bool(phone))


def _owners(conn: Connection, seal: Seal, named: Sequence[str]) -> dict[str, str]:
    settle(conn, seal, named)
    by_index = {seal.index(contact): contact for contact in named}
    rows = conn.execute(_OWNERS, {"indexes": list(by_index)})
    return {by_index[row.contact]: row.person for row in rows}


def _make(conn: Connection, seal: Seal, new: dict[str, str], at: datetime) -> None:
    """Persons and contacts that nobody has written by yet."""
    if not new:
        return
    ids = sorted(set(new.values()))
    conn.execute(insert_new(conn, persons), [{"id": person, "created_at": at} for person in ids])
    rows = [_contact_row(seal, contact, person, at) for contact, person in new.items()]
    conn.execute(insert_new(conn, contacts), rows)


def _contact_row(seal: Seal, contact: str, person: str, at: datetime) -> dict[str, object]:
    channel, _, address = contact.partition(":")
    row = {"contact": seal.index(contact), "person": person, "channel": channel, "created_at": at}
    return row | {"sealed": seal.seal(address)}


def _give_back(
    conn: Connection, seal: Seal, before: AnyRow, now: Sequence[str], manager: str | None, at: datetime
) -> None:
    """A phone the station's manager no longer has must not speak with a manager's powers any more."""
    if manager != before.manager:  # somebody else runs it now; the former manager keeps what is theirs
        return
    had = (("wechat", before.manager_wechat), ("sms", before.manager_phone))
    for contact in (f"{channel}:{seal.unseal(sealed)}" for channel, sealed in had if sealed):
        if contact in now or people.person_of(conn, seal, contact) != manager:
            continue
        if conn.execute(_ELSEWHERE, {"person": manager, "code": before.code}).first() is None:
            people.unlink(conn, seal, contact, at)
