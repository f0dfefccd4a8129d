"""Keys of messages become indexes, which tell of nobody; and what is asked of one person, or of what is dead, is found quickly."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

PLAIN = sa.text("substr(key, 1, 6) <> 'keyed:'")
DEAD = sa.text("status IN ('failed', 'uncertain')")
DAY_S = 24 * 3600
INDEXES = (
    ("ix_inbox_plain", "inbox", ["key", "status"], PLAIN),
    ("ix_outbox_recipient_id", "outbox", ["recipient", "id"], None),
    ("ix_outbox_dead_created_at", "outbox", ["created_at"], DEAD),
    ("ix_demand_person_id", "demand", ["person", "id"], None),
    ("ix_alerts_person", "alerts", ["person"], None),
)


def upgrade() -> None:
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where, if_not_exists=True)
    op.execute(
        sa.text(
            "INSERT INTO meta (name, value) SELECT 'messages_keyed_since', :since WHERE EXISTS (SELECT 1 FROM inbox)"
        ).bindparams(since=int(time.time()) + DAY_S)
    )


def downgrade() -> None:
    op.execute("DELETE FROM meta WHERE name = 'messages_keyed_since'")
    for name, table, _, _ in INDEXES:
        op.drop_index(name, table_name=table)
