"""Villages, one-time invites of managers, and who was appointed since the last import."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "villages",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("town", sa.String(length=40), nullable=False),
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.Column("city", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=40), nullable=False),
        sa.Column("station", sa.String(length=64), server_default="", nullable=False),
        sa.Column("sound", sa.String(length=60), nullable=False, comment="of the name; places are looked for by ear"),
        sa.Column("town_sound", sa.String(length=60), nullable=False),
        sa.Column("county_sound", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_villages")),
    )
    op.create_index("ix_villages_sound_county_sound", "villages", ["sound", "county_sound"], unique=False)
    op.create_index("ix_villages_county_code", "villages", ["county", "code"], unique=False)
    _managers()


def _managers() -> None:
    op.create_table(
        "invites",
        sa.Column("code", sa.String(length=40), nullable=False, comment="keyed index of the code"),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_invites")),
    )
    op.create_index("ix_invites_station_created_at", "invites", ["station", "created_at"], unique=False)
    op.create_table(
        "appointments",
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column(
            "filed", sa.String(length=40), nullable=False, comment="keyed index of the manager the file named then"
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("station", name=op.f("pk_appointments")),
    )


def downgrade() -> None:
    for table in ("appointments", "invites", "villages"):
        op.drop_table(table)
