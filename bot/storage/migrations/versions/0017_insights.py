"""What merchants may learn of the villages, and the tokens by which they ask."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "insight_marks",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("week", sa.Date(), nullable=False, comment="its Monday"),
        sa.Column("kind", sa.String(length=8), nullable=False, comment="order, search, missing"),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column(
            "person", sa.String(length=80), nullable=False, comment="or station:CODE for all whom nobody knows there"
        ),
        sa.Column("sku", sa.String(length=60), server_default="", nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.String(length=24), server_default="", nullable=False, comment="of the order"),
        sa.Column("quantity", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "part", sa.String(length=12), server_default="", nullable=False, comment="new, again, other; sold_out"
        ),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_marks")),
        comment="Personal, and therefore gone once their week is closed",
    )
    for column in ("week", "number", "person"):
        op.create_index(f"ix_insight_marks_{column}", "insight_marks", [column], unique=False)
    op.create_table(
        "insight_cells",
        sa.Column("merchant", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column(
            "county", sa.String(length=40), nullable=False, comment="'' is all counties too small to stand alone"
        ),
        sa.Column("category", sa.String(length=120), nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=False, comment="'' is all articles too rare to stand alone"),
        sa.Column("words", sa.String(length=40), nullable=False),
        sa.Column("gap", sa.String(length=8), server_default="", nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("parted", sa.Integer(), nullable=False, comment="people whose parts are known"),
        sa.Column("part1", sa.Integer(), nullable=False),
        sa.Column("part2", sa.Integer(), nullable=False),
        sa.Column("part3", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "merchant", "kind", "week", "county", "category", "sku", "words", name=op.f("pk_insight_cells")
        ),
        comment="Rounded, of five people and more; written once and never changed",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "merchant_tokens",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("merchant", sa.String(length=120), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_merchant_tokens")),
    )
    op.create_index("ix_merchant_tokens_merchant", "merchant_tokens", ["merchant"], unique=False)


def downgrade() -> None:
    for table in ("merchant_tokens", "insight_cells", "insight_marks"):
        op.drop_table(table)
