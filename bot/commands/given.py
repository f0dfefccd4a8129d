"""The settings as a command needs them, or its end with all that is wrong with them."""

from __future__ import annotations

from typing import NoReturn

import typer

from config.settings import BadSettings, Settings, as_kept, complete, read_settings

UNUSABLE = 2
"""The exit status of a command that cannot do what it was told; nothing is changed by then."""


def whole() -> Settings:
    """With what is missing made up, where that may be."""
    try:
        return complete(as_they_stand())
    except BadSettings as bad:
        stop(bad.problems)


def kept() -> Settings:
    """Without what is missing: a copy and its way back make up no secret."""
    return as_kept(as_they_stand())


def as_they_stand() -> Settings:
    """As they stand, however little that is."""
    try:
        return read_settings()
    except BadSettings as bad:
        stop(bad.problems)


def stop(problems: list[str]) -> NoReturn:
    """End the command, and say why."""
    for problem in problems:
        typer.echo(problem, err=True)
    raise typer.Exit(UNUSABLE)
