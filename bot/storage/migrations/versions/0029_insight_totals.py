"""Insights of all merchants at once are read from totals of the cells, which are added up here for the weeks that are closed."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

FACES = ("week", "county", "category", "sku", "gap")
SUMS = ("people", "times", "quantity", "amount_fen", "parted", "part1", "part2", "part3")


def upgrade() -> None:
    op.create_table(
        "insight_totals",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("face", sa.String(length=8), nullable=False, comment="the column of insight_cells it is added up by"),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False, comment="what stands in that column"),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in SUMS),
        sa.PrimaryKeyConstraint("kind", "face", "week", "key", name=op.f("pk_insight_totals")),
        comment="Cells of all merchants added up, and nothing that they do not say",
        sqlite_with_rowid=False,
    )
    for face in FACES:
        op.execute(_fill(face))


def _fill(face: str) -> sa.Insert:
    columns = ("merchant", "kind", "week", "county", "category", "sku", "gap", *SUMS)
    cells = sa.table("insight_cells", *map(sa.column, columns)).c
    totals = sa.table("insight_totals", *map(sa.column, ("kind", "face", "week", "key", *SUMS)))
    key = sa.literal_column("''") if face == "week" else cells[face]
    sums = [sa.func.sum(cells[name]) for name in SUMS]
    asked = sa.select(cells.kind, sa.literal_column(f"'{face}'"), cells.week, key, *sums)
    asked = asked.where(cells.kind.in_(("bought", "left")))
    asked = asked.group_by(cells.kind, cells.week, *(() if face == "week" else (key,)))
    return sa.insert(totals).from_select(list(totals.c.keys()), asked)


def downgrade() -> None:
    op.drop_table("insight_totals")
