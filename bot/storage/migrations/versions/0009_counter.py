"""Cash in hand, what managers told the village, alerts passed on to the county, and orders of goods from the shelf."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

UNANSWERED = sa.text("acknowledged_at IS NULL AND escalated_at IS NULL AND level <> 'info'")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "cash_entries",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False, comment="the same entry is written once"),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False, comment="taken, handed_in, reversal"),
        sa.Column(
            "amount_fen",
            sa.BigInteger(),
            nullable=False,
            comment="what it adds to the cash in hand, so handed_in is negative",
        ),
        sa.Column("person", sa.Text(), server_default="", nullable=False, comment="who paid, as the manager said"),
        sa.Column("order_number", sa.String(length=24), server_default="", nullable=False),
        sa.Column("by", sa.String(length=16), nullable=False, comment="the manager"),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("reverses", sa.String(length=40), nullable=True, comment="key of the entry that this one takes back"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_entries")),
        sa.UniqueConstraint("key", name=op.f("uq_cash_entries_key")),
        sa.UniqueConstraint("reverses", name=op.f("uq_cash_entries_reverses")),
        comment="Only ever added to: what was wrong is reversed by an entry of its own",
    )
    op.create_index("ix_cash_entries_station_id", "cash_entries", ["station", "id"], unique=False)
    op.create_table(
        "broadcasts",
        sa.Column("id", ID, nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=16), nullable=False, comment="the manager"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_index("ix_broadcasts_station_at", "broadcasts", ["station", "at"], unique=False)
    op.add_column(
        "alerts",
        sa.Column(
            "escalated_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the county heard of it, because nobody reacted",
        ),
    )
    op.create_index(
        "ix_alerts_unanswered",
        "alerts",
        ["created_at", "id"],
        unique=False,
        sqlite_where=UNANSWERED,
        postgresql_where=UNANSWERED,
    )
    op.add_column(
        "orders",
        sa.Column(
            "from_shelf",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="goods of the station's own",
        ),
    )


def downgrade() -> None:
    op.drop_column("orders", "from_shelf")
    op.drop_index("ix_alerts_unanswered", table_name="alerts")
    op.drop_column("alerts", "escalated_at")
    op.drop_table("broadcasts")
    op.drop_table("cash_entries")
