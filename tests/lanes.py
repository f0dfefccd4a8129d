"""How `make test` shares the tests among processes: a file stays together, a village is opened once, the longest come first.

Each process has a Redis, a PostgreSQL and files of its own; nothing else is shared but the cores.
"""

from __future__ import annotations

import gc
import re

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

TOGETHER = (
    (re.compile(r"tests/faults/test_(?!several)"), "the village in trouble"),
    (re.compile(r"tests/stories/test_stories\.py::.*\[sqlite-"), "stories on SQLite"),
    (re.compile(r"tests/stories/test_stories\.py::.*\[postgres-"), "stories on PostgreSQL"),
)
"""Tests that share what is dear to open, beyond their file or in a part of it."""
LONGEST_FIRST = (
    "tests/chaos/",
    "tests/faults/",
    "tests/stories/",
    "tests/storage/",
    "tests/security/",
    "tests/commands/",
    "tests/demo/",
    "tests/console/test_consoles_in_chromium.py",
    "tests/simulator/",
    "tests/channels/",
    "tests/dialogue/",
)
"""So that at the end one process does not run alone. Only the order: a folder that is not named comes after these."""


def lane(nodeid: str) -> str:
    """The name of what a test is run together with."""
    return next((name for pattern, name in TOGETHER if pattern.match(nodeid)), nodeid.partition("::")[0])


class Lanes(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return lane(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log) -> Lanes:
    config.option.loadscopereorder = False  # by their number the thousands of phrases would come first
    return Lanes(config, log)


def pytest_collection_modifyitems(items) -> None:
    def place(item) -> int:
        return next((n for n, path in enumerate(LONGEST_FIRST) if item.nodeid.startswith(path)), len(LONGEST_FIRST))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Spare the collector what stays to the end: ten thousand tests and all they import are a twelfth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
