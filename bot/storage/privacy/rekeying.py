"""While SECRET_KEY is being changed, contacts come under the index of the new key as soon as they are asked for."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, exists, update

from bot.storage.privacy.seal import Seal
from bot.storage.schema import contacts

_other = contacts.alias("other")
_SETTLE = (
    update(contacts)
    .where(contacts.c.contact == bindparam("before"), ~exists().where(_other.c.contact == bindparam("now")))
    .values(contact=bindparam("now"))
)


def settle(conn: Connection, seal: Seal, some: Iterable[str]) -> None:
    """Bring contacts (`wechat:…`, `sms:…`) under the index by which they are asked for; nothing where no key is being
    changed."""
    if seal.previous is None:
        return
    for contact in some:
        now, before = seal.indexes(contact)
        conn.execute(_SETTLE, {"now": now, "before": before})
