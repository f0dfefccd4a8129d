"""Until when processes of the release before may still read what is written, as steps of the schema have noted it in `meta`:
in seconds since 1970, and only where there was anything to read.

Before that nothing is written in a form which they do not know: see docs/operations.md, Updating without a pause.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, select

from bot.storage.privacy.seal import Seal
from bot.storage.schema import meta

KEYED, IN_REDIS = "messages_keyed_since", "redis_sealed_since"
"""Messages' keys are indexes, and words that name a phone are sealed; so is what Redis keeps of people."""

_SINCE = select(meta.c.value).where(meta.c.name == bindparam("what"))


def since(conn: Connection, what: str) -> datetime | None:
    """From when on it is written anew. None: it always was."""
    seconds = conn.execute(_SINCE, {"what": what}).scalar()
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def seal_of(conn: Connection, secret: str, previous: str) -> Seal:
    """The seal of a process that writes beside others."""
    return Seal(secret, previous, since=since(conn, KEYED), redis_since=since(conn, IN_REDIS))
