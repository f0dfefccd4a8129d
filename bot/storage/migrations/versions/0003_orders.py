"""Orders and their way."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _orders()
    _pickup_attempts()
    _order_events()
    _order_lines()
    _shipments()


def downgrade() -> None:
    op.drop_table("pickup_attempts")
    op.drop_table("shipments")
    op.drop_table("order_events")
    op.drop_table("order_lines")
    op.drop_table("orders")


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("slip", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=16), nullable=True),
        sa.Column("recipient", sa.Text(), server_default="", nullable=False),
        sa.Column("placed_by", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("delivery", sa.String(length=8), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False, comment="sealed"),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promised_by", sa.Date(), nullable=False),
        sa.Column("pickup_code", sa.String(length=8), nullable=True),
        sa.Column("installation_date", sa.Date(), nullable=True),
        sa.Column("installation_period", sa.String(length=12), nullable=True),
        sa.Column("installation_time", sa.Text(), server_default="", nullable=False),
        sa.Column("draft", sa.String(length=40), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_orders")),
        sa.UniqueConstraint("draft", name=op.f("uq_orders_draft")),
    )
    op.create_index("ix_orders_county_installation_date", "orders", ["county", "installation_date"], unique=False)
    op.create_index("ix_orders_county_placed_at", "orders", ["county", "placed_at"], unique=False)
    op.create_index(
        "ix_orders_open",
        "orders",
        ["station", "placed_at"],
        unique=False,
        sqlite_where=sa.text(
            "status IN ('placed', 'packed', 'at_county', 'in_transit', 'at_station', 'out_for_delivery')"
        ),
        postgresql_where=sa.text(
            "status IN ('placed', 'packed', 'at_county', 'in_transit', 'at_station', 'out_for_delivery')"
        ),
    )
    op.create_index("ix_orders_person_placed_at", "orders", ["person", "placed_at"], unique=False)
    op.create_index("ix_orders_placed_at_number", "orders", ["placed_at", "number"], unique=False)
    op.create_index("ix_orders_station_moved_at", "orders", ["station", "moved_at"], unique=False)
    op.create_index("ix_orders_station_placed_at", "orders", ["station", "placed_at"], unique=False)
    op.create_index(
        "uq_orders_station_pickup_code",
        "orders",
        ["station", "pickup_code"],
        unique=True,
        sqlite_where=sa.text(
            "status IN ('placed', 'packed', 'at_county', 'in_transit', 'at_station', 'out_for_delivery')"
        ),
        postgresql_where=sa.text(
            "status IN ('placed', 'packed', 'at_county', 'in_transit', 'at_station', 'out_for_delivery')"
        ),
    )
    op.create_index(
        "uq_orders_station_slip",
        "orders",
        ["station", "slip"],
        unique=True,
        sqlite_where=sa.text(
            "status IN ('placed', 'packed', 'at_county', 'in_transit', 'at_station', 'out_for_delivery')"
        ),
        postgresql_where=sa.text(
            "status IN ('placed', 'packed', 'at_county', 'in_transit', 'at_station', 'out_for_delivery')"
        ),
    )


def _pickup_attempts() -> None:
    op.create_table(
        "pickup_attempts",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_attempts")),
    )
    op.create_index("ix_pickup_attempts_station_at", "pickup_attempts", ["station", "at"], unique=False)


def _order_events() -> None:
    op.create_table(
        "order_events",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["number"], ["orders.number"], name=op.f("fk_order_events_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_events")),
    )
    op.create_index(op.f("ix_order_events_number"), "order_events", ["number"], unique=False)


def _order_lines() -> None:
    op.create_table(
        "order_lines",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["orders.number"], name=op.f("fk_order_lines_number")),
        sa.PrimaryKeyConstraint("number", "position", name=op.f("pk_order_lines")),
    )


def _shipments() -> None:
    op.create_table(
        "shipments",
        sa.Column("carrier", sa.String(length=40), nullable=False),
        sa.Column("tracking_number", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["orders.number"], name=op.f("fk_shipments_number")),
        sa.PrimaryKeyConstraint("carrier", "tracking_number", name=op.f("pk_shipments")),
    )
    op.create_index(op.f("ix_shipments_number"), "shipments", ["number"], unique=False)
