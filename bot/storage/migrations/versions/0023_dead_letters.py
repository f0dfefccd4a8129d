"""Letters that did not arrive are found quickly, and every letter tells which message caused it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

DEAD = sa.text("status IN ('failed', 'uncertain')")


def upgrade() -> None:
    op.add_column(
        "outbox",
        sa.Column(
            "trace", sa.String(length=49), nullable=False, server_default="", comment="of the message that caused it"
        ),
    )
    op.create_index("ix_outbox_dead", "outbox", ["id"], sqlite_where=DEAD, postgresql_where=DEAD, if_not_exists=True)


def downgrade() -> None:
    op.drop_index("ix_outbox_dead", table_name="outbox")
    op.drop_column("outbox", "trace")
