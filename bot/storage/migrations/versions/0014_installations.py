"""Installation teams and their half-days; what is agreed on already takes its room."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

DEFAULT_CAPACITY = 40
_BOOK = """
INSERT INTO installation_bookings (number, county, date, half)
SELECT orders.number, stations.province || '/' || stations.city || '/' || stations.county, orders.installation_date,
       CASE WHEN orders.installation_time >= '12:00' THEN 'afternoon'
            WHEN orders.installation_time = '' AND orders.installation_period <> 'morning' THEN 'afternoon'
            ELSE 'morning' END
FROM orders JOIN stations ON stations.code = orders.station
WHERE orders.installation_date IS NOT NULL
  AND orders.status IN ('placed', 'packed', 'at_county', 'in_transit', 'at_station', 'out_for_delivery', 'delivered')
"""
_COUNT = f"""
INSERT INTO installation_slots (county, date, half, capacity, taken)
SELECT county, date, half, {DEFAULT_CAPACITY}, count(*) FROM installation_bookings GROUP BY county, date, half
"""  # noqa: S608 - a number of this file

FILL = (_BOOK, _COUNT)


def upgrade() -> None:
    op.create_table(
        "installation_teams",
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.Column("city", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False, comment="sealed"),
        sa.Column("half_day_capacity", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(length=20), nullable=False, comment="ISO weekdays, comma-separated"),
        sa.PrimaryKeyConstraint("county", "city", "province", name=op.f("pk_installation_teams")),
    )
    op.create_table(
        "installation_slots",
        sa.Column("county", sa.String(length=130), nullable=False, comment="province/city/county"),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("half", sa.String(length=10), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("county", "date", "half", name=op.f("pk_installation_slots")),
    )
    _bookings()
    for statement in FILL:
        op.execute(statement)


def _bookings() -> None:
    op.create_table(
        "installation_bookings",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("county", sa.String(length=130), nullable=False, comment="province/city/county"),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("half", sa.String(length=10), nullable=False),
        sa.Column(
            "announced",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="reminded of the evening before",
        ),
        sa.Column(
            "readiness",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="JSON: what the villager told of the house",
        ),
        sa.ForeignKeyConstraint(["number"], ["orders.number"], name=op.f("fk_installation_bookings_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_installation_bookings")),
    )
    op.create_index("ix_installation_bookings_date_county", "installation_bookings", ["date", "county"], unique=False)


def downgrade() -> None:
    for table in ("installation_bookings", "installation_slots", "installation_teams"):
        op.drop_table(table)
