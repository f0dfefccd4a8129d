"""What the pages tell to type into a terminal does what it is there for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


class ComposeLoader(yaml.SafeLoader):
    """Reads compose's own tag too, which takes away what a file before says."""


ComposeLoader.add_constructor("!reset", lambda loader, node: ("reset", loader.construct_sequence(node)))


def test_several_web_processes_open_no_port():
    """Two cannot have the same one."""
    text = (ROOT / "deploy" / "several.yaml").read_text(encoding="utf-8")
    assert yaml.load(text, ComposeLoader)["services"] == {"web": {"ports": ("reset", [])}}  # noqa: S506 - it is a safe one


@pytest.mark.parametrize("page", ["docs/operations.md", "docs/deploy.md", "README.md"])
def test_several_web_processes_are_told_to_open_none(page):
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
        assert "--scale web" not in line or "several.yaml" in line


@pytest.mark.parametrize("page", ["docs/deploy.md", "docs/operations.md", "deploy/env.example"])
def test_what_is_wrong_is_told_before_anything_starts(page):
    """With what it depends on, a migration would fail first for the same reason, and nothing would be told."""
    run = re.findall(r"run --rm (.*)web (?:check-config|doctor)", (ROOT / page).read_text(encoding="utf-8"))
    assert all(options == "--no-deps " for options in run), page
