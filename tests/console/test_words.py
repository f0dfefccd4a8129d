"""Whatever can happen has a Chinese name on the pages."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.domain.events import AlertKind, AlertLevel
from bot.domain.order import Status
from bot.web.console.county_orders import NOT_THE_COUNTYS
from bot.web.pages.words import named
from config.data import read_yaml

NAMES = [
    *(("statuses", str(status)) for status in Status),
    *(("moves", str(status)) for status in Status if status not in {*NOT_THE_COUNTYS, Status.PLACED}),
    *(("kinds", kind) for kind in get_args(AlertKind)),
    *(("levels", level) for level in get_args(AlertLevel)),
]


@pytest.mark.parametrize(("section", "name"), NAMES, ids=str)
def test_it_has_a_name(section, name):
    assert named(section, name) != name


def test_no_word_is_written_for_nobody():
    assert set(read_yaml("console.yaml")["kinds"]) <= set(get_args(AlertKind))
