"""What a county's managers taught: its own names of goods."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "county_words",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False, comment="whose manager taught it"),
        sa.Column("taught_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_county_words")),
        sa.UniqueConstraint("county", "word", name=op.f("uq_county_words_county_word")),
    )


def downgrade() -> None:
    op.drop_table("county_words")
