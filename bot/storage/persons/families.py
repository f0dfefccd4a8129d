"""Ties between children and parents, and the codes that make them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select, update

from bot.domain import events as happened
from bot.domain.family import Tie
from bot.storage.privacy.seal import Seal
from bot.storage.schema import HELPED, family_codes, family_ties, orders
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.retake import FamilyCodeUsedMeanwhile
from bot.storage.sql.upsert import insert_new, upsert

MOST = 50
_OF = (
    select(family_ties)
    .where(or_(family_ties.c.child == bindparam("person"), family_ties.c.parent == bindparam("person")))
    .order_by(family_ties.c.asked_at.desc(), family_ties.c.parent, family_ties.c.child)
    .limit(MOST)
)
_HEARD = select(func.count()).where(
    family_ties.c.parent == bindparam("parent"),
    family_ties.c.asked_at > bindparam("since", type_=family_ties.c.asked_at.type),
)


def of(conn: Connection, person: str) -> Sequence[Tie]:
    """All ties of a person, as child and as parent, the newest ask first, 50 at most."""
    return [_tie(row) for row in conn.execute(_OF, {"person": person})]


def heard_since(conn: Connection, parent: str, since: datetime) -> int:
    """How many asks reached a person since then."""
    return int(conn.execute(_HEARD, {"parent": parent, "since": since}).scalar_one())


def agreed(conn: Connection, parent: str, child: str) -> bool:
    found = select(family_ties.c.status).where(_between(parent, child))
    return bool(conn.execute(found).scalar() == "agreed")


def ask(conn: Connection, event: happened.TieAsked) -> None:
    """Write an ask over whatever was between the two before."""
    asks = 1
    for row in conn.execute(select(family_ties).where(_between(event.parent, event.child))):
        asks = row.asks + 1 if row.status == "asked" else 1
    _write(conn, event, status="asked", word=event.word, asks=asks, answered_at=None)


def answer(conn: Connection, event: happened.TieAnswered) -> bool:
    """False where it was answered, or taken back, meanwhile."""
    open_ask = update(family_ties).where(_between(event.parent, event.child), family_ties.c.status == "asked")
    to = "agreed" if event.agreed else "refused"
    return conn.execute(open_ask.values(status=to, answered_at=event.at)).rowcount == 1


def end(conn: Connection, event: happened.TieEnded) -> bool:
    """False where it had ended. What the parent ends is a no, and is not asked again for a while."""
    tie = update(family_ties).where(_between(event.parent, event.child), family_ties.c.status == "agreed")
    to = "refused" if event.by == event.parent else "ended"
    return conn.execute(tie.values(status=to, answered_at=event.at)).rowcount == 1


def name(conn: Connection, event: happened.TieNamed) -> None:
    conn.execute(update(family_ties).where(_between(event.parent, event.child)).values(word=event.word))


def make_code(conn: Connection, seal: Seal, event: happened.FamilyCodeMade) -> None:
    """A new code in place of the parent's last."""
    row = {"parent": event.parent, "code": _indexes(seal, event.code)[0], "expires_at": event.expires_at}
    conn.execute(upsert(conn, family_codes), row)


def parent_of_code(conn: Connection, seal: Seal, code: str, at: datetime) -> str:
    """Whose code it is; '' where nobody's, or it expired."""
    row = conn.execute(select(family_codes).where(family_codes.c.code.in_(_indexes(seal, code)))).first()
    return row.parent if row is not None and row.expires_at > at else ""


def use_code(conn: Connection, seal: Seal, event: happened.FamilyCodeUsed) -> None:
    """Raises FamilyCodeUsedMeanwhile where somebody else was quicker."""
    if not conn.execute(delete(family_codes).where(family_codes.c.code.in_(_indexes(seal, event.code)))).rowcount:
        raise FamilyCodeUsedMeanwhile(event.parent)
    _write(conn, event, status="agreed", word="", asks=1, answered_at=event.at)


def hand_on(conn: Connection, former: str, person: str) -> None:
    """Two contacts become one person: ties of both hold, and nobody is one's own child."""
    for row in conn.execute(_OF, {"person": former}).all():
        ends = {side: person if getattr(row, side) == former else getattr(row, side) for side in ("parent", "child")}
        if ends["parent"] != ends["child"]:
            conn.execute(insert_new(conn, family_ties), row._asdict() | ends)
    conn.execute(delete(family_ties).where(_with(former)))
    conn.execute(delete(family_codes).where(family_codes.c.parent == former))
    conn.execute(update(orders).where(orders.c.helper == former, HELPED).values(helper=person))


def forget(conn: Connection, person: str) -> None:
    """All ties end. Of an ask and of a no only that it was stays, without words, or a child who is forgotten could go on
    asking."""
    unanswered = family_ties.c.status.in_(("asked", "refused"))
    kept = and_(family_ties.c.child == person, unanswered)
    conn.execute(delete(family_ties).where(_with(person), ~kept))
    conn.execute(update(family_ties).where(kept).values(status="refused", word=""))
    conn.execute(delete(family_codes).where(family_codes.c.parent == person))
    conn.execute(update(orders).where(orders.c.helper == person, HELPED).values(helper=""))


def _write(conn: Connection, event: happened.TieAsked | happened.FamilyCodeUsed, **said: Any) -> None:
    row = {"parent": event.parent, "child": event.child, "asked_at": event.at, **said}
    conn.execute(upsert(conn, family_ties), row)


def _between(parent: str, child: str) -> Any:
    return and_(family_ties.c.parent == parent, family_ties.c.child == child)


def _with(person: str) -> Any:
    return or_(family_ties.c.parent == person, family_ties.c.child == person)


def _indexes(seal: Seal, code: str) -> tuple[str, ...]:
    return seal.indexes(f"family:{code}")


def _tie(row: AnyRow) -> Tie:
    return Tie(**{name: getattr(row, name) for name in Tie.__struct_fields__})
