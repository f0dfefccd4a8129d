"""What pages say outside their templates: names of states, levels and deeds, and what an action answers."""

from __future__ import annotations

from typing import Any

from config.data import read_yaml

FILE = "console.yaml"


def words(key: str, **values: object) -> str:
    """`said.answered` of config/console.yaml with its placeholders filled. Raises KeyError where there is none."""
    section, _, name = key.partition(".")
    text: str = read_yaml(FILE)[section][name]
    return text.format_map(values)


def named(section: str, name: object) -> str:
    """The name of a state, level or deed; itself where nobody wrote one yet."""
    known: dict[str, Any] = read_yaml(FILE)[section]
    return str(known.get(str(name), name))
