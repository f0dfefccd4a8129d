"""When a station is open, on which days the lorry comes, where it stands, and who takes over when it closes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in _columns():
        op.add_column("stations", column)
    op.create_index("ix_stations_lat_lng", "stations", ["lat", "lng"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_stations_lat_lng", table_name="stations")
    for column in reversed(_columns()):
        op.drop_column("stations", column.name)


def _columns() -> tuple[sa.Column[Any], ...]:
    """Made anew for each run: a column belongs to one table."""
    return (
        sa.Column("hours", sa.String(length=11), server_default="", nullable=False),
        sa.Column(
            "lorry_days",
            sa.String(length=7),
            server_default="",
            nullable=False,
            comment="ISO weekdays, '' means every day",
        ),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lng", sa.Float(), nullable=True),
        sa.Column("status", sa.String(length=8), server_default="open", nullable=False),
        sa.Column("successor", sa.String(length=64), server_default="", nullable=False, comment="of a closed station"),
    )
