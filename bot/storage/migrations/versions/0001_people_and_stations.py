"""People and stations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _persons()
    _contacts()
    _stations()
    _station_keys()


def downgrade() -> None:
    op.drop_table("station_keys")
    op.drop_table("stations")
    op.drop_table("contacts")
    op.drop_table("persons")


def _persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("station", sa.String(length=64), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False, comment="sealed"),
        sa.Column("opted_out", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("handed_off_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_off_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_index("ix_persons_station_handed_off_until", "persons", ["station", "handed_off_until"], unique=False)


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("contact", sa.String(length=40), nullable=False, comment="keyed index of the contact"),
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column(
            "reachable", sa.Boolean(), server_default=sa.text("true"), nullable=False, comment="false once unsubscribed"
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_contacts_person")),
        sa.PrimaryKeyConstraint("contact", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_person"), "contacts", ["person"], unique=False)


def _stations() -> None:
    op.create_table(
        "stations",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("parent", sa.String(length=64), server_default="", nullable=False),
        sa.Column("province", sa.String(length=40), server_default="", nullable=False),
        sa.Column("city", sa.String(length=40), server_default="", nullable=False),
        sa.Column("county", sa.String(length=40), server_default="", nullable=False),
        sa.Column("town", sa.String(length=40), server_default="", nullable=False),
        sa.Column("village", sa.String(length=40), server_default="", nullable=False),
        sa.Column("manager_name", sa.String(length=60), server_default="", nullable=False),
        sa.Column("manager_phone", sa.Text(), server_default="", nullable=False, comment="sealed"),
        sa.Column("manager_wechat", sa.Text(), server_default="", nullable=False, comment="sealed"),
        sa.Column("manager", sa.String(length=16), nullable=True),
        sa.Column("cutoff", sa.String(length=5), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["persons.id"], name=op.f("fk_stations_manager")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_stations")),
    )
    op.create_index("ix_stations_county_code", "stations", ["county", "code"], unique=False)
    op.create_index(op.f("ix_stations_manager"), "stations", ["manager"], unique=False)


def _station_keys() -> None:
    op.create_table(
        "station_keys",
        sa.Column("key", sa.String(length=80), nullable=False, comment="a piece of the name's sound"),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["station"], ["stations.code"], name=op.f("fk_station_keys_station"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "station", name=op.f("pk_station_keys")),
    )
    op.create_index(op.f("ix_station_keys_station"), "station_keys", ["station"], unique=False)
