"""Settings that nobody reads: a name mistyped would otherwise be a setting silently left off."""

from __future__ import annotations

import os
from difflib import get_close_matches

from dotenv import dotenv_values

from config.settings import Settings

PREFIX = "CUNKOU_"
FOR_OTHERS = frozenset({"CUNKOU_HOST", "CUNKOU_BIND"})
"""deploy/compose.yaml reads these itself, and hands its whole file on to the bot."""


def strange_settings() -> list[str]:
    """A line for each name of the environment or of `.env` that begins as a setting does and is none."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    given = {name.upper() for name in (*os.environ, *dotenv_values(".env")) if name.upper().startswith(PREFIX)}
    return [_said(name, sorted(known)) for name in sorted(given - known - FOR_OTHERS)]


def _said(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.8)
    return f"{name}: no setting is called so" + (f"; is it {near[0]}?" if near else "")
