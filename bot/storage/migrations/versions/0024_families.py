"""Children in the city who order for their parents; what of an order is paid, for whoever hands it over; suggestions."""

import sqlalchemy as sa
from alembic import op

from bot.storage.sql.columns import Instant, Words

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

HELPED = sa.text("helper <> ''")
_PAID = """
UPDATE orders SET paid_fen = (
    SELECT COALESCE(SUM(CASE kind WHEN 'paid' THEN amount_fen WHEN 'refund_asked' THEN -amount_fen
                                  WHEN 'refund_failed' THEN amount_fen ELSE 0 END), 0)
    FROM payments WHERE payments.number = orders.number
) WHERE number IN (SELECT number FROM payments)
"""


def upgrade() -> None:
    op.add_column(
        "orders",
        sa.Column(
            "helper", sa.String(length=16), server_default="", nullable=False, comment="the child who ordered it"
        ),
    )
    op.add_column(
        "orders",
        sa.Column(
            "paid_fen", sa.BigInteger(), server_default=sa.text("0"), nullable=False, comment="as the ledger says"
        ),
    )
    op.execute(_PAID)
    op.create_index(
        "ix_orders_helper_placed_at", "orders", ["helper", "placed_at"], sqlite_where=HELPED, postgresql_where=HELPED
    )
    op.create_table(
        "family_ties",
        sa.Column("parent", sa.String(length=16), nullable=False),
        sa.Column("child", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False, comment="asked, agreed, refused, ended"),
        sa.Column("word", Words, server_default="", nullable=False, comment="what the child calls the parent"),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("asks", sa.Integer(), server_default=sa.text("1"), nullable=False, comment="without an answer"),
        sa.Column("answered_at", Instant),
        sa.PrimaryKeyConstraint("parent", "child", name=op.f("pk_family_ties")),
        comment="Who may order for whom; nobody without both having said so",
    )
    op.create_index(op.f("ix_family_ties_child"), "family_ties", ["child"])
    op.create_table(
        "family_codes",
        sa.Column("parent", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False, comment="keyed index"),
        sa.Column("expires_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("parent", name=op.f("pk_family_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_family_codes_code")),
        comment="What a parent passes on to a child; one at a time, used once",
    )
    op.create_table(
        "suggestions",
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("refused", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("told_at", Instant),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_suggestions")),
        comment="When something was suggested last, and who wants none",
    )


def downgrade() -> None:
    op.drop_table("suggestions")
    op.drop_table("family_codes")
    op.drop_table("family_ties")
    op.drop_index("ix_orders_helper_placed_at", table_name="orders")
    op.drop_column("orders", "paid_fen")
    op.drop_column("orders", "helper")
