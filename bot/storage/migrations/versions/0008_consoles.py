"""What the consoles keep, and the indexes their pages read by."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
OPEN = sa.text("status IN ('placed', 'packed', 'at_county', 'in_transit', 'at_station', 'out_for_delivery')")
UNSEEN = sa.text("acknowledged_at IS NULL")


def upgrade() -> None:
    _audit()
    _answers()
    op.create_table(
        "seen",
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False, comment="when its manager last wrote, or used the console"),
        sa.PrimaryKeyConstraint("station", name=op.f("pk_seen")),
    )
    op.create_index("ix_inbox_person_at", "inbox", ["person", "at"])
    op.create_index("ix_alerts_unseen", "alerts", ["station", "id"], sqlite_where=UNSEEN, postgresql_where=UNSEEN)
    op.create_index(
        "ix_orders_county_open", "orders", ["county", "promised_by"], sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    op.drop_index("ix_orders_county_open", "orders")
    op.drop_index("ix_alerts_unseen", "alerts")
    op.drop_index("ix_inbox_person_at", "inbox")
    for table in ("seen", "answers", "audit"):
        op.drop_table(table)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        comment="Append-only: there is no code that changes or deletes a row",
    )
    op.create_index("ix_audit_county_id", "audit", ["county", "id"])
    op.create_index("ix_audit_station_id", "audit", ["station", "id"])


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("person", sa.String(length=16), nullable=False, comment="the villager who was answered"),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="sealed"),
        sa.Column("letter", sa.String(length=200), nullable=False, comment="key of the letter it left as"),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    op.create_index("ix_answers_person_id", "answers", ["person", "id"])
    op.create_index("ix_answers_at", "answers", ["at"])
