"""A letter that did not arrive notes the station of its person: a county finds its own among those of all."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

DEAD = sa.text("status IN ('failed', 'uncertain')")
_NOTED = """
UPDATE outbox SET station = COALESCE(
    (SELECT NULLIF(persons.station, '') FROM persons WHERE persons.id = outbox.recipient),
    (SELECT MIN(stations.code) FROM stations WHERE stations.manager = outbox.recipient), '')
WHERE status IN ('failed', 'uncertain')
"""


def upgrade() -> None:
    op.add_column(
        "outbox",
        sa.Column(
            "station",
            sa.String(length=64),
            server_default="",
            nullable=False,
            comment="of its person, once it did not arrive",
        ),
    )
    op.execute(_NOTED)
    op.create_index(
        "ix_outbox_dead_station",
        "outbox",
        ["station", "id"],
        sqlite_where=DEAD,
        postgresql_where=DEAD,
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_dead_station", table_name="outbox")
    op.drop_column("outbox", "station")
