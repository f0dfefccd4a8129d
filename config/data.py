"""Data that ships with cunkou: lexicons, replies, the sample shop. Read once, kept."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the fast one, where libyaml is there
HERE = Path(__file__).parent


@cache
def read_yaml(name: str) -> Any:
    """The content of `config/<name>`, for example `lexicon/units.yaml`."""
    with (HERE / name).open(encoding="utf-8") as file:
        return yaml.load(file, Loader=LOADER)  # noqa: S506 - a safe loader, chosen at run time
