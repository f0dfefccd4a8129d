"""Whatever can happen has a Chinese name on the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.dialogue.notices import Around, letters
from bot.dialogue.pages import size
from bot.domain.events import AlertKind, AlertLevel, SignInCodeSent, VillagerAnswered
from bot.domain.order import Status
from bot.domain.people import Station
from bot.web.console.county_orders import NOT_THE_COUNTYS
from bot.web.console.talks import LONGEST_ANSWER
from bot.web.pages.words import named
from config.data import read_yaml

AT = datetime(2026, 11, 25, tzinfo=UTC)
NAMES = [
    *(("statuses", str(status)) for status in Status),
    *(("moves", str(status)) for status in Status if status not in {*NOT_THE_COUNTYS, Status.PLACED}),
    *(("kinds", kind) for kind in get_args(AlertKind)),
    *(("levels", level) for level in get_args(AlertLevel)),
]


@pytest.mark.parametrize(("section", "name"), NAMES, ids=str)
def test_it_has_a_name(section, name):
    assert named(section, name) != name


def test_a_sign_in_code_is_one_sms_and_an_answer_two_at_most():
    here = Around(at=AT, station=Station(code="V1", name="杨柳站", manager_name="欧阳秀英"))
    [code] = letters(SignInCodeSent(person="p", code="123456", at=AT), here)
    assert size(code.sms, "sms") <= 70
    said = VillagerAnswered(person="p", station="V1", by="q", text="好" * LONGEST_ANSWER, at=AT)
    [answer] = letters(said, here)
    assert answer.to == "p"
    assert said.text in answer.sms
    assert size(answer.sms, "sms") <= 134


def test_no_word_is_written_for_nobody():
    assert set(read_yaml("console.yaml")["kinds"]) <= set(get_args(AlertKind))
