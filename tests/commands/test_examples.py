"""Every command's help ends with an example, and the example is one that the command takes."""

from __future__ import annotations

import shlex

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli import app
from bot.commands.examples import EXAMPLES

COMMANDS = get_command(app).commands
SHELL = {"<", ">", "&&", "|"}


def given_to(name: str) -> list[str]:
    """The command's own words in its example, without the shell's."""
    words = shlex.split(EXAMPLES[name])
    words = words[words.index("cunkou") + 1 :]
    ends = [words.index(one) for one in SHELL if one in words]
    return words[: min(ends)] if ends else words


def test_there_is_an_example_of_every_command_and_of_nothing_else():
    assert COMMANDS.keys() == EXAMPLES.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_stands_in_the_help_and_is_taken(name):
    shown = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).output
    assert EXAMPLES[name] in " ".join(shown.split())
    said, *arguments = given_to(name)
    assert said == name
    assert COMMANDS[name].make_context(name, arguments)
