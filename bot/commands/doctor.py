"""`cunkou doctor` on the terminal: a line a finding, or JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
import typer

from bot.doctor import Finding, examine
from bot.logs import mask
from config.settings import BadSettings, read_settings

COLOURS = {"ok": typer.colors.GREEN, "warn": typer.colors.YELLOW, "fail": typer.colors.RED}


def run(*, as_json: bool, outside: bool) -> int:
    """Examine and tell; 1 where something fails."""
    try:
        found = asyncio.run(examine(read_settings(), datetime.now(UTC), outside=outside))
    except BadSettings as bad:
        found = [Finding(name="settings", level="fail", said=line, mend="see docs/deploy.md") for line in bad.problems]
    found = [msgspec.structs.replace(finding, said=mask(finding.said)) for finding in found]
    typer.echo(msgspec.json.encode({"findings": found}).decode() if as_json else _lines(found))
    return int(any(finding.level == "fail" for finding in found))


def _lines(found: Sequence[Finding]) -> str:
    width = max(len(finding.name) for finding in found)
    return "\n".join(_line(finding, width) for finding in found)


def _line(finding: Finding, width: int) -> str:
    level = typer.style(f"{finding.level:<5}", fg=COLOURS[finding.level])
    mend = f"\n      {'':<{width}}  → {finding.mend}" if finding.mend else ""
    return f"{level} {finding.name:<{width}}  {finding.said}{mend}"
