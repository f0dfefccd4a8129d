"""The file of the embedded Redis after a disk was full, or failed: Redis refuses one that is damaged, at every start.

What Redis could not append whole stands in the file as a torn command, and what came once there was room again behind it.
Nothing that must not be lost is in there, so the file is cut off before the damage: people are asked again at worst.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import structlog

log = structlog.get_logger()

FILES, MANIFEST, SET_ASIDE = "appendonlydir", "appendonly.aof.manifest", "appendonlydir.damaged"
CHECKER = "redis-check-aof"
"""redis-server by another name: it does what it is called."""
CHECK_S = 60.0
AGREED = "y\n" * 8
"""To each file it asks about."""
LOOKED = "Start checking"
"""What the checker says before it looks: a program that does not say so has judged nothing."""


def mend(folder: Path, redis_server: str) -> None:
    """Make the appended file in Redis's own `folder` one that Redis reads; a sound one stays as it is. What cannot be mended is
    set aside, in the place of what was before. Raises nothing: the start that follows tells whether it helped."""
    manifest = folder / FILES / MANIFEST
    if not manifest.exists():
        return
    try:
        checked = subprocess.run(  # noqa: S603 - our own command, no shell
            [CHECKER, "--fix", str(manifest)], executable=redis_server, input=AGREED, text=True, errors="replace",
            capture_output=True, timeout=CHECK_S, check=False,
        )  # fmt: skip  # a table, a row a line
        if checked.returncode == 0:
            log.warning("redis_file_mended", said=checked.stdout.strip().rpartition("\n")[2])
        elif LOOKED in checked.stdout:
            shutil.rmtree(folder / SET_ASIDE, ignore_errors=True)
            (folder / FILES).rename(folder / SET_ASIDE)
            log.error("redis_file_set_aside", folder=str(folder / SET_ASIDE))
    except (OSError, subprocess.SubprocessError) as trouble:
        log.warning("redis_file_not_mended", reason=type(trouble).__name__)
