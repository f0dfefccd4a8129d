"""Merchants' offers: who agreed to hear of any, the offers, who was told, and what was ordered at their price."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "offer_consents",
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_offer_consents")),
        comment="Who asked for merchants' offers; nobody else gets any",
    )
    op.create_table(
        "campaigns",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("merchant", sa.String(length=60), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("usual_fen", sa.BigInteger(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.Column("counties", sa.Text(), server_default="", nullable=False, comment="a line each; '' for all"),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("taken", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_campaigns")),
    )
    op.create_index("ix_campaigns_merchant_created_at", "campaigns", ["merchant", "created_at"], unique=False)
    op.create_index("ix_campaigns_status_closes", "campaigns", ["status", "closes"], unique=False)
    op.create_table(
        "campaign_people",
        sa.Column("campaign", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False, comment="false: held out to measure by"),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "person", name=op.f("pk_campaign_people")),
    )
    op.create_index("ix_campaign_people_person_at", "campaign_people", ["person", "at"], unique=False)
    op.create_table(
        "campaign_orders",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("campaign", sa.String(length=16), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", "campaign", name=op.f("pk_campaign_orders")),
    )


def downgrade() -> None:
    for table in ("campaign_orders", "campaign_people", "campaigns", "offer_consents"):
        op.drop_table(table)
