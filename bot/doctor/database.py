"""The database: whether it answers, keeps what it is given, and has this version's schema."""

from __future__ import annotations

import json
import time
from functools import partial

from sqlalchemy import Connection, select

from bot.doctor.finding import Finding, fail, ok, warn
from bot.doctor.postgres import postgres
from bot.opening import database_url
from bot.storage.migrate import NewerSchema, pending, works
from bot.storage.privacy.seal import BrokenSeal, Seal
from bot.storage.schema import contacts
from bot.storage.sql.connect import open_database
from bot.storage.sql.database import Database, StoreUnavailable
from config.settings import Settings

SLOW_MS = 50
MIGRATE = "cunkou migrate"


async def database(given: Settings) -> list[Finding]:
    file = given.data_dir / "cunkou.db"
    if given.embedded and not file.exists():
        return [warn("database", f"there is none at {file} yet", f"it is made by `cunkou serve` or `{MIGRATE}`")]
    try:
        opened = await open_database(database_url(given))
    except (StoreUnavailable, ValueError) as trouble:
        return [fail("database", str(trouble), "start it, and look at CUNKOU_DATABASE_URL and the password in it")]
    try:
        schema = await _schema(opened, embedded=given.embedded)
        found = [await _speed(opened), *await opened.run(postgres), schema]
        previous = given.secret_key_previous.get_secret_value()
        return found if schema.level == "fail" else [*found, *await opened.run(partial(_key, _secret(given), previous))]
    except StoreUnavailable as trouble:
        return [fail("database", str(trouble), "look at the database's own log")]
    finally:
        await opened.close()


async def _speed(opened: Database) -> Finding:
    begun = time.perf_counter()
    await opened.ping()
    ms = (time.perf_counter() - begun) * 1000
    if ms > SLOW_MS:
        return warn(
            "database",
            f"answers in {ms:.0f} ms",
            "a turn asks some ten times: bring it nearer, or look who else uses it",
        )
    return ok("database", f"answers in {ms:.1f} ms")


def _key(secret: str, previous: str, conn: Connection) -> list[Finding]:
    """With another key nobody who writes is known again, and no phone can be read."""
    sealed = conn.execute(select(contacts.c.sealed).limit(1)).scalar()
    if not sealed or not secret:
        return []
    try:
        Seal(secret, previous).unseal(sealed)
    except BrokenSeal:
        mend = "set CUNKOU_SECRET_KEY to the one it was written with, or bring its secrets.json back"
        return [fail("key", "what the database holds of people does not open with it", mend)]
    return [ok("key", "opens what the database holds of people")]


def _secret(given: Settings) -> str:
    """As set, or as made up before."""
    made_up = given.data_dir / "secrets.json"
    kept: dict[str, str] = json.loads(made_up.read_text()) if given.embedded and made_up.exists() else {}
    return given.secret_key.get_secret_value() or kept.get("secret_key", "")


async def _schema(opened: Database, *, embedded: bool) -> Finding:
    try:
        missing = await opened.run(pending)
    except NewerSchema as newer:
        if await opened.run(works):
            return warn(
                "migrations", f"{newer}; it works with it all the same", "an update is under way, or was taken back"
            )
        return fail("migrations", str(newer), "run the version of cunkou that made it, or a later one")
    if not missing:
        return ok("migrations", "none pending")
    said = f"{len(missing)} pending, {missing[0]} to {missing[-1]}"
    return warn("migrations", said, "applied at the next start") if embedded else fail("migrations", said, MIGRATE)
