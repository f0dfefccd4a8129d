"""Lines in, JSON lines out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any, TextIO

import msgspec

BAD_INPUT = 2
"""Exit status where a line or a row of the catalogue could not be read; all others are answered all the same."""


def answer_lines(answer: Callable[[str], dict[str, Any]], lines: Iterable[str], out: TextIO) -> int:
    """Answer each line that is not blank; one that cannot be read is named on stderr. Returns the exit status."""
    status = 0
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text:
            continue
        try:
            out.write(msgspec.json.encode(answer(text)).decode() + "\n")
        except msgspec.DecodeError as error:
            sys.stderr.write(f"line {number}: {error}\n")
            status = BAD_INPUT
    return status
