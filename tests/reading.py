"""Cases that are kept as YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from config.data import LOADER


def read_cases(path: Path) -> Any:
    """The content of a file. By libyaml: hundreds of files are read before the first test runs."""
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=LOADER)  # noqa: S506 - a safe loader, chosen at run time
