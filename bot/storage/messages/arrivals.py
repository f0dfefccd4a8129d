"""What every turn asks first, in one question: each is a way to the database and back."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, bindparam, select

from bot.domain.people import Person
from bot.storage.messages import inbox
from bot.storage.messages.inbox import Stored
from bot.storage.offers import campaigns
from bot.storage.persons import homes, people
from bot.storage.persons.homes import Home, with_home
from bot.storage.privacy.rekeying import settle
from bot.storage.privacy.seal import Seal
from bot.storage.schema import IS_PENDING, persons
from bot.storage.schema import inbox as table
from bot.storage.sql.prepared import Asking


class Arrival(msgspec.Struct, frozen=True):
    """A message as the database knows it when it comes in."""

    stored: Stored | None
    """What became of it, where it came before."""
    others_wait: bool
    """Whether other messages of its person are not handled yet."""
    who: Person | None
    """None where nobody has written by this contact before."""
    home: Home | None = None
    was_offered: bool = False
    """Whether merchants' offers were ever told to whoever writes: hardly anybody's need be looked for."""


_OTHER = table.alias("other")
_WAITING = (  # by its id, or SQLite would look through all that the person ever said
    select(_OTHER.c.id)
    .where(_OTHER.c.person == persons.c.id, _OTHER.c.status == IS_PENDING, _OTHER.c.key != bindparam("key"))
    .order_by(_OTHER.c.id)
    .limit(1)
)
ARRIVAL = with_home(
    people.BY_CONTACT.outerjoin(table, table.c.key == bindparam("key")).add_columns(
        table.c.person.label("stored_for"),
        table.c.status.label("stored_status"),
        table.c.reply.label("stored_reply"),
        _WAITING.correlate(persons).scalar_subquery().label("waiting"),
        campaigns.told_to(persons.c.id).label("was_offered"),
    )
)
_ASK = Asking(ARRIVAL)


def look(conn: Connection, seal: Seal, *, key: str, contact: str, person: str) -> Arrival:
    """`person` is whose seat is held; whoever the contact belongs to is told in the answer."""
    settle(conn, seal, [contact])
    row = _ASK.first(conn, key=key, contact=seal.index(contact))
    if row is None:
        return Arrival(*inbox.arriving(conn, key, person), None)
    known = row.stored_status is not None
    stored = Stored(key, row.stored_for, row.stored_status, row.stored_reply) if known else None
    who, home = people.read(seal, row), homes.read(seal, row)
    return Arrival(stored, row.waiting is not None, who, home, was_offered=row.was_offered)
