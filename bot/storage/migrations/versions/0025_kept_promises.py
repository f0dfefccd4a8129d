"""How promises were kept, by province, city and county: counties of the same name no longer mix."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# What was counted by the name alone goes to the county of that name; where there are several, to none of them.
_COPY = """
INSERT INTO kept_promises (province, city, county, month, arrived, kept, next_day)
SELECT COALESCE(places.province, ''), COALESCE(places.city, ''), promises.county, month, arrived, kept, next_day
FROM promises LEFT JOIN (
    SELECT county, MIN(province) AS province, MIN(city) AS city FROM stations
    GROUP BY county HAVING MIN(province) = MAX(province) AND MIN(city) = MAX(city)
) AS places ON places.county = promises.county
"""


def upgrade() -> None:
    op.create_table(
        "kept_promises",
        sa.Column("province", sa.String(length=40), nullable=False),
        sa.Column("city", sa.String(length=40), nullable=False),
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False, comment="of the first promise, 2026-11"),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("next_day", sa.Integer(), nullable=False, comment="arrived the day after it was ordered, or sooner"),
        sa.PrimaryKeyConstraint("province", "city", "county", "month", name=op.f("pk_kept_promises")),
    )
    op.create_index("ix_kept_promises_month_county", "kept_promises", ["month", "county"])
    op.execute(_COPY)


def downgrade() -> None:
    op.drop_index("ix_kept_promises_month_county", table_name="kept_promises")
    op.drop_table("kept_promises")
