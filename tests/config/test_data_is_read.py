"""No section of a data file is kept that nobody reads."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from bot.dialogue.replies import replies
from config.data import HERE, read_yaml

ELSEWHERE = ("replies", "surveys", "courses", "sample")
"""Replies have a test of their own; the others are read by their form."""
_NAME = re.compile(r"[a-z_]+")
_READ = re.compile(r"""["']([a-z_]+)(?=["'.])|^    ([a-z_]+): |<([a-z_]+)>""", re.MULTILINE)
"""A section is asked for by its name, is a field of what the file is turned into, or stands for itself in a phrase."""


@cache
def names_in_code() -> frozenset[str]:
    folders = [HERE.parent / top for top in ("bot", "intents", "catalog", "config")]
    files = [path for folder in folders for kind in ("*.py", "*.j2") for path in folder.rglob(kind)]
    texts = [path.read_text("utf-8") for path in (*files, *(HERE / "lexicon" / "phrases").glob("*.yaml"))]
    return frozenset(name for text in texts for found in _READ.findall(text) for name in found)


def data_files() -> list[str]:
    paths = (path.relative_to(HERE) for path in sorted(HERE.rglob("*.yaml")))
    return [str(path) for path in paths if path.parts[0] not in ELSEWHERE]


@pytest.mark.parametrize("file", data_files())
def test_every_section_is_read(file: str) -> None:
    read = read_yaml(file)
    sections = {name for name in (read if isinstance(read, dict) else ()) if _NAME.fullmatch(str(name))}
    answered = {name for name in sections if f"{Path(file).stem}.{name}" in replies()}
    assert sections - answered <= names_in_code()
