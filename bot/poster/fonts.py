"""A Chinese font of this machine. Nothing is shipped: fonts are big, and every desktop has one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from os.path import expanduser
from pathlib import Path

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path(expanduser("~/.local/share/fonts")),  # noqa: PTH111 - a container's user may have no home, which Path refuses
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
WITH_OUTLINES = (
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "msyh.ttc",
    "simhei.ttf",
    "simsun.ttc",
)
"""TrueType outlines, which a PDF can carry."""
OTHERS = (
    "NotoSansCJK-Bold.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "PingFang.ttc",
)
"""Any that a picture can be written with, the nicest first."""


@cache
def found(names: Sequence[str]) -> Path | None:
    """The first of these fonts that is installed."""
    there = {file.name: file for folder in FOLDERS if folder.is_dir() for file in folder.rglob("*.[ot]t[cf]")}
    return next((there[name] for name in names if name in there), None)
