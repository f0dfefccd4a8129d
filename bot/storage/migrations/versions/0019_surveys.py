"""Surveys: who agreed to be asked, who takes part, what they answered, and which ended."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "survey_consents",
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_survey_consents")),
        comment="Who agreed to be invited; nobody else is",
    )
    op.create_table(
        "survey_people",
        sa.Column("survey", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False, comment="invited, joined, done, declined"),
        sa.Column("at", INSTANT, nullable=False, comment="since when"),
        sa.Column("reminders", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("remind_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("survey", "person", name=op.f("pk_survey_people")),
    )
    for column in ("person", "remind_at"):
        op.create_index(f"ix_survey_people_{column}", "survey_people", [column], unique=False)
    op.create_table(
        "survey_answers",
        sa.Column("survey", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False, comment="sealed; '' where it was left out"),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("survey", "person", "question", name=op.f("pk_survey_answers")),
    )
    op.create_index("ix_survey_answers_person", "survey_answers", ["person"], unique=False)
    op.create_table(
        "survey_ends",
        sa.Column("survey", sa.String(length=40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False, comment="who answered to the end, rounded down to five"),
        sa.PrimaryKeyConstraint("survey", name=op.f("pk_survey_ends")),
    )


def downgrade() -> None:
    for table in ("survey_ends", "survey_answers", "survey_people", "survey_consents"):
        op.drop_table(table)
