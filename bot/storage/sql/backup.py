"""A copy of the embedded database, taken while the bot goes on, and putting one back where there is none.

SQLite's own online backup reads one state of the database, whatever is written meanwhile. A copy counts only when SQLite has
read all of it and found it whole; until then it has another name.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.pool import NullPool

from bot.storage.migrate import NewerSchema, pending
from bot.storage.privacy.seal import BrokenSeal, Seal
from bot.storage.schema import contacts

COMPANIONS = ("", "-wal", "-shm", "-journal")
"""What belongs to a database's file, by ending."""
WAIT_S = 30
SOUND = "ok"


class CannotCopy(Exception):
    """Nothing was written; the text says why and what to do."""


def back_up(database: Path, file: Path) -> int:
    """Copy a database, which may be in use, to a new file; its size in bytes. Raises CannotCopy."""
    if not database.exists():
        raise CannotCopy(f"there is no database at {database}")
    if file.exists():
        raise CannotCopy(f"{file} is there already; name a new file")
    with _part_of(file) as part:
        _copy(database, part, "rw")  # the last to close a database tidies up beside it, which a reader may not
        _check(part)
    return file.stat().st_size


def restore(file: Path, database: Path, seal: Seal) -> None:
    """Put a copy where the database is to be; an older schema is brought up to date at the next start.

    Raises CannotCopy where a database is there already, the file is damaged or a later version's, or its personal data
    cannot be opened with this key.
    """
    if not file.exists():
        raise CannotCopy(f"there is no {file}")
    _check_free(database)
    _check(file)
    _check_fit(file, seal)
    with _part_of(database) as part:
        _copy(file, part, "ro")
        _check(part)


@contextlib.contextmanager
def _part_of(file: Path) -> Iterator[Path]:
    """A file beside it that takes its name once all went well, durably; only its owner may read it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    for path in _companions(part):
        path.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        yield part
        with part.open("rb+") as whole:
            os.fsync(whole.fileno())
        part.replace(file)
    finally:
        for path in _companions(part):
            path.unlink(missing_ok=True)
    _sync_folder(file.parent)


def _check_free(database: Path) -> None:
    """What is empty beside a database that was moved away is nobody's; anything else would be taken for the new one's."""
    for path in _companions(database):
        if path.exists():
            if path == database or (path.stat().st_size and not path.name.endswith("-shm")):
                raise CannotCopy(f"{path} is there already; move it away, nothing is overwritten")
            path.unlink()


def _copy(source: Path, target: Path, mode: str) -> None:
    with contextlib.closing(_opened(source, mode)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        try:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")  # one file, whole by itself
        except sqlite3.Error as error:
            raise CannotCopy(f"{source} cannot be copied: {error}") from error


def _check(file: Path) -> None:
    try:
        with contextlib.closing(_opened(file)) as copy:
            said = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
    except sqlite3.Error as error:
        raise CannotCopy(f"{file} is no SQLite database, or is damaged: {error}") from error
    if said != [SOUND]:
        raise CannotCopy(f"{file} is damaged: {'; '.join(said)}")


def _check_fit(file: Path, seal: Seal) -> None:
    engine = create_engine("sqlite://", creator=lambda: _opened(file), poolclass=NullPool)
    with engine.connect() as conn:
        try:
            if not engine.dialect.has_table(conn, contacts.name):
                raise CannotCopy(f"{file} is a database of something else")
            pending(conn)
            sealed = conn.execute(select(contacts.c.sealed).limit(1)).scalar() or ""
            seal.unseal(sealed)
        except NewerSchema as newer:
            raise CannotCopy(f"{file} was made by a later version of cunkou: {newer}") from newer
        except BrokenSeal as broken:
            mend = "restore secrets.json or CUNKOU_SECRET_KEY of that time first"
            raise CannotCopy(f"phones and addresses in {file} do not open with this key; {mend}") from broken


def _opened(file: Path, mode: str = "ro") -> sqlite3.Connection:
    """A copy is only read: one on a medium that cannot be written to will do."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=WAIT_S)


def _companions(file: Path) -> list[Path]:
    return [file.with_name(file.name + ending) for ending in COMPANIONS]


def _sync_folder(folder: Path) -> None:
    """Or the new name may be lost when the power goes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
