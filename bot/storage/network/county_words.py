"""A county's own names of goods, as its managers taught them: kept, listed, revoked."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, ScalarSelect, String, bindparam, delete, func, select

from bot.domain.events import WordTaught
from bot.storage.schema import county_words
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page
from bot.storage.sql.prepared import Asking
from bot.storage.sql.upsert import insert_new

MOST_WORDS = 2000
"""Read for one county at most, so that a turn stays quick."""


class CountyWord(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    county: str
    word: str
    meaning: str
    station: str
    """Code of the station whose manager taught it."""
    taught_at: datetime


_OF = (
    select(county_words.c.word, county_words.c.meaning)
    .where(county_words.c.county == bindparam("county"))
    .order_by(county_words.c.id.desc())
    .limit(MOST_WORDS)
)
_ASK_OF = Asking(_OF)
_READ: dict[tuple[str, str], dict[str, str]] = {}
"""Words of counties as they stand now; what has changed since is under another key and never looked up again."""
MOST_READ = 500
_FORGET = delete(county_words).where(
    county_words.c.county == bindparam("of_county"), county_words.c.word == bindparam("of_word")
)


def teach(conn: Connection, taught: WordTaught) -> None:
    """Keep what a word means in a county; the newest meaning holds."""
    conn.execute(_FORGET, {"of_county": taught.county, "of_word": taught.word})
    row = {name: getattr(taught, name) for name in ("county", "word", "meaning", "station")}
    conn.execute(insert_new(conn, county_words), row | {"taught_at": taught.at})


def forget(conn: Connection, county: str, word: str) -> bool:
    """Take a word back; False where the county has none such."""
    return conn.execute(_FORGET, {"of_county": county, "of_word": word}).rowcount > 0


def revoke(conn: Connection, number: int) -> bool:
    """Take back the word of this id; False where there is none."""
    return conn.execute(delete(county_words).where(county_words.c.id == number)).rowcount > 0


def of_county(conn: Connection, county: str) -> dict[str, str]:
    """Word → meaning."""
    return {row.word: row.meaning for row in _ASK_OF.all(conn, county=county)}


def standing(county: ColumnElement[str]) -> ScalarSelect[str]:
    """For a query: a text that is another whenever the county's words are, NULL where it has none."""
    newest = func.max(county_words.c.id).cast(String) + "." + func.max(county_words.c.taught_at).cast(String)
    told = func.count().cast(String) + "." + newest
    return select(told).where(county_words.c.county == county).scalar_subquery()


def as_they_stand(conn: Connection, county: str, stand: str) -> dict[str, str]:
    """As `of_county`, read again only where `stand`, see `standing`, is another than before; '' where there are none."""
    if not stand:
        return {}
    words = _READ.get((county, stand))
    if words is None:
        if len(_READ) >= MOST_READ:
            _READ.clear()
        words = _READ[county, stand] = of_county(conn, county)
    return words


def page(conn: Connection, *, county: str | None = None, limit: int = 50, after: str | None = None) -> Page[CountyWord]:
    """Words, newest first. Raises BadCursor."""
    query = select(county_words).order_by(county_words.c.id.desc())
    if county is not None:
        query = query.where(county_words.c.county == county)
    if after is not None:
        query = query.where(county_words.c.id < cursor.read(after, tuple[int])[0])
    limit = max(1, min(limit, MOST_ROWS))
    return cursor.page_of([_word(row) for row in conn.execute(query.limit(limit + 1))], limit, "id")


def _word(row: AnyRow) -> CountyWord:
    return CountyWord(**{name: getattr(row, name) for name in CountyWord.__struct_fields__})
