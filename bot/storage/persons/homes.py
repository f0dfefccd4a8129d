"""The station of whoever writes, and how its county's words stand: read beside the message, for every turn asks for them."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, Select

from bot.domain.people import Station
from bot.storage.network import county_words, stations
from bot.storage.privacy.seal import Seal
from bot.storage.schema import persons
from bot.storage.schema import stations as table
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.prepared import row_of


class Home(msgspec.Struct, frozen=True):
    station: Station
    words_stand: str
    """See `county_words.standing`."""

    def words(self, conn: Connection) -> dict[str, str]:
        """Its county's own words of goods → their meaning."""
        return county_words.as_they_stand(conn, self.station.county, self.words_stand)


_HOME = table.alias("home")
_COLUMNS = [column.label(f"home_{column.key}") for column in _HOME.c]
_Row: Any = row_of([column.key for column in table.c])


def with_home(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A query of persons that tells of their stations, too; its last columns are for `read`."""
    joined = query.outerjoin(_HOME, (_HOME.c.code == persons.c.station) & ~_HOME.c.withdrawn)
    return joined.add_columns(county_words.standing(_HOME.c.county).label("words_stand"), *_COLUMNS)


def read(seal: Seal, row: AnyRow) -> Home | None:
    """None for a person without a station."""
    if row.home_code is None:
        return None
    return Home(stations.read(seal, _Row._make(row[-len(_COLUMNS) :])), row.words_stand or "")
