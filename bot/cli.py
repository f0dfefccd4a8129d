"""The commands."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _cunkou() -> None:
    """村口: villages shop by talking."""


def main() -> None:
    app()
