"""The ledger of what is paid by WeChat Pay."""

import sqlalchemy as sa
from alembic import op

from bot.storage.sql.columns import Instant, Serial

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

REFUND_ASKED = sa.text("kind = 'refund_asked'")


def upgrade() -> None:
    op.create_table(
        "payments",
        sa.Column("id", Serial, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False, comment="what happens once is written once"),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column(
            "kind", sa.String(length=16), nullable=False, comment="asked, paid, refund_asked, refunded, refund_failed"
        ),
        sa.Column("trade", sa.String(length=32), nullable=False),
        sa.Column("refund", sa.String(length=40), server_default="", nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("platform_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["number"], ["orders.number"], name=op.f("fk_payments_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("key", name=op.f("uq_payments_key")),
        comment="Only ever added to",
    )
    op.create_index(op.f("ix_payments_number"), "payments", ["number"])
    op.create_index("ix_payments_at_id", "payments", ["at", "id"])
    op.create_index(
        "ix_payments_refund_asked", "payments", ["id"], sqlite_where=REFUND_ASKED, postgresql_where=REFUND_ASKED
    )


def downgrade() -> None:
    op.drop_table("payments")
