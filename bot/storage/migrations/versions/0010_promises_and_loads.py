"""What was promised first and why, how promises were kept, what parcels hold and how far they are, and lorry loads."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ON_THE_WAY = sa.text("status IN ('placed', 'packed', 'at_county', 'in_transit')")
AT_STATION = sa.text("status = 'at_station'")


def _promises() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("promised_first", sa.Date(), nullable=True, comment="the first promise, where it was moved since"),
        sa.Column("promise_why", sa.String(length=20), server_default="", nullable=False),
        sa.Column("stock_place", sa.String(length=8), server_default="county", nullable=False),
        sa.Column("overdue_stage", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "overdue_at", sa.DateTime(timezone=True), nullable=True, comment="when its waiting is looked at next"
        ),
    )


def _parcels() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("skus", sa.Text(), server_default="", nullable=False, comment="JSON; '' is the whole order"),
        sa.Column("stage", sa.String(length=20), server_default="", nullable=False, comment="as the order's states"),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("track", sa.Text(), server_default="", nullable=False, comment="the carrier's list; sealed JSON"),
    )


def upgrade() -> None:
    for column in _promises():
        op.add_column("orders", column)
    op.create_index(
        "ix_orders_due", "orders", ["promised_by", "number"], sqlite_where=ON_THE_WAY, postgresql_where=ON_THE_WAY
    )
    op.create_index(
        "ix_orders_overdue", "orders", ["overdue_at", "number"], sqlite_where=AT_STATION, postgresql_where=AT_STATION
    )
    for column in _parcels():
        op.add_column("shipments", column)
    op.add_column("products", sa.Column("stock_place", sa.String(length=8), server_default="county", nullable=False))
    _kept()
    _loads()


def _kept() -> None:
    op.create_table(
        "promises",
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False, comment="of the first promise, 2026-11"),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("next_day", sa.Integer(), nullable=False, comment="arrived the day after it was ordered, or sooner"),
        sa.PrimaryKeyConstraint("county", "month", name=op.f("pk_promises")),
    )


def _loads() -> None:
    op.create_table(
        "loads",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("capacity_kg", sa.BigInteger(), nullable=True),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loads")),
    )
    op.create_index("ix_loads_county_day", "loads", ["county", "day"], unique=False)
    op.create_index("ix_loads_station_day", "loads", ["station", "day"], unique=False)
    op.create_table(
        "load_items",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("parcel", sa.String(length=101), nullable=False, comment="carrier:number; '' is the whole order"),
        sa.Column("load", SERIAL, nullable=False),
        sa.Column("weight_kg", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["load"], ["loads.id"], name=op.f("fk_load_items_load")),
        sa.ForeignKeyConstraint(["number"], ["orders.number"], name=op.f("fk_load_items_number")),
        sa.PrimaryKeyConstraint("number", "parcel", name=op.f("pk_load_items")),
    )
    op.create_index("ix_load_items_load", "load_items", ["load"], unique=False)


def downgrade() -> None:
    op.drop_table("load_items")
    op.drop_table("loads")
    op.drop_table("promises")
    op.drop_column("products", "stock_place")
    for column in _parcels():
        op.drop_column("shipments", column.name)
    op.drop_index("ix_orders_overdue", table_name="orders")
    op.drop_index("ix_orders_due", table_name="orders")
    for column in _promises():
        op.drop_column("orders", column.name)
