"""Who may be asked, who takes part, and what they answered until a survey is closed. Its results are cells of insights."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from bot.storage.sql.columns import Instant
from bot.storage.tables.base import metadata

survey_consents = Table(
    "survey_consents",
    metadata,
    Column("person", String(16), primary_key=True),
    Column("at", Instant, nullable=False),
    comment="Who agreed to be invited; nobody else is",
)

survey_people = Table(
    "survey_people",
    metadata,
    Column("survey", String(40), primary_key=True),
    Column("person", String(16), primary_key=True),
    Column("status", String(10), nullable=False, comment="invited, joined, done, declined"),
    Column("at", Instant, nullable=False, comment="since when"),
    Column("reminders", Integer, nullable=False, server_default=text("0")),
    Column("remind_at", Instant),
    Index("ix_survey_people_person", "person"),
    Index("ix_survey_people_remind_at", "remind_at"),
)

survey_answers = Table(
    "survey_answers",
    metadata,
    Column("survey", String(40), primary_key=True),
    Column("person", String(16), primary_key=True),
    Column("question", String(40), primary_key=True),
    Column("answer", Text, nullable=False, comment="sealed; '' where it was left out"),
    Column("at", Instant, nullable=False),
    Index("ix_survey_answers_person", "person"),
)

survey_ends = Table(
    "survey_ends",
    metadata,
    Column("survey", String(40), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("people", Integer, nullable=False, comment="who answered to the end, rounded down to five"),
)
