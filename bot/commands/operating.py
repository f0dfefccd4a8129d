"""The commands of whoever keeps a shop running: is it well, a copy of it, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands import given

app = typer.Typer()


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no platform.")] = False,
) -> None:
    """Look at settings, stores, schema, platforms, clock and certificates, and say what to do; 1 where something fails."""
    from bot.commands.doctor import run

    raise typer.Exit(run(as_json=as_json, outside=not offline))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file.", show_default=False)]) -> None:
    """Copy the embedded database to a file while the bot goes on, and check the copy."""
    from bot.commands.backup import run_backup

    raise typer.Exit(run_backup(given.kept(), file))


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="What `cunkou backup` wrote.", show_default=False)]) -> None:
    """Put a backup where there is no database; nothing is overwritten."""
    from bot.commands.backup import run_restore

    raise typer.Exit(run_restore(given.kept(), file))


@app.command()
def reseal() -> None:
    """Seal and index all personal data with SECRET_KEY that still is so with SECRET_KEY_PREVIOUS; the bot goes on."""
    from bot.commands.resealing import run_reseal

    raise typer.Exit(run_reseal(given.whole()))


@app.command("own-data")
def own_data(contact: Annotated[str, typer.Argument(help="wechat:OPENID or sms:+86…", show_default=False)]) -> None:
    """Print all that is kept of a person, for that person."""
    from bot.commands.own_data import run_own_data

    raise typer.Exit(run_own_data(given.whole(), contact))
