"""What all tables share."""

from __future__ import annotations

from sqlalchemy import ColumnClause, MetaData, literal_column, text

from bot.domain.order import ON_THE_WAY, OPEN

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

STILL_OPEN = text("status IN ({})".format(", ".join(f"'{status}'" for status in OPEN)))
"""An order that is still on its way; the same words in index and query, or the index is not used."""
COMING = text("status IN ({})".format(", ".join(f"'{status}'" for status in ON_THE_WAY)))
"""An order that has not reached its station."""
WAITING = text("status = 'at_station'")
"""An order that waits to be fetched."""
TO_COME = text("stage = ''")
"""A fitter's visit whose day is not known to have passed."""
NOT_DONE = text("stage <> 'done'")
"""A fitter's visit that is to come, or to be put on another day."""
HELPED = text("helper <> ''")
"""An order that a child placed for a parent."""
PENDING = text("status = 'pending'")
"""A message that is not done with, in either direction."""
PLAIN = text("substr(key, 1, 6) <> 'keyed:'")
"""A message that stands under its platform's own key; see bot.storage.privacy.message_keys."""
DEAD = text("status IN ('failed', 'uncertain')")
"""A letter that did not arrive, or of which nobody knows."""
UNSEEN = text("acknowledged_at IS NULL")
"""An alert nobody has reacted to."""
UNANSWERED = text("acknowledged_at IS NULL AND escalated_at IS NULL AND level <> 'info'")
"""An alert that somebody should react to and nobody did yet."""
WEIGHTY = text("level <> 'info'")
"""An alert that was more than news."""
IS_DEAD: tuple[ColumnClause[str], ...] = (literal_column("'failed'"), literal_column("'uncertain'"))
IS_PENDING: ColumnClause[str] = literal_column("'pending'")
"""To compare a status with in queries: a bound value would keep the database from using the index of the pending ones."""
