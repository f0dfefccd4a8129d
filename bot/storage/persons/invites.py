"""One-time invites of managers: made, shown, used once."""

from __future__ import annotations

from datetime import datetime
from random import Random

from sqlalchemy import Connection, insert, select, update

from bot.domain.invite import VALID, Invite, invite_code
from bot.storage.privacy.seal import Seal
from bot.storage.schema import invites
from bot.storage.sql.columns import AnyRow

MOST_SHOWN = 20


def make(conn: Connection, seal: Seal, station: str, at: datetime, dice: Random) -> Invite:
    """A new invite of a station; those made before stay good until they expire."""
    code = invite_code(dice)
    while _row(conn, seal, code) is not None:
        code = invite_code(dice)
    made = Invite(code=code, station=station, created_at=at, expires_at=at + VALID)
    row = {"code": _indexes(seal, code)[0], "sealed": seal.seal(code), "station": station}
    conn.execute(insert(invites), row | {"created_at": at, "expires_at": made.expires_at})
    return made


def find(conn: Connection, seal: Seal, code: str) -> Invite | None:
    row = _row(conn, seal, code)
    return _invite(seal, row) if row else None


def of_station(conn: Connection, seal: Seal, station: str) -> list[Invite]:
    """The station's newest invites, newest first, 20 at most."""
    query = select(invites).where(invites.c.station == station).order_by(invites.c.created_at.desc()).limit(MOST_SHOWN)
    return [_invite(seal, row) for row in conn.execute(query)]


def use(conn: Connection, seal: Seal, code: str, person: str, at: datetime) -> bool:
    """Use an invite up; False where somebody else did."""
    unused = update(invites).where(invites.c.code.in_(_indexes(seal, code)), invites.c.used_at.is_(None))
    return conn.execute(unused.values(used_at=at, used_by=person)).rowcount == 1


def revoke(conn: Connection, station: str, at: datetime) -> int:
    """Make all open invites of a station worthless; returns how many there were."""
    open_ones = update(invites).where(
        invites.c.station == station, invites.c.used_at.is_(None), invites.c.expires_at > at
    )
    return conn.execute(open_ones.values(expires_at=at)).rowcount


def _row(conn: Connection, seal: Seal, code: str) -> AnyRow | None:
    return conn.execute(select(invites).where(invites.c.code.in_(_indexes(seal, code)))).first()


def _indexes(seal: Seal, code: str) -> tuple[str, ...]:
    return seal.indexes(f"invite:{code}")


def _invite(seal: Seal, row: AnyRow) -> Invite:
    told = {name: getattr(row, name) for name in ("station", "created_at", "expires_at", "used_at", "used_by")}
    return Invite(code=seal.unseal(row.sealed), **told)
