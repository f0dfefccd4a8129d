"""Commands as people call them, with stores of their own."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app


@pytest.fixture
def cunkou(tmp_path):
    """Runs a command with stores of its own and these settings; gives the exit status and all that was printed.

    In this process, for a new one reads in all of cunkou first; `python -m bot` itself is run by other tests.
    """
    others = dict.fromkeys(name for name in os.environ if name.startswith("CUNKOU_"))
    own = others | {"CUNKOU_DATA_DIR": str(tmp_path / "data")}

    async def run(*arguments: str | Path, **settings: str) -> tuple[int, str]:
        env = own | {f"CUNKOU_{name}": value for name, value in settings.items()}
        done = await asyncio.to_thread(CliRunner().invoke, app, [str(argument) for argument in arguments], env=env)
        if not isinstance(done.exception, SystemExit | None):
            raise done.exception  # people would see a Traceback
        return done.exit_code, done.output

    return run


@pytest.fixture
def write(tmp_path):
    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write
