"""What managers have learned, and when they are reminded of it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WEIGHTY = sa.text("level <> 'info'")


def upgrade() -> None:
    op.create_table(
        "course_progress",
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("course", sa.String(length=40), nullable=False),
        sa.Column("piece", sa.String(length=40), nullable=False),
        sa.Column("right", sa.Integer(), server_default=sa.text("0"), nullable=False, comment="how often"),
        sa.Column("wrong", sa.Integer(), server_default=sa.text("0"), nullable=False, comment="how often"),
        sa.Column("knows", sa.Boolean(), nullable=False, comment="whether the last answer was right"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "course", "piece", name=op.f("pk_course_progress")),
    )
    op.create_table(
        "certificates",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("course", sa.String(length=40), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_certificates")),
        sa.UniqueConstraint("person", "course", name=op.f("uq_certificates_person_course")),
    )
    op.create_table(
        "lesson_reminders",
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, comment="when this manager is looked at next"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_lesson_reminders")),
    )
    op.create_index("ix_lesson_reminders_due_at", "lesson_reminders", ["due_at"], unique=False)
    op.create_index(
        "ix_alerts_weighty",
        "alerts",
        ["station", "created_at"],
        unique=False,
        sqlite_where=WEIGHTY,
        postgresql_where=WEIGHTY,
    )


def downgrade() -> None:
    op.drop_index("ix_alerts_weighty", table_name="alerts")
    op.drop_table("lesson_reminders")
    op.drop_table("certificates")
    op.drop_table("course_progress")
