"""A fitter's visit whose day passed is known for it, and so is which days were offered in its stead."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TO_COME = sa.text("stage = ''")
NOT_DONE = sa.text("stage <> 'done'")
INDEXES = (
    ("ix_installation_bookings_to_come", ["date", "number"], TO_COME),
    ("ix_installation_bookings_not_done", ["county", "date"], NOT_DONE),
)
_DONE = """
UPDATE installation_bookings SET stage = 'done' WHERE number IN (
    SELECT number FROM orders
    WHERE status IN ('collected', 'installed', 'cancelled', 'return_requested', 'returned', 'refunded'))
"""


def upgrade() -> None:
    op.add_column(
        "installation_bookings",
        sa.Column(
            "stage",
            sa.String(length=8),
            server_default="",
            nullable=False,
            comment="'' to come; asked: its day passed, another was asked for; done",
        ),
    )
    op.add_column(
        "installation_bookings",
        sa.Column("offered", sa.Text(), server_default="", nullable=False, comment="JSON: the days asked between"),
    )
    op.execute(_DONE)
    for name, columns, only in INDEXES:
        op.create_index(
            name, "installation_bookings", columns, sqlite_where=only, postgresql_where=only, if_not_exists=True
        )


def downgrade() -> None:
    for name, _, _ in INDEXES:
        op.drop_index(name, table_name="installation_bookings")
    for column in ("offered", "stage"):
        op.drop_column("installation_bookings", column)
