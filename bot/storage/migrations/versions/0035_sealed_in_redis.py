"""What Redis keeps of people is sealed; processes of the release before, which cannot read that, have a day to end."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

DAY_S = 24 * 3600


def upgrade() -> None:
    op.execute(
        sa.text(
            "INSERT INTO meta (name, value) SELECT 'redis_sealed_since', :since WHERE EXISTS (SELECT 1 FROM inbox)"
        ).bindparams(since=int(time.time()) + DAY_S)
    )


def downgrade() -> None:
    op.execute("DELETE FROM meta WHERE name = 'redis_sealed_since'")
