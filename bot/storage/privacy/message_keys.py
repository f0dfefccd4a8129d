"""Under which keys messages are stored. Platforms build them of openids and phones, which do not stand in the database.

So the inbox keeps a keyed index of the platform's key. Processes of the release before look for the platform's key itself:
for a day after a database with messages was brought up to date that goes on being written, and for one more day it is
looked for; then what stands under it is brought under its index, too. See docs/operations.md, Updating without a pause.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from bot.domain.message import Inbound
from bot.storage.privacy import early
from bot.storage.privacy.seal import Seal
from bot.storage.schema import IS_PENDING, PLAIN, inbox, outbox

KEYED = "keyed:"
LOOKED_FOR = timedelta(days=1)
"""So long after that, a platform may bring again what a process of the release before has stored."""
AT_ONCE = 1000

_PLAIN = select(inbox.c.id, inbox.c.key).where(PLAIN, inbox.c.status != IS_PENDING).limit(AT_ONCE)
_TAKEN = select(inbox.c.key).where(inbox.c.key.in_(bindparam("keys", expanding=True)))
_MESSAGE = update(inbox).where(inbox.c.id == bindparam("of")).values(key=bindparam("now"))
_REPLY = update(outbox).where(outbox.c.key == bindparam("was")).values(key=bindparam("now"))


class MessageKeys:
    def __init__(self, seal: Seal) -> None:
        self._seal, self._since = seal, seal.since

    def known(self, message: Inbound, now: datetime | None = None) -> Inbound:
        """The message under the key by which it is stored. Harmless when repeated."""
        if message.key.startswith(KEYED) or message.formerly:
            return message
        keyed = indexes(self._seal, message.key)
        if self._since is None:
            return msgspec.structs.replace(message, key=keyed[0], formerly=keyed[1:])
        now = now or datetime.now(UTC)
        if now < self._since:
            return msgspec.structs.replace(message, formerly=keyed)
        plain = (message.key,) if now < self._since + LOOKED_FOR else ()
        return msgspec.structs.replace(message, key=keyed[0], formerly=keyed[1:] + plain)


def rekey(conn: Connection, seal: Seal, *, now: datetime) -> bool:
    """Bring messages that stand under the platform's own key under its index, and their replies' letters with them: a
    thousand at once. Whether there may be more."""
    since = early.since(conn, early.KEYED)
    if since is None or now < since + LOOKED_FOR:
        return False
    rows = conn.execute(_PLAIN).all()
    if not rows:
        return False
    keys = {row.id: indexes(seal, row.key)[0] for row in rows}
    taken = set(conn.execute(_TAKEN, {"keys": list(keys.values())}).scalars())
    for row in rows:
        key = f"{keys[row.id]}:{row.id}" if keys[row.id] in taken else keys[row.id]
        conn.execute(_MESSAGE, {"of": row.id, "now": key})
        conn.execute(_REPLY, {"was": f"reply:{row.key}", "now": f"reply:{key}"})
    return len(rows) == AT_ONCE


def indexes(seal: Seal, key: str) -> tuple[str, ...]:
    """The keys by which the inbox knows a platform's key: by SECRET_KEY, and by the former one while it is being changed."""
    return tuple(KEYED + index for index in seal.indexes(f"message {key}"))
