"""What is said while a manager answers instead of the bot: the villager's messages and the manager's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec
from sqlalchemy import Connection, func, insert, select

from bot.domain.events import VillagerAnswered
from bot.domain.message import Content, Link, Picture, Place, Text, Voice
from bot.storage.messages import inbox
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.schema import answers, outbox, persons

MOST_LINES = 100
STAYS = timedelta(hours=1)
"""The bot keeps silent for so long after an answer: whoever talks is not interrupted."""
_KINDS: dict[type[Content], str] = {Voice: "[语音]", Picture: "[图片]", Place: "[位置]", Link: "[链接]"}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    by: Literal["villager", "manager"]
    text: str
    status: str = ""
    """What became of a manager's letter: pending, sent, failed …; '' for a villager's line."""


def add(conn: Connection, seal: Seal, answered: VillagerAnswered, letter: str) -> None:
    """Keep an answer, and leave the conversation with the manager for another while."""
    row = {"person": answered.person, "station": answered.station, "by": answered.by, "at": answered.at}
    conn.execute(insert(answers), row | {"text": seal.seal(answered.text), "letter": letter})
    people.change(conn, answered.person, handed_off_until=answered.at + STAYS)


def talk(conn: Connection, seal: Seal, person: str) -> list[Line]:
    """What was said since the person asked for a human, oldest first, the newest hundred lines at most."""
    since = conn.execute(select(persons.c.handed_off_since).where(persons.c.id == person)).scalar()
    if since is None:
        return []
    said = [
        Line(at=message.at, by="villager", text=_words(message.content))
        for message in inbox.said_since(conn, seal, person, since, MOST_LINES)
    ]
    lines = sorted([*said, *_answered(conn, seal, person, since)], key=lambda line: line.at)
    return lines[-MOST_LINES:]


def _answered(conn: Connection, seal: Seal, person: str, since: datetime) -> list[Line]:
    query = (
        select(answers.c.at, answers.c.text, func.coalesce(outbox.c.status, "").label("status"))
        .outerjoin(outbox, outbox.c.key == answers.c.letter)
        .where(answers.c.person == person, answers.c.at >= since)
        .order_by(answers.c.id.desc())
        .limit(MOST_LINES)
    )
    rows = conn.execute(query)
    return [Line(at=row.at, by="manager", text=seal.unseal(row.text), status=row.status) for row in rows]


def _words(content: Content) -> str:
    return content.text if isinstance(content, Text) else _KINDS.get(type(content), "[消息]")
