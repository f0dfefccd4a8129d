"""The machine: room on the disk, and fonts for posters."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bot.doctor.finding import Finding, fail, ok, warn
from bot.poster.fonts import OTHERS, WITH_OUTLINES, found
from config.settings import Settings

GIB = 1024**3
TOO_LITTLE, LITTLE = GIB // 4, 2 * GIB
LITTLE_SHARE = 0.05


def disk(given: Settings) -> list[Finding]:
    """Room where DATA_DIR is, and whether it can be written to. PostgreSQL's and Redis' own disks are not seen from here."""
    folder = _nearest(given.data_dir)
    if not folder.is_dir():
        return [fail("disk", f"{folder} is no folder", "let CUNKOU_DATA_DIR name a folder, or one that can be made")]
    if not os.access(folder, os.W_OK):
        who = "keep" if given.embedded else "use"
        return [
            fail("disk", f"{folder} cannot be written to", f"chown it to the one who runs cunkou; it cannot {who} it")
        ]
    room = shutil.disk_usage(folder)
    said = f"{room.free / GIB:.1f} GiB free of {room.total / GIB:.0f} at {folder}"
    mend = "make room or move DATA_DIR; on a full disk no message is taken any more"
    if room.free < TOO_LITTLE:
        return [fail("disk", said, mend)]
    if room.free < LITTLE or room.free < LITTLE_SHARE * room.total:
        return [warn("disk", said, mend)]
    return [ok("disk", said)]


def fonts() -> list[Finding]:
    outlined, other = found(WITH_OUTLINES), found(OTHERS)
    if outlined or other:
        return [ok("fonts", f"posters are written with {(outlined or other or Path()).name}")]
    return [
        warn(
            "fonts",
            "no Chinese font: posters can be PDF alone, with the printer's own",
            "apt install fonts-wqy-microhei",
        )
    ]


def _nearest(folder: Path) -> Path:
    """The folder itself, or the first one above it that is there."""
    folder = folder.absolute()
    return folder if folder.exists() else _nearest(folder.parent)
